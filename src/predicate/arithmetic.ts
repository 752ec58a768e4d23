import { canonicalNumber, isNumeric, type Value } from "./value.ts";

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

const leastLong = -(2n ** 63n);
const mostUnsignedLong = 2n ** 64n - 1n;

/**
 * `left operator right`, with null for null or anything that is no number (eql facts §6).
 *
 * Two integers give an integer: division truncates toward zero, `%` takes the dividend's sign. With `floating`, or a
 * fraction on either side, the sum is done in doubles. Where Elasticsearch fails the query (an integer divided by zero,
 * a result beyond 64 bits) the value is null, so that one rule does not stop the others.
 */
export function arithmetic(operator: ArithmeticOperator, left: Value, right: Value, floating: boolean): Value {
  if (!isNumeric(left) || !isNumeric(right)) return null;
  if (floating || isFraction(left) || isFraction(right)) {
    return withoutNegativeZero(onDoubles(operator, Number(left), Number(right)));
  }
  return typeof left === "number" && typeof right === "number"
    ? onSmallIntegers(operator, left, right)
    : onIntegers(operator, BigInt(left), BigInt(right));
}

/** `-value`, null for null or anything that is no number. */
export function negate(value: Value): Value {
  return isNumeric(value) ? arithmetic("-", 0, value, false) : null;
}

/** A number that no long holds exactly is a double, whole or not. */
function isFraction(value: number | bigint): boolean {
  return typeof value === "number" && (!Number.isInteger(value) || Math.abs(value) >= 2 ** 64);
}

function onDoubles(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function onSmallIntegers(operator: ArithmeticOperator, left: number, right: number): Value {
  if (right === 0 && (operator === "/" || operator === "%")) return null;
  const result = onDoubles(operator, left, right);
  const whole = operator === "/" ? Math.trunc(result) : result;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(whole)) {
    return withoutNegativeZero(whole);
  }
  return onIntegers(operator, BigInt(left), BigInt(right));
}

function onIntegers(operator: ArithmeticOperator, left: bigint, right: bigint): Value {
  if (right === 0n && (operator === "/" || operator === "%")) return null;
  const result = onBigints(operator, left, right);
  return result < leastLong || result > mostUnsignedLong ? null : canonicalNumber(result);
}

function onBigints(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

/** Values have one zero: whether a whole number was an integer or a double is not known here. */
function withoutNegativeZero(value: number): number {
  return value === 0 ? 0 : value;
}
