import type { Field } from "../ecs/field.ts";
import { arithmetic, negate } from "./arithmetic.ts";
import { compares, valuesEqual } from "./compareValues.ts";
import { dateUnitOf } from "./dateUnit.ts";
import { isFloating } from "./floating.ts";
import { foldCase } from "./foldCase.ts";
import { functions } from "./functions.ts";
import { patternList } from "./patterns.ts";
import type { Expression } from "./predicate.ts";
import { stringOrderOf } from "./stringOrder.ts";
import { allTrue, anyTrue, notTrue, truthOf } from "./threeValued.ts";
import type { Value } from "./value.ts";

type ExpressionOf<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/**
 * The value of an expression for one value per mention of a field, three-valued where booleans nest (eql facts §5 rule 6).
 *
 * Null operands give null, except to `isNull`; what cannot be compared gives null. Interpreted: the reference for
 * compileExpression. Never throws.
 */
export function evaluateExpression(expression: Expression, readField: (field: Field, mention: number) => Value): Value {
  const value = (operand: Expression) => evaluateExpression(operand, readField);
  const truth = (operand: Expression) => truthOf(value(operand));
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "field":
      return readField(expression.field, expression.mention ?? 0);
    case "call":
      return call(expression, expression.args.map(value));
    case "negate":
      return negate(value(expression.operand));
    case "arithmetic": {
      const { operator, left, right } = expression;
      return arithmetic(operator, value(left), value(right), isFloating(expression));
    }
    case "comparison": {
      const { operator, left, right } = expression;
      return compares(operator, stringOrderOf(left, right), value(left), value(right));
    }
    case "isNull":
      return value(expression.operand) === null;
    case "in":
      return isIn(expression, value);
    case "pattern":
      return matchesPattern(expression, value(expression.operand));
    case "and":
      return allTrue(expression.operands, truth);
    case "or":
      return anyTrue(expression.operands, truth);
    case "not":
      return notTrue(truth(expression.operand));
  }
}

function call({ name, ignoreCase, args }: ExpressionOf<"call">, values: readonly Value[]): Value {
  return functions[name].evaluate(values, { ignoreCase, floating: args.map(isFloating), dates: args.map(dateUnitOf) });
}

function isIn(expression: ExpressionOf<"in">, value: (operand: Expression) => Value): Value {
  const { operand, values, ignoreCase } = expression;
  const order = stringOrderOf(operand, ...values);
  const wanted = foldedValue(value(operand), ignoreCase);
  return anyTrue(values, (item) => valuesEqual(order, wanted, foldedValue(value(item), ignoreCase)));
}

/** A value as `in~` compares it on computed values. */
export function foldedValue(value: Value, ignoreCase: boolean): Value {
  return ignoreCase && typeof value === "string" ? foldCase(value) : value;
}

function matchesPattern({ patterns, syntax, ignoreCase }: ExpressionOf<"pattern">, value: Value): Value {
  if (typeof value !== "string") return null;
  const reading = syntax === "wildcard" ? "computedWildcard" : syntax;
  return patternList(patterns, reading, ignoreCase).matches(value);
}
