import { type CheckedExpression, childrenOf } from "../../language/eql/checked.ts";

/** A leaf condition of a filter: what is neither `and`, `or` nor `not`. */
export interface Leaf {
  readonly node: CheckedExpression;
  /** Whether an odd number of `not` stands around it, or it is `!=` or `not in`. */
  readonly isNegated: boolean;
}

/** The leaves of a condition, in the order they stand. */
export function leavesOf(condition: CheckedExpression, isNegated = false): Leaf[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.operands.flatMap((operand) => leavesOf(operand, isNegated));
    case "not":
      return leavesOf(condition.operand, !isNegated);
    default:
      return [{ node: condition, isNegated: isNegated !== negatesItself(condition) }];
  }
}

function negatesItself(leaf: CheckedExpression): boolean {
  if (leaf.kind === "in") return leaf.negated;
  if (leaf.kind !== "comparison") return false;
  const { operator, right, left } = leaf;
  const isFalse = left.type.family === "boolean" && right.kind === "literal" && right.value === false;
  return isFalse && left.kind !== "field" ? operator === "==" : operator === "!=";
}

/** An expression and everything inside it, outer before inner. */
export function nodesOf(expression: CheckedExpression): CheckedExpression[] {
  return [expression, ...childrenOf(expression).flatMap(nodesOf)];
}
