import { parseAddress, printAddress } from "../../../ecs/address.ts";
import { parseDate, parseDateNanos } from "../../../ecs/date.ts";
import { javaDouble } from "../../../ecs/javaNumber.ts";
import { canonicalNumber } from "../../../predicate/value.ts";
import {
  type EsqlType,
  type GeoPoint,
  type Single,
  type TimeSpan,
  type Value,
  valueOfList,
  valuesOf,
} from "../value.ts";
import { isoDate } from "./isoDate.ts";
import { fits, type IntegralType } from "./numbers.ts";
import { printPoint, readPoint } from "./points.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { parseTimeSpan } from "./timeSpans.ts";
import { always, anything, dates, numbers, parameter, strings } from "./types.ts";

/** One value of a type in another, or why it has none: what follows Java's exception class. */
type Conversion = (value: Single, from: EsqlType) => Single | Failure;

class Failure {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

const illegal = (message: string) => new Failure(`java.lang.IllegalArgumentException: ${message}`);
const invalid = (message: string) =>
  new Failure(`org.elasticsearch.xpack.esql.core.InvalidArgumentException: ${message}`);

/** Conversions: each of several values by itself; what cannot be converted is left out, with a warning. */
export const conversionFunctions: readonly ScalarFunction[] = [
  ...conversion(["to_string", "to_str"], "keyword", anything, toText),
  ...conversion(["to_boolean", "to_bool"], "boolean", ["boolean", ...strings, ...numbers], toBoolean),
  ...conversion(["to_integer", "to_int"], "integer", numberSources(), toIntegral("integer")),
  ...conversion(["to_long"], "long", numberSources(), toIntegral("long")),
  ...conversion(
    ["to_unsigned_long", "to_ulong", "to_ul"],
    "unsigned_long",
    numberSources(),
    toIntegral("unsigned_long"),
  ),
  ...conversion(["to_double", "to_dbl"], "double", numberSources(), toDouble),
  ...conversion(["to_datetime", "to_dt"], "datetime", [...dates, ...strings, ...numbers], toDatetime),
  ...conversion(
    ["to_date_nanos", "to_datenanos"],
    "date_nanos",
    [...dates, ...strings, "long", "double", "unsigned_long"],
    toDateNanos,
  ),
  ...conversion(["to_ip"], "ip", ["ip", ...strings], toIp),
  ...conversion(["to_version", "to_ver"], "version", ["version", ...strings], (value) => value),
  ...conversion(["to_geopoint"], "geo_point", ["geo_point", ...strings], toPoint),
  ...conversion(["to_degrees"], "double", numbers, scaled(180 / Math.PI)),
  ...conversion(["to_radians"], "double", numbers, scaled(Math.PI / 180)),
  span("to_dateperiod", "date_period"),
  span("to_timeduration", "time_duration"),
];

function numberSources(): readonly EsqlType[] {
  return [...numbers, "boolean", ...dates, ...strings];
}

function conversion(
  names: readonly string[],
  to: EsqlType,
  from: readonly EsqlType[],
  convert: Conversion,
): ScalarFunction[] {
  return names.map((name) => ({
    name,
    kind: "whole",
    parameters: [parameter("field", from)],
    resultType: always(to),
    evaluate: ([value = null], context, [type]) => eachConverted(value, type!, convert, context),
    source: `esql/_snippets/functions/description/${names[0]}.md; scalar/convert; mapping in EsqlDataTypeConverter.java`,
  }));
}

function eachConverted(value: Value, type: EsqlType, convert: Conversion, context: EvaluationContext): Value {
  if (value === null) return null;
  const results: Single[] = [];
  for (const single of valuesOf(value)) {
    const result = convert(single, type);
    if (result instanceof Failure) context.warn(result.message);
    else results.push(result);
  }
  return valueOfList(results);
}

/** A value as Elasticsearch prints it; it may come from a column of any type. */
export function textOf(value: Single, type: EsqlType): string {
  if (typeof value === "string") return value;
  if (type === "datetime" || type === "date_nanos") return isoDate(value as number | bigint, type);
  if (type === "double") return javaDouble(value as number);
  if (typeof value === "object") return "lon" in value ? printPoint(value) : "";
  return String(value);
}

function toText(value: Single, type: EsqlType): Single {
  return textOf(value, type);
}

/** `true` in any case is true, every other text false; numbers but zero are true. */
function toBoolean(value: Single, type: EsqlType): Single {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.toLowerCase() === "true";
  return type === "double" ? value !== 0 : BigInt(value as number) !== 0n;
}

function toIntegral(type: IntegralType): Conversion {
  return (value, from) => {
    if (typeof value === "boolean") return Number(value);
    if (typeof value === "string") return integralOfText(value, type);
    if (from === "double") return integralOfDouble(value as number, type, String(javaDouble(value as number)));
    return fits(value as number, type) ? canonicalNumber(value as number) : outOfRange(String(value), type);
  };
}

function outOfRange(text: string, type: IntegralType): Failure {
  return invalid(`[${text}] out of [${type}] range`);
}

/** Rounded half up, as `Math.round` in Java; out of range there is none (safeDoubleToLong and its kin). */
function integralOfDouble(value: number, type: IntegralType, text: string): Single | Failure {
  if (!Number.isFinite(value)) return outOfRange(text, type);
  // Unsigned ones are cut instead (safeDoubleToUnsignedLong).
  const rounded = type === "unsigned_long" ? Math.trunc(value) : javaRound(value);
  if (type === "unsigned_long" && value < 0) return outOfRange(text, type);
  const exact = BigInt(rounded);
  return fits(exact, type) ? canonicalNumber(exact) : outOfRange(text, type);
}

/** Java's `Math.round`: halves go up, and what is too big for a fraction stays. */
export function javaRound(value: number): number {
  const floor = Math.floor(value);
  return value - floor >= 0.5 ? floor + 1 : floor + 0;
}

/** A whole number in decimal digits, else a double that is then rounded; any trouble is one of parsing (stringToInt). */
function integralOfText(text: string, type: IntegralType): Single | Failure {
  const unparsable = invalid(`Cannot parse number [${text.slice(0, longestQuoted)}]`);
  if (/^[+-]?\d{1,400}$/.test(text)) {
    const exact = BigInt(text.replace("+", ""));
    if (fits(exact, type)) return canonicalNumber(exact);
    return type === "unsigned_long" ? outOfRange(text, type) : unparsable;
  }
  const double = doubleOfText(text);
  if (double === undefined) return unparsable;
  const result = integralOfDouble(double, type, text);
  return result instanceof Failure && type !== "unsigned_long" ? unparsable : result;
}

const longestQuoted = 100;

const javaDoubleForm =
  /^[\0-\x20]*([+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?))[dDfF]?[\0-\x20]*$/;

/** What `Double.parseDouble` reads, hexadecimal forms left out; undefined for anything else. */
function doubleOfText(text: string): number | undefined {
  const number = text.length > 1000 ? undefined : javaDoubleForm.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

function toDouble(value: Single): Single | Failure {
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return Number(value);
  const double = doubleOfText(value);
  return double !== undefined && Number.isFinite(double)
    ? double
    : invalid(`Cannot parse number [${value.slice(0, longestQuoted)}]`);
}

/** Text as `strict_date_optional_time` reads it (not epoch numbers), numbers as epoch milliseconds. */
function toDatetime(value: Single, from: EsqlType): Single | Failure {
  if (from === "date_nanos") return Number(BigInt(value as bigint) / 1_000_000n);
  if (typeof value === "string") return dateOfText(value);
  const whole = toIntegral("long")(value, from);
  if (whole instanceof Failure) return whole;
  const ms = Number(whole);
  return Math.abs(ms) <= 8.64e15 ? ms : outOfRange(String(value), "long");
}

function dateOfText(text: string): number | Failure {
  const ms = /^-?\d{5,}(\.\d*)?$/.test(text) ? undefined : parseDate(text);
  return ms ?? illegal(`failed to parse date field [${text}] with format [strict_date_optional_time]`);
}

function toDateNanos(value: Single, from: EsqlType): Single | Failure {
  if (from === "date_nanos") return BigInt(value as bigint);
  if (from === "datetime") return nanosInRange(BigInt(Math.trunc(value as number)) * 1_000_000n, String(value));
  if (typeof value === "string") {
    return (
      parseDateNanos(value) ??
      illegal(`failed to parse date field [${value}] with format [strict_date_optional_time_nanos]`)
    );
  }
  const whole = toIntegral("long")(value, from);
  return whole instanceof Failure ? whole : nanosInRange(BigInt(whole as number), String(value));
}

function nanosInRange(nanos: bigint, text: string): bigint | Failure {
  return nanos >= 0n && nanos < 2n ** 63n
    ? nanos
    : illegal(`nanos or milliseconds value [${text}] is out of the range of date_nanos`);
}

function toIp(value: Single): Single | Failure {
  const bytes = parseAddress(value as string);
  return bytes === undefined ? illegal(`'${value}' is not an IP string literal.`) : printAddress(bytes);
}

function toPoint(value: Single): GeoPoint | Failure {
  if (typeof value === "object") return value as GeoPoint;
  return readPoint(value as string) ?? illegal(`Failed to parse WKT: ${value}`);
}

function scaled(factor: number): Conversion {
  return (value) => {
    const result = Number(value) * factor;
    return Number.isFinite(result)
      ? result
      : new Failure(`java.lang.ArithmeticException: not a finite double number: ${result}`);
  };
}

/** TO_DATEPERIOD and TO_TIMEDURATION, of constants only. */
function span(name: string, type: "date_period" | "time_duration"): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [{ name: "field", types: [type, ...strings], constant: true }],
    resultType: always(type),
    evaluate: ([value], context) => {
      if (typeof value === "object") return value as TimeSpan;
      const read = parseTimeSpan(value as string);
      if (read?.type === type) return read.span;
      context.warn(illegal(`Cannot convert string [${value}] to [${type.toUpperCase()}]`).message);
      return null;
    },
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}
