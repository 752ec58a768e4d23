import type { Expression } from "./predicate.ts";

const floatingTypes: ReadonlySet<string> = new Set(["double", "float", "half_float", "scaled_float"]);
const numberFunctions: ReadonlySet<string> = new Set(["add", "subtract", "multiply", "divide", "modulo"]);

/**
 * Whether an expression's number is a double by type even where its value is whole.
 *
 * It decides between integral and real division and between `3` and `3.0` as text; values alone cannot tell, since
 * JavaScript has one kind of number. A value with a fraction is a double anyway.
 */
export function isFloating(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return expression.floating === true;
    case "field":
      return floatingTypes.has(expression.field.type);
    case "negate":
      return isFloating(expression.operand);
    case "arithmetic":
      return isFloating(expression.left) || isFloating(expression.right);
    case "call":
      return numberFunctions.has(expression.name) && expression.args.some(isFloating);
    default:
      return false;
  }
}
