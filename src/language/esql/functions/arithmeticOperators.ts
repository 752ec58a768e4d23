import type { EsqlType, Single, TimeSpan, Value } from "../value.ts";
import { asDouble, type IntegralType, integral, isIntegral, numeric } from "./numbers.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { addSpans, moved } from "./timeSpans.ts";
import { dates, isDate, isNumber, isSpan, numbers, numericType, parameter, type ResultType, spans } from "./types.ts";

const source = "esql/functions-operators/operators.md; predicate/operator/arithmetic/{Add,Sub,Mul,Div,Mod,Neg}.java";
const divisionByZero = "java.lang.ArithmeticException: / by zero";

/** `+`, `-`, `*`, `/`, `%` and `negate`. */
export const arithmeticOperators: readonly ScalarFunction[] = [
  withSpans(
    "+",
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  withSpans(
    "-",
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  onNumbers(
    "*",
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  onNumbers("/", division, (a, b) => (b === 0n ? null : a / b)),
  onNumbers("%", remainder, (a, b) => (b === 0n ? null : a % b)),
  {
    name: "negate",
    kind: "single",
    parameters: [parameter("field", [...numbers, ...spans])],
    resultType: ([type = "null"]) =>
      type === "unsigned_long" ? { problem: "an unsigned_long cannot be negated" } : type,
    evaluate: ([value], context, [type]) => negate(value!, type!, context),
    source,
  },
];

type OnDoubles = (a: number, b: number) => number;
/** Null: division by zero. */
type OnIntegers = (a: bigint, b: bigint) => bigint | null;

function onNumbers(name: string, doubles: OnDoubles, integers: OnIntegers): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [parameter("lhs", numbers), parameter("rhs", numbers)],
    resultType: ([left = "null", right = "null"]) => numericType(left, right),
    evaluate: ([left, right], context, types) => calculate(left!, right!, types, doubles, integers, context),
    source,
  };
}

function withSpans(name: "+" | "-", doubles: OnDoubles, integers: OnIntegers): ScalarFunction {
  const times = name === "+" ? 1 : -1;
  const types = [...numbers, ...dates, ...spans];
  return {
    name,
    kind: "single",
    parameters: [parameter("lhs", types), parameter("rhs", types)],
    resultType: sumType(name),
    evaluate: ([left, right], context, [leftType, rightType]) => {
      if (isSpan(rightType!)) {
        if (isSpan(leftType!)) return addSpans(left as TimeSpan, right as TimeSpan, times);
        return dateMoved(left!, leftType!, right as TimeSpan, times, context);
      }
      if (isSpan(leftType!)) return dateMoved(right!, rightType!, left as TimeSpan, times, context);
      return calculate(left!, right!, [leftType!, rightType!], doubles, integers, context);
    },
    source,
  };
}

/** Numbers, a date with a span, or two spans of one kind; a date cannot be taken from a span or from a date. */
function sumType(name: "+" | "-"): ResultType {
  return ([left = "null", right = "null"]) => {
    const problem = { problem: `${left} ${name} ${right} is not defined` };
    if (isDate(left)) return isSpan(right) || right === "null" ? left : problem;
    if (isDate(right))
      return name === "+" && (isSpan(left) || left === "null") ? right : left === "null" ? right : problem;
    if (isSpan(left) || isSpan(right)) {
      if (left === "null" || right === "null") return left === "null" ? right : left;
      return left === right ? left : problem;
    }
    return isOperand(left) && isOperand(right) ? numericType(left, right) : problem;
  };
}

function isOperand(type: EsqlType): boolean {
  return type === "null" || isNumber(type);
}

function dateMoved(
  date: Single,
  type: EsqlType,
  span: TimeSpan,
  times: 1 | -1,
  context: EvaluationContext,
): number | bigint | null {
  const result = moved(date as number | bigint, type, span, times);
  if (result !== undefined) return result;
  context.warn("java.lang.ArithmeticException: long overflow");
  return null;
}

function calculate(
  left: Single,
  right: Single,
  [leftType, rightType]: readonly EsqlType[],
  doubles: OnDoubles,
  integers: OnIntegers,
  context: EvaluationContext,
): number | bigint | null {
  const type = numericType(leftType!, rightType!);
  if (typeof type === "string" && isIntegral(type))
    return exactly(numeric(left), numeric(right), type, integers, context);
  const result = doubles(asDouble(left), asDouble(right));
  if (Number.isFinite(result)) return result;
  const divided = doubles === division || doubles === remainder;
  context.warn(divided ? divisionByZero : `java.lang.ArithmeticException: not a finite double number: ${result}`);
  return null;
}

function division(a: number, b: number): number {
  return a / b;
}

function remainder(a: number, b: number): number {
  return a % b;
}

function exactly(
  left: number | bigint,
  right: number | bigint,
  type: IntegralType,
  integers: OnIntegers,
  context: EvaluationContext,
): number | bigint | null {
  const result = integers(BigInt(left), BigInt(right));
  if (result !== null) return integral(result, type, context);
  context.warn(divisionByZero);
  return null;
}

function negate(value: Single, type: EsqlType, context: EvaluationContext): Value {
  if (typeof value === "object") return addSpans({ months: 0, days: 0, ms: 0 }, value as TimeSpan, -1);
  if (isIntegral(type)) return integral(-BigInt(numeric(value)), type, context);
  return -asDouble(value);
}
