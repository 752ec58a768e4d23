import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { someCombination } from "./combinations.ts";
import { elementViews } from "./elementViews.ts";
import { evaluateExpression } from "./expression.ts";
import { slotOf } from "./fields.ts";
import type { Atom, ExpressionAtom, Predicate } from "./predicate.ts";
import { passes } from "./testValue.ts";

/**
 * Whether an event satisfies a predicate: the reference, interpreted and plain, that every faster way must agree with.
 *
 * Each atom is met by any of its field's values, an expression by any combination of one value per mention of a field
 * (of several the first 10,000 combinations, see someCombination) with one null for a field without values; `and`, `or`
 * and `not` are two-valued above that (eql facts §5). A pattern that cannot be compiled matches nothing;
 * unsupportedPatterns names them beforehand.
 * Never throws.
 */
export function evaluate(predicate: Predicate, view: EventView): boolean {
  switch (predicate.kind) {
    case "constant":
      return predicate.value;
    case "and":
      return predicate.operands.every((operand) => evaluate(operand, view));
    case "or":
      return predicate.operands.some((operand) => evaluate(operand, view));
    case "not":
      return !evaluate(predicate.operand, view);
    case "test":
    case "expression":
      return evaluateAtom(predicate, view);
  }
}

/** Whether an event satisfies one atom; see {@link evaluate}. */
export function evaluateAtom(atom: Atom, view: EventView): boolean {
  if (atom.kind === "expression") return evaluateExpressionAtom(atom, view);
  const { field, test } = atom;
  if (test.kind === "element") {
    return elementViews(field, view).some((element) => evaluate(test.condition, element));
  }
  return view.values(field).some((value) => passes(field, test, value));
}

function evaluateExpressionAtom({ fields, expression }: ExpressionAtom, view: EventView): boolean {
  const lists = fields.map((field) => view.values(field));
  return someCombination(lists, (combination) => {
    const readField = (field: Field, mention: number) => combination[slotOf(fields, field, mention)] ?? null;
    return evaluateExpression(expression, readField) === true;
  });
}
