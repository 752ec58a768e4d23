import type { Expression } from "../../predicate/predicate.ts";
import type { CheckedComparison, CheckedExpression, CheckedLiteral, CheckedMembership } from "./checked.ts";
import { doubleType } from "./expressionType.ts";

/** An expression inside one leaf, where booleans are three-valued (eql facts §5 rule 6). */
export function lowerExpression(expression: CheckedExpression): Expression {
  switch (expression.kind) {
    case "literal":
      return lowerLiteral(expression);
    case "field":
      return { kind: "field", field: expression.field };
    case "call": {
      const { name, ignoreCase, args } = expression;
      return { kind: "call", name, ignoreCase, args: args.map(lowerExpression) };
    }
    case "negate":
    case "not":
      return { kind: expression.kind, operand: lowerExpression(expression.operand) };
    case "arithmetic": {
      const { operator, left, right } = expression;
      return { kind: "arithmetic", operator, left: lowerExpression(left), right: lowerExpression(right) };
    }
    case "comparison":
      return lowerComparison(expression);
    case "in":
      return lowerIn(expression);
    case "pattern": {
      const { ignoreCase, patterns } = expression;
      const syntax = expression.syntax === "wildcard" ? "wildcard" : "javaRegex";
      return { kind: "pattern", operand: lowerExpression(expression.operand), syntax, patterns, ignoreCase };
    }
    case "and":
    case "or":
      return { kind: expression.kind, operands: expression.operands.map(lowerExpression) };
  }
}

function lowerLiteral({ value, type }: CheckedLiteral): Expression {
  const floating = typeof value === "number" && type.name === doubleType.name;
  return { kind: "literal", value, ...(floating ? { floating } : {}) };
}

function lowerComparison(comparison: CheckedComparison): Expression {
  const { operator, left, right } = comparison;
  const tested = nullTested(comparison);
  if (tested !== undefined) {
    const isNull: Expression = { kind: "isNull", operand: lowerExpression(tested) };
    return operator === "==" ? isNull : { kind: "not", operand: isNull };
  }
  if (right.kind === "literal" && right.lastMs !== undefined) return lowerDate(comparison, right);
  return { kind: "comparison", operator, left: lowerExpression(left), right: lowerExpression(right) };
}

/** The side of `expr == null` that is tested; nothing if the comparison is no null test. */
export function nullTested({ operator, left, right }: CheckedComparison): CheckedExpression | undefined {
  if (operator !== "==" && operator !== "!=") return undefined;
  if (right.kind === "literal" && right.value === null) return left;
  return left.kind === "literal" && left.value === null ? right : undefined;
}

/** The bound that an order operator compares with: `>` begins after all that the date covers, `<=` ends with it. */
export function dateBound(operator: "<" | "<=" | ">" | ">=", literal: CheckedLiteral): number {
  const first = Number(literal.value);
  return operator === "<" || operator === ">=" ? first : (literal.lastMs ?? first);
}

function lowerDate({ operator, left }: CheckedComparison, literal: CheckedLiteral): Expression {
  const date = lowerExpression(left);
  const compared = (bound: "<" | "<=" | ">" | ">="): Expression => {
    const right: Expression = { kind: "literal", value: dateBound(bound, literal) };
    return { kind: "comparison", operator: bound, left: date, right };
  };
  if (operator !== "==" && operator !== "!=") return compared(operator);
  const within: Expression = { kind: "and", operands: [compared(">="), compared("<=")] };
  return operator === "==" ? within : { kind: "not", operand: within };
}

function lowerIn({ operand, values, ignoreCase, negated }: CheckedMembership): Expression {
  const lowered: Expression = {
    kind: "in",
    operand: lowerExpression(operand),
    values: values.map(lowerExpression),
    ignoreCase,
  };
  return negated ? { kind: "not", operand: lowered } : lowered;
}
