import type { Expression } from "./predicate.ts";
import { printList, printScalar } from "./printScalar.ts";

/** How tightly each kind binds; a looser operand stands in parentheses (eql facts §2). */
const tightness = { or: 0, and: 1, not: 2, comparison: 3, sum: 4, product: 5, sign: 6, predicate: 7, primary: 8 };

/** An expression in EQL's words; see printPredicate. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return printScalar(expression.value);
    case "field":
      return expression.field.name;
    case "call":
      return `${expression.name}${tilde(expression)}(${expression.args.map(printExpression).join(", ")})`;
    case "negate":
      return `-${within(expression.operand, tightness.predicate)}`;
    case "arithmetic": {
      const own = tightnessOf(expression);
      return `${within(expression.left, own)} ${expression.operator} ${within(expression.right, own + 1)}`;
    }
    case "comparison": {
      const own = tightness.sum;
      return `${within(expression.left, own)} ${expression.operator} ${within(expression.right, own)}`;
    }
    case "isNull":
      return `${within(expression.operand, tightness.sum)} == null`;
    case "in": {
      const values = expression.values.map(printExpression).join(", ");
      return `${within(expression.operand, tightness.primary)} in${tilde(expression)} (${values})`;
    }
    case "pattern": {
      const word = expression.syntax === "wildcard" ? "like" : "regex";
      const patterns = printList(expression.patterns);
      return `${within(expression.operand, tightness.primary)} ${word}${tilde(expression)} ${patterns}`;
    }
    case "and":
    case "or":
      return expression.operands
        .map((operand) => within(operand, tightnessOf(expression) + 1))
        .join(` ${expression.kind} `);
    case "not":
      return `not ${within(expression.operand, tightness.not)}`;
  }
}

function within(operand: Expression, least: number): string {
  const text = printExpression(operand);
  return tightnessOf(operand) < least ? `(${text})` : text;
}

function tightnessOf(expression: Expression): number {
  switch (expression.kind) {
    case "literal":
    case "field":
    case "call":
      return tightness.primary;
    case "negate":
      return tightness.sign;
    case "arithmetic":
      return expression.operator === "+" || expression.operator === "-" ? tightness.sum : tightness.product;
    case "comparison":
    case "isNull":
      return tightness.comparison;
    case "in":
    case "pattern":
      return tightness.predicate;
    case "and":
    case "or":
    case "not":
      return tightness[expression.kind];
  }
}

function tilde({ ignoreCase }: { readonly ignoreCase: boolean }): string {
  return ignoreCase ? "~" : "";
}
