import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { evaluateAtom } from "./evaluate.ts";
import { fieldsOfAtom } from "./fields.ts";
import type { Predicate } from "./predicate.ts";
import { printPredicate } from "./print.ts";
import { printShortened } from "./printScalar.ts";

const mostValues = 5;
const longestValue = 200;

/** A predicate with what each part of it came to on one event. */
export interface Explanation {
  readonly kind: Predicate["kind"];
  /** The printed atom or constant; for `and`, `or` and `not` the word alone. */
  readonly label: string;
  readonly truth: boolean;
  /** What an atom's fields held, in the atom's order; empty for everything else. */
  readonly fields: readonly FieldSeen[];
  readonly children: readonly Explanation[];
}

/** The values an event had for a field. */
export interface FieldSeen {
  readonly field: Field;
  /** The first few, printed, long ones cut; empty for a missing field. */
  readonly values: readonly string[];
  /** How many values there were in all. */
  readonly count: number;
}

/**
 * Why a predicate is met by an event, or is not: every part with its truth and the values it saw.
 *
 * Nothing is left out for being decided already, so that an author sees all that is wrong at once. At most five values a
 * field, cut after 200 characters; they come from the event and need escaping for a terminal.
 */
export function explain(predicate: Predicate, view: EventView): Explanation {
  switch (predicate.kind) {
    case "constant":
      return { kind: "constant", label: String(predicate.value), truth: predicate.value, fields: [], children: [] };
    case "and":
    case "or": {
      const children = predicate.operands.map((operand) => explain(operand, view));
      const isTrue = (child: Explanation) => child.truth;
      const truth = predicate.kind === "and" ? children.every(isTrue) : children.some(isTrue);
      return { kind: predicate.kind, label: predicate.kind, truth, fields: [], children };
    }
    case "not": {
      const child = explain(predicate.operand, view);
      return { kind: "not", label: "not", truth: !child.truth, fields: [], children: [child] };
    }
    case "test":
    case "expression": {
      const fields = fieldsOfAtom(predicate).map((field) => fieldSeen(field, view));
      const label = printPredicate(predicate);
      return { kind: predicate.kind, label, truth: evaluateAtom(predicate, view), fields, children: [] };
    }
  }
}

function fieldSeen(field: Field, view: EventView): FieldSeen {
  const values = view.values(field);
  const printed = values.slice(0, mostValues).map((value) => printShortened(value, longestValue));
  return { field, values: printed, count: values.length };
}
