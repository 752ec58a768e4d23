import type { CheckedComparison, CheckedExpression } from "./checked.ts";
import { parameterAt, signatureOf } from "./functions.ts";
import { nullTested } from "./lowerExpression.ts";

/**
 * Whether an expression is null whatever the event holds, because a literal null goes through it.
 *
 * A literal null is mostly an optional field that is not mapped. Elasticsearch folds it before the query is made, so
 * unlike a field without values it makes a comparison unknown rather than false, and `?f != "a"` and `not ?f : "a"` both
 * find nothing (eql facts §5, inferred).
 */
export function isAlwaysNull(expression: CheckedExpression): boolean {
  switch (expression.kind) {
    case "literal":
      return expression.value === null;
    case "field":
    case "and":
    case "or":
      return false;
    case "call": {
      const signature = signatureOf(expression.name)!;
      return expression.args.some((arg, at) => parameterAt(signature, at)?.nullable !== true && isAlwaysNull(arg));
    }
    case "negate":
    case "not":
    case "pattern":
      return isAlwaysNull(expression.operand);
    case "arithmetic":
      return isAlwaysNull(expression.left) || isAlwaysNull(expression.right);
    case "comparison":
      return isComparisonNull(expression);
    case "in":
      return isAlwaysNull(expression.operand) || expression.values.every(isAlwaysNull);
  }
}

/** A null test has an answer, except of a literal: `?f == "a"` with `?f` folded is not a question about "a". */
function isComparisonNull(comparison: CheckedComparison): boolean {
  const tested = nullTested(comparison);
  if (tested !== undefined) return tested.kind === "literal" && tested.value !== null;
  return isAlwaysNull(comparison.left) || isAlwaysNull(comparison.right);
}
