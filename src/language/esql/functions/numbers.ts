import { canonicalNumber } from "../../../predicate/value.ts";
import type { EsqlType, Single } from "../value.ts";
import type { EvaluationContext } from "./scalarFunction.ts";

/** The bounds of the integral types, both inclusive. */
const bounds = {
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  unsigned_long: [0n, 2n ** 64n - 1n],
} as const;

export type IntegralType = keyof typeof bounds;

export function isIntegral(type: EsqlType): type is IntegralType {
  return Object.hasOwn(bounds, type);
}

/** Whether an integer fits a type. */
export function fits(value: number | bigint, type: IntegralType): boolean {
  return value >= bounds[type][0] && value <= bounds[type][1];
}

/** A number or bigint; other values are never passed where a number is typed. */
export function numeric(value: Single | undefined): number | bigint {
  return typeof value === "bigint" ? value : (value as number);
}

/** The nearest double. */
export function asDouble(value: Single | undefined): number {
  return Number(value as number | bigint);
}

/**
 * An integer in its canonical form, or null with a warning where the type cannot hold it, as `Math.addExact` and its kin
 * throw in Java.
 */
export function integral(value: bigint, type: IntegralType, context: EvaluationContext): number | bigint | null {
  if (fits(value, type)) return canonicalNumber(value);
  context.warn(`java.lang.ArithmeticException: ${type} overflow`);
  return null;
}

/** A finite double, or null with the warning of `NumericUtils.asFiniteNumber`. */
export function finite(value: number, context: EvaluationContext): number | null {
  if (Number.isFinite(value)) return value;
  const text = Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  context.warn(`java.lang.ArithmeticException: not a finite double number: ${text}`);
  return null;
}
