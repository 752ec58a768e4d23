import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { evaluateAtom } from "./evaluate.ts";
import { fieldsOfAtom } from "./fields.ts";
import type { Atom, Predicate } from "./predicate.ts";
import { allTrue, anyTrue, notTrue } from "./threeValued.ts";

/** What an event's known fields say about a predicate. */
export type Possibility = "yes" | "no" | "maybe";

/**
 * Whether events with these field values can, must or cannot satisfy a predicate.
 *
 * `known` answers a field's values (an empty list: known to be missing), or undefined where they are not known. An atom is
 * decided only if all its fields are known, so `yes` and `no` hold for every event that agrees with what is known;
 * `maybe` promises nothing.
 */
export function possible(predicate: Predicate, known: (field: Field) => readonly Scalar[] | undefined): Possibility {
  const truth = truthFrom(predicate, known);
  return truth === null ? "maybe" : truth ? "yes" : "no";
}

type Known = (field: Field) => readonly Scalar[] | undefined;

function truthFrom(predicate: Predicate, known: Known): boolean | null {
  switch (predicate.kind) {
    case "constant":
      return predicate.value;
    case "and":
      return allTrue(predicate.operands, (operand) => truthFrom(operand, known));
    case "or":
      return anyTrue(predicate.operands, (operand) => truthFrom(operand, known));
    case "not":
      return notTrue(truthFrom(predicate.operand, known));
    case "test":
    case "expression":
      return atomTruth(predicate, known);
  }
}

/**
 * What is left of a predicate when some of its atoms are decided: it answers as the predicate does for every event of which
 * they say that, and is the predicate itself where none is decided.
 */
export function leftOf(predicate: Predicate, decided: (atom: Atom) => boolean | undefined): Predicate {
  switch (predicate.kind) {
    case "constant":
      return predicate;
    case "and":
    case "or":
      return leftOfOperands(predicate, decided);
    case "not": {
      const operand = leftOf(predicate.operand, decided);
      if (operand.kind === "constant") return { kind: "constant", value: !operand.value };
      return operand === predicate.operand ? predicate : { kind: "not", operand };
    }
    case "test":
    case "expression": {
      const value = decided(predicate);
      return value === undefined ? predicate : { kind: "constant", value };
    }
  }
}

function leftOfOperands(
  predicate: Extract<Predicate, { kind: "and" | "or" }>,
  decided: (atom: Atom) => boolean | undefined,
): Predicate {
  const { kind, operands } = predicate;
  const ends = kind === "or";
  const left = operands.map((operand) => leftOf(operand, decided));
  if (left.some((operand) => operand.kind === "constant" && operand.value === ends))
    return { kind: "constant", value: ends };
  if (left.every((operand, at) => operand === operands[at])) return predicate;
  const open = left.filter((operand) => operand.kind !== "constant");
  const [only] = open;
  if (only === undefined) return { kind: "constant", value: !ends };
  return open.length === 1 ? only : { kind, operands: open };
}

function atomTruth(atom: Atom, known: Known): boolean | null {
  if (fieldsOfAtom(atom).some((field) => known(field) === undefined)) return null;
  const view: EventView = { values: (field) => known(field) ?? [] };
  return evaluateAtom(atom, view);
}
