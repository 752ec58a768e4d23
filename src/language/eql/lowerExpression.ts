import { evaluateExpression } from "../../predicate/expression.ts";
import { hasRegexSyntax } from "../../predicate/luceneRegex.ts";
import type { Expression } from "../../predicate/predicate.ts";
import type { Value } from "../../predicate/value.ts";
import { hasWildcard } from "../../text/wildcard.ts";
import {
  type CheckedComparison,
  type CheckedExpression,
  type CheckedLiteral,
  type CheckedMembership,
  type CheckedPattern,
  isConstant,
} from "./checked.ts";
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
    case "pattern":
      return lowerPattern(expression);
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
  if (right.kind === "literal" && right.last !== undefined) return lowerDate(comparison, right);
  return { kind: "comparison", operator, left: lowerExpression(left), right: lowerExpression(right) };
}

/**
 * The side of `expr == null` that is tested; nothing if the comparison is no null test.
 *
 * Whatever folds to null counts as null, so `?f == "a"` with `f` not mapped asks whether "a" is null: it is false, and
 * `?f != "a"` true (ReplaceNullChecks in x-pack/plugin/eql/…/optimizer/Optimizer.java).
 */
export function nullTested({ operator, left, right }: CheckedComparison): CheckedExpression | undefined {
  if (operator !== "==" && operator !== "!=") return undefined;
  if (isNullConstant(right)) return left;
  return isNullConstant(left) ? right : undefined;
}

/** Whether an expression reads no field and folds to null, as an optional field does that is not mapped. */
export function isNullConstant(expression: CheckedExpression): boolean {
  return isConstant(expression) && foldConstant(expression) === null;
}

const folded = new WeakMap<CheckedExpression, Value>();

/** The value of an expression that reads no field, as Elasticsearch's optimizer folds it. */
export function foldConstant(constant: CheckedExpression): Value {
  let value = folded.get(constant);
  if (value === undefined) {
    value = evaluateExpression(lowerExpression(constant), () => null);
    folded.set(constant, value);
  }
  return value;
}

function lowerPattern(expression: CheckedPattern): Expression {
  const { operand, ignoreCase, patterns } = expression;
  if (isNullConstant(operand)) return { kind: "literal", value: matchOfNull(expression) };
  const syntax = expression.syntax === "wildcard" ? "wildcard" : "javaRegex";
  return { kind: "pattern", operand: lowerExpression(operand), syntax, patterns, ignoreCase };
}

/**
 * What a pattern says of a constant null: unknown, except that a pattern for one text has become `==` by then, and one
 * for every text `!= null` (ReplaceRegexMatch in x-pack/plugin/ql/…/optimizer/OptimizerRules.java).
 */
function matchOfNull({ syntax, ignoreCase, patterns }: CheckedPattern): false | null {
  const isEveryText = syntax === "wildcard" ? /^\*+$/ : /^\.\*$/;
  const isOneText =
    syntax === "wildcard" ? (text: string) => !hasWildcard(text) : (text: string) => !hasRegexSyntax(text);
  // The patterns of `regex` are alternatives within one pattern, so only a single one can be plain.
  if (syntax === "regex" && patterns.length > 1) return null;
  return patterns.every((pattern) => isEveryText.test(pattern) || (!ignoreCase && isOneText(pattern))) ? false : null;
}

/** The bound that an order operator compares with: `>` begins after all that the date covers, `<=` ends with it. */
export function dateBound(operator: "<" | "<=" | ">" | ">=", literal: CheckedLiteral): number | bigint {
  const first = typeof literal.value === "bigint" ? literal.value : Number(literal.value);
  return operator === "<" || operator === ">=" ? first : (literal.last ?? first);
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
