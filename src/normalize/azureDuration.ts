import { JsonNumber, type JsonValue } from "../text/json.ts";

const nanosPerMs = 1_000_000;

/**
 * `event.duration` in nanoseconds from `durationMs`, a number or a string of digits; undefined for anything else.
 *
 * A whole number is multiplied in 32 bits and wraps from 2,148 ms on, and a string in 64: Elastic's script multiplies
 * two Java `Integer`s or a `Long` by one (Elasticsearch, Painless `DefMath.mul`).
 */
export function azureDuration(durationMs: JsonValue | undefined): number | bigint | undefined {
  if (typeof durationMs === "string") {
    return /^[+-]?\d{1,18}$/.test(durationMs) ? long(BigInt(durationMs.replace("+", ""))) : undefined;
  }
  if (!(durationMs instanceof JsonNumber)) return undefined;
  const value = durationMs.toScalar();
  if (typeof value === "bigint") return long(value);
  if (!durationMs.isInteger) return value * nanosPerMs;
  return value === (value | 0) ? Math.imul(value, nanosPerMs) : long(BigInt(value));
}

/** The product as a Java long. */
function long(durationMs: bigint): number | bigint {
  const nanos = BigInt.asIntN(64, durationMs * BigInt(nanosPerMs));
  return Number.isSafeInteger(Number(nanos)) ? Number(nanos) : nanos;
}
