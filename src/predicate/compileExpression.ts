import type { Field } from "../ecs/field.ts";
import { arithmetic, negate } from "./arithmetic.ts";
import { compares, valuesEqual } from "./compareValues.ts";
import { dateUnitOf } from "./dateUnit.ts";
import { foldedValue } from "./expression.ts";
import { slotOf } from "./fields.ts";
import { isFloating } from "./floating.ts";
import { functions } from "./functions.ts";
import { patternList } from "./patterns.ts";
import type { Expression } from "./predicate.ts";
import { stringOrderOf } from "./stringOrder.ts";
import { allTrue, anyTrue, notTrue, truthOf } from "./threeValued.ts";
import type { Value } from "./value.ts";

/** An expression's value for one value per mention, in the order of the fields it was compiled with. */
export type CompiledExpression = (values: readonly Value[]) => Value;

type ExpressionOf<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** An expression as a closure; agrees with evaluateExpression on everything. */
export function compileExpression(expression: Expression, fields: readonly Field[]): CompiledExpression {
  const compiled = (operand: Expression) => compileExpression(operand, fields);
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "field": {
      const slot = slotOf(fields, expression.field, expression.mention);
      return (values) => values[slot] ?? null;
    }
    case "call":
      return compileCall(expression, expression.args.map(compiled));
    case "negate": {
      const operand = compiled(expression.operand);
      return (values) => negate(operand(values));
    }
    case "arithmetic": {
      const { operator } = expression;
      const [left, right, floating] = [compiled(expression.left), compiled(expression.right), isFloating(expression)];
      return (values) => arithmetic(operator, left(values), right(values), floating);
    }
    case "comparison":
      return compileComparison(expression, compiled(expression.left), compiled(expression.right));
    case "isNull": {
      const operand = compiled(expression.operand);
      return (values) => operand(values) === null;
    }
    case "in":
      return compileIn(expression, compiled);
    case "pattern":
      return compilePattern(expression, compiled(expression.operand));
    case "and": {
      const operands = expression.operands.map(compiled);
      return (values) => allTrue(operands, (operand) => truthOf(operand(values)));
    }
    case "or": {
      const operands = expression.operands.map(compiled);
      return (values) => anyTrue(operands, (operand) => truthOf(operand(values)));
    }
    case "not": {
      const operand = compiled(expression.operand);
      return (values) => notTrue(truthOf(operand(values)));
    }
  }
}

function compileCall({ name, ignoreCase, args }: ExpressionOf<"call">, compiled: readonly CompiledExpression[]) {
  const form = { ignoreCase, floating: args.map(isFloating), dates: args.map(dateUnitOf) };
  const { evaluate } = functions[name];
  return (values: readonly Value[]) => {
    return evaluate(
      compiled.map((arg) => arg(values)),
      form,
    );
  };
}

function compileComparison(
  { operator, left, right }: ExpressionOf<"comparison">,
  leftValue: CompiledExpression,
  rightValue: CompiledExpression,
): CompiledExpression {
  const order = stringOrderOf(left, right);
  return (values) => compares(operator, order, leftValue(values), rightValue(values));
}

function compileIn(
  { operand, values: items, ignoreCase }: ExpressionOf<"in">,
  compiled: (operand: Expression) => CompiledExpression,
): CompiledExpression {
  const order = stringOrderOf(operand, ...items);
  const wantedValue = compiled(operand);
  const itemValues = items.map(compiled);
  return (values) => {
    const wanted = foldedValue(wantedValue(values), ignoreCase);
    return anyTrue(itemValues, (item) => valuesEqual(order, wanted, foldedValue(item(values), ignoreCase)));
  };
}

function compilePattern(
  { patterns, syntax, ignoreCase }: ExpressionOf<"pattern">,
  operand: CompiledExpression,
): CompiledExpression {
  const { matches } = patternList(patterns, syntax === "wildcard" ? "computedWildcard" : syntax, ignoreCase);
  return (values) => {
    const value = operand(values);
    return typeof value === "string" ? matches(value) : null;
  };
}
