import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { evaluate, evaluateAtom } from "./evaluate.ts";
import { fieldsOfAtom } from "./fields.ts";
import type { Atom, Predicate } from "./predicate.ts";
import { printPredicate } from "./print.ts";
import { printShortened } from "./printScalar.ts";

const longestValue = 400;

/** A leaf that carried a match. */
export interface Carrier {
  /** The leaf as text: `user.name like "adm*"`. */
  readonly condition: string;
  /** False when the match needed the leaf to fail: it stood under `not`. */
  readonly holds: boolean;
  /** The leaf's fields, each with the value that satisfied it; without one the field has no value. */
  readonly fields: readonly { readonly name: string; readonly value?: string; readonly more: number }[];
}

/**
 * The leaves that carried a match, in source order, each with the value that satisfied it.
 *
 * All operands of an `and`, the first true one of an `or`; under `not` the leaves that failed. Nothing if the event does
 * not satisfy the predicate. Values are printed, cut after 400 characters, and need escaping for a terminal.
 */
export function carriersOf(predicate: Predicate, view: EventView): Carrier[] {
  return evaluate(predicate, view) ? carriers(predicate, true, view) : [];
}

/** The same, a line each: `user.name like "adm*" (user.name is "admin")`. */
export function whyMatched(predicate: Predicate, view: EventView): string[] {
  return carriersOf(predicate, view).map(printCarrier);
}

function printCarrier({ condition, holds, fields }: Carrier): string {
  const label = holds ? condition : `not ${condition}`;
  const seen = fields.map(({ name, value, more }) =>
    value === undefined ? `${name} has no value` : `${name} is ${value}${more > 0 ? ` and ${more} more` : ""}`,
  );
  return seen.length === 0 ? label : `${label} (${seen.join(", ")})`;
}

/** The leaves that make the predicate have that truth, which it has. */
function carriers(predicate: Predicate, truth: boolean, view: EventView): Carrier[] {
  switch (predicate.kind) {
    case "constant":
      return [];
    case "not":
      return carriers(predicate.operand, !truth, view);
    case "and":
    case "or": {
      const needsAll = (predicate.kind === "and") === truth;
      if (needsAll) return predicate.operands.flatMap((operand) => carriers(operand, truth, view));
      const first = predicate.operands.find((operand) => evaluate(operand, view) === truth);
      return first === undefined ? [] : carriers(first, truth, view);
    }
    case "test":
    case "expression":
      return [describe(predicate, truth, view)];
  }
}

function describe(atom: Atom, truth: boolean, view: EventView): Carrier {
  const fields = fieldsOfAtom(atom).map((field) => ({ name: field.name, ...valueSeen(field, atom, truth, view) }));
  return { condition: printPredicate(atom), holds: truth, fields };
}

function valueSeen(field: Field, atom: Atom, truth: boolean, view: EventView): { value?: string; more: number } {
  const values = view.values(field);
  const [first] = values;
  if (first === undefined) return { more: 0 };
  const shown = truth ? (values.find((value) => satisfies(atom, field, value, view)) ?? first) : first;
  return { value: printShortened(shown, longestValue), more: truth ? 0 : values.length - 1 };
}

/** Whether the atom still holds when this value is the field's only one. */
function satisfies(atom: Atom, field: Field, value: Scalar, view: EventView): boolean {
  return evaluateAtom(atom, { values: (of) => (of.name === field.name ? [value] : view.values(of)) });
}
