import { parseAddress, parseDottedQuad, printAddress } from "./address.ts";
import { parseDate, parseDateNanos } from "./date.ts";
import type { Field, FieldType } from "./field.ts";
import { numberText } from "./javaNumber.ts";
import type { Scalar } from "./value.ts";

/**
 * One value as Elasticsearch would index it in a field, or undefined where it would index nothing.
 *
 * Strings longer than `ignoreAbove` are dropped; the length is in UTF-16 units, for Elasticsearch asks Java's
 * `String.length()` (server, KeywordFieldMapper). Addresses take their canonical text, dates are epoch milliseconds,
 * `date_nanos` epoch nanoseconds (bigint).
 * A value of the wrong type, which would have Elasticsearch refuse the whole document, counts as absent here.
 */
export function coerce(value: Scalar, field: Field): Scalar | undefined {
  const coerced = coercions[field.type](value, field);
  const tooLong = typeof coerced === "string" && field.ignoreAbove !== undefined && coerced.length > field.ignoreAbove;
  return tooLong ? undefined : coerced;
}

const coercions: Readonly<Record<FieldType, (value: Scalar, field: Field) => Scalar | undefined>> = {
  keyword: text,
  constant_keyword: text,
  wildcard: text,
  text,
  match_only_text: text,
  flattened: text,
  version: text,
  ip: (value) => (typeof value === "string" ? address(value) : undefined),
  date: (value) => parseDate(text(value)),
  date_nanos: (value) => parseDateNanos(text(value)),
  long: (value) => integer(value, -(2n ** 63n), 2n ** 63n - 1n),
  integer: (value) => integer(value, -(2n ** 31n), 2n ** 31n - 1n),
  short: (value) => integer(value, -(2n ** 15n), 2n ** 15n - 1n),
  byte: (value) => integer(value, -(2n ** 7n), 2n ** 7n - 1n),
  unsigned_long: (value) => integer(value, 0n, 2n ** 64n - 1n),
  double,
  scaled_float: (value, { scalingFactor }) => {
    const exact = double(value);
    return exact === undefined || scalingFactor === undefined
      ? exact
      : Math.round(exact * scalingFactor) / scalingFactor;
  },
  float: (value) => finite(Math.fround(double(value) ?? Number.NaN)),
  half_float: (value) => finite(roundToHalf(double(value) ?? Number.NaN)),
  boolean,
  object: () => undefined,
  nested: () => undefined,
  geo_point: () => undefined,
  unsupported: () => undefined,
};

function text(value: Scalar): string {
  return typeof value === "number" || typeof value === "bigint" ? numberText(value) : String(value);
}

function address(value: string): string | undefined {
  if (parseDottedQuad(value) !== undefined) return value;
  const bytes = parseAddress(value);
  return bytes && printAddress(bytes);
}

/** Numbers and numeric strings; fractions are cut (`coerce` is on by default). */
function integer(value: Scalar, least: bigint, most: bigint): number | bigint | undefined {
  // What nearly every document holds; numbers and bigints compare exactly.
  if (typeof value === "number" && Number.isSafeInteger(value))
    return value < least || value > most ? undefined : value;
  const exact = exactInteger(value);
  if (exact === undefined || exact < least || exact > most) return undefined;
  const double = Number(exact);
  return Number.isSafeInteger(double) ? double : exact;
}

function exactInteger(value: Scalar): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "string" && /^[+-]?\d{1,20}$/.test(value)) return BigInt(value.replace("+", ""));
  const number = double(value);
  return number === undefined ? undefined : BigInt(Math.trunc(number));
}

function double(value: Scalar): number | undefined {
  if (typeof value === "boolean") return undefined;
  if (typeof value === "string" && !/^[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?$/.test(value))
    return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** The nearest half-precision number, ties to even; infinite beyond 65504. */
function roundToHalf(value: number): number {
  const single = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(single || 1)));
  const unit = 2 ** (exponent - 10);
  const [whole, rest] = [Math.floor(single / unit), (single / unit) % 1];
  const up = rest > 0.5 || (rest === 0.5 && whole % 2 === 1);
  const rounded = (whole + Number(up)) * unit;
  return Math.sign(value) * (rounded > 65504 ? Number.POSITIVE_INFINITY : rounded);
}

/** `true`, `false` and their words; the empty string is false, as in Elasticsearch. */
function boolean(value: Scalar): boolean | undefined {
  if (value === true || value === "true") return true;
  return value === false || value === "false" || value === "" ? false : undefined;
}
