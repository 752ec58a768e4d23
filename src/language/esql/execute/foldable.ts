import type { TypedExpression } from "../checked.ts";

/** Functions whose answer depends on when the query runs. */
const clocks: ReadonlySet<string> = new Set(["now"]);

/** Whether an expression has one value for all rows and all runs. */
export function isFoldable(expression: TypedExpression): boolean {
  if (expression.kind === "call") return !clocks.has(expression.name) && expression.args.every(isFoldable);
  return expression.kind === "constant";
}

/** Whether a call of NOW() stands in an expression. */
export function mentionsClock(expression: TypedExpression): boolean {
  return expression.kind === "call" && (clocks.has(expression.name) || expression.args.some(mentionsClock));
}

/** The slots that an expression reads. */
export function slotsOf(expression: TypedExpression): readonly number[] {
  if (expression.kind === "call") return expression.args.flatMap(slotsOf);
  return expression.kind === "column" ? [expression.slot] : [];
}
