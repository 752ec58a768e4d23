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

function atomTruth(atom: Atom, known: Known): boolean | null {
  if (fieldsOfAtom(atom).some((field) => known(field) === undefined)) return null;
  const view: EventView = { values: (field) => known(field) ?? [] };
  return evaluateAtom(atom, view);
}
