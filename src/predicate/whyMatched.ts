import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { evaluate, evaluateAtom } from "./evaluate.ts";
import { fieldsOfAtom } from "./fields.ts";
import type { Atom, Predicate } from "./predicate.ts";
import { printPredicate } from "./print.ts";
import { printShortened } from "./printScalar.ts";

const longestValue = 80;

/**
 * The leaves that carried a match, in source order, each with the value that satisfied it:
 * `user.name like "adm*" (user.name is "admin")`.
 *
 * All operands of an `and`, the first true one of an `or`; under `not` the leaves that failed, with `not` before them.
 * Nothing if the event does not satisfy the predicate. Values are cut after 80 characters and need escaping for a
 * terminal.
 */
export function whyMatched(predicate: Predicate, view: EventView): string[] {
  return evaluate(predicate, view) ? carriers(predicate, true, view) : [];
}

/** The leaves that make the predicate have that truth, which it has. */
function carriers(predicate: Predicate, truth: boolean, view: EventView): string[] {
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

function describe(atom: Atom, truth: boolean, view: EventView): string {
  const label = truth ? printPredicate(atom) : `not ${printPredicate(atom)}`;
  const seen = fieldsOfAtom(atom).map((field) => `${field.name} ${describeValues(field, atom, truth, view)}`);
  return seen.length === 0 ? label : `${label} (${seen.join(", ")})`;
}

function describeValues(field: Field, atom: Atom, truth: boolean, view: EventView): string {
  const values = view.values(field);
  const [first] = values;
  if (first === undefined) return "has no value";
  const shown = truth ? (values.find((value) => satisfies(atom, field, value, view)) ?? first) : first;
  const more = !truth && values.length > 1 ? ` and ${values.length - 1} more` : "";
  return `is ${printShortened(shown, longestValue)}${more}`;
}

/** Whether the atom still holds when this value is the field's only one. */
function satisfies(atom: Atom, field: Field, value: Scalar, view: EventView): boolean {
  return evaluateAtom(atom, { values: (of) => (of.name === field.name ? [value] : view.values(of)) });
}
