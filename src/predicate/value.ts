import type { Scalar } from "../ecs/value.ts";

/** What an expression evaluates to; null is "no value" and, for a truth, "unknown". */
export type Value = Scalar | null;

/**
 * Orders strings by code points, which is also the order of their UTF-8 bytes and so Elasticsearch's (eql facts §6).
 *
 * JavaScript's `<` orders by UTF-16 units and puts U+E000 to U+FFFF after every surrogate pair.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Moves surrogates above every other unit: the pair they belong to is beyond U+FFFF. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/**
 * Orders numbers by their exact value, numbers and bigints mixed.
 *
 * NaN, which only arithmetic makes, equals itself and is greater than every number, as in Java's `Double.compare`.
 */
export function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(isNotANumber(a)) - Number(isNotANumber(b));
}

function isNotANumber(value: number | bigint): boolean {
  return typeof value === "number" && Number.isNaN(value);
}

/**
 * One JavaScript value for each number, so that `===` and `Set` compare exactly: integers that are not safe are bigints,
 * all others are numbers.
 */
export function canonicalNumber(value: number | bigint): number | bigint {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** The scalar in the form that `===` and `Set` can compare; see {@link canonicalNumber}. */
export function canonicalScalar(value: Scalar): Scalar {
  return typeof value === "number" || typeof value === "bigint" ? canonicalNumber(value) : value;
}

export function isNumeric(value: Value): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
