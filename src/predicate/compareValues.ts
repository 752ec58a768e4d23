import type { FieldFamily } from "../ecs/field.ts";
import { compareIp, parseIp, parseIpBlock } from "./ip.ts";
import type { Comparison } from "./predicate.ts";
import { compareCodePoints, compareNumbers, isNumeric, type Value } from "./value.ts";
import { compareVersions } from "./version.ts";

/** What decides the order of two strings: the family of the field that one of them came from, if any. */
export type StringOrder = FieldFamily | undefined;

/**
 * The sign of `a` against `b`, or null where they cannot be compared: a null, two different types, a text that is no
 * address on an `ip` field (eql facts §5, §6).
 *
 * Strings go by code points, on `version` fields by {@link compareVersions}, on `ip` fields by address; false is before
 * true.
 */
export function compareValues(order: StringOrder, a: Value, b: Value): number | null {
  if (typeof a === "string" && typeof b === "string") return compareStrings(order, a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return null;
}

function compareStrings(order: StringOrder, a: string, b: string): number | null {
  if (order === "version") return compareVersions(a, b);
  if (order !== "ip") return compareCodePoints(a, b);
  const left = parseIp(a);
  const right = parseIp(b);
  return left === undefined || right === undefined ? null : compareIp(left, right);
}

/**
 * Whether `a` equals `b`, or null where they cannot be compared; on `ip` fields a CIDR block equals each of its
 * addresses (eql facts §6).
 */
export function valuesEqual(order: StringOrder, a: Value, b: Value): boolean | null {
  if (order === "ip" && typeof a === "string" && typeof b === "string") return addressesEqual(a, b);
  const sign = compareValues(order, a, b);
  return sign === null ? null : sign === 0;
}

function addressesEqual(a: string, b: string): boolean | null {
  const left = parseIpBlock(a);
  const right = parseIpBlock(b);
  if (left === undefined || right === undefined) return null;
  // The side with fewer bits fixed is the block, whichever side it was written on.
  return left.mask.every((word, i) => {
    const common = (word & right.mask[i]!) >>> 0;
    return (left.base[i]! & common) >>> 0 === (right.base[i]! & common) >>> 0;
  });
}

/** The truth of a comparison, or null where the two cannot be compared. */
export function compares(operator: Comparison, order: StringOrder, a: Value, b: Value): boolean | null {
  if (operator === "==") return valuesEqual(order, a, b);
  if (operator === "!=") {
    const equal = valuesEqual(order, a, b);
    return equal === null ? null : !equal;
  }
  const sign = compareValues(order, a, b);
  return sign === null ? null : signSatisfies(operator, sign);
}

/** Whether a comparison with that sign satisfies an order operator. */
export function signSatisfies(operator: "<" | "<=" | ">" | ">=", sign: number): boolean {
  switch (operator) {
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
  }
}
