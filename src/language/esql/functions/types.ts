import type { EsqlType } from "../value.ts";
import type { Parameter } from "./scalarFunction.ts";

/** Why arguments do not go together: a sentence fragment, lower case. */
export interface TypeProblem {
  readonly problem: string;
}

export type ResultType = (types: readonly EsqlType[]) => EsqlType | TypeProblem;

export const strings: readonly EsqlType[] = ["keyword", "text"];
export const integers: readonly EsqlType[] = ["integer", "long", "unsigned_long"];
export const numbers: readonly EsqlType[] = ["integer", "long", "unsigned_long", "double"];
export const dates: readonly EsqlType[] = ["datetime", "date_nanos"];
export const spans: readonly EsqlType[] = ["date_period", "time_duration"];
/** Whatever a column can hold and a value can be. */
export const anything: readonly EsqlType[] = [
  ...strings,
  ...numbers,
  "boolean",
  ...dates,
  "ip",
  "version",
  "geo_point",
];
/** What has an order: all but points. */
export const ordered: readonly EsqlType[] = anything.filter((type) => type !== "geo_point");

export function isString(type: EsqlType): boolean {
  return strings.includes(type);
}

export function isNumber(type: EsqlType): boolean {
  return numbers.includes(type);
}

export function isDate(type: EsqlType): boolean {
  return dates.includes(type);
}

export function isSpan(type: EsqlType): boolean {
  return spans.includes(type);
}

/** A required parameter. */
export function parameter(name: string, types: readonly EsqlType[]): Parameter {
  return { name, types };
}

/** A parameter that may be left out, and all after it. */
export function optional(name: string, types: readonly EsqlType[]): Parameter {
  return { name, types, optional: true };
}

/** The last parameter, which may be repeated. */
export function variadic(name: string, types: readonly EsqlType[]): Parameter {
  return { name, types, variadic: true };
}

/** A parameter that must not depend on the row. */
export function constant(name: string, types: readonly EsqlType[]): Parameter {
  return { name, types, constant: true };
}

/** The same result type for all arguments. */
export function always(type: EsqlType): ResultType {
  return () => type;
}

/** The first argument's type; functions give keyword for text (`DataType.noText` in Elasticsearch). */
export const likeFirst: ResultType = ([first]) => withoutText(first ?? "null");

export function withoutText(type: EsqlType): EsqlType {
  return type === "text" ? "keyword" : type;
}

/** One type for all arguments, nulls left out: keyword and text go together, other types only with themselves. */
export function commonType(types: readonly EsqlType[]): EsqlType | TypeProblem {
  let common: EsqlType = "null";
  for (const type of types.map(withoutText)) {
    if (type === "null" || type === common) continue;
    if (common !== "null") return { problem: `${common} and ${type} do not go together` };
    common = type;
  }
  return common;
}

/**
 * The type of arithmetic on two numbers: double beats long beats integer.
 *
 * An unsigned_long goes with nothing but itself (Elasticsearch: `[unsigned_long] can only be operated on together with
 * another [unsigned_long]`, EsqlBinaryComparison and EsqlArithmeticOperation).
 */
export function numericType(left: EsqlType, right: EsqlType): EsqlType | TypeProblem {
  if (left === "null") return right;
  if (right === "null" || left === right) return left;
  if (left === "unsigned_long" || right === "unsigned_long") {
    return {
      problem: `unsigned_long goes only with another unsigned_long, not with ${left === "unsigned_long" ? right : left}`,
    };
  }
  if (left === "double" || right === "double") return "double";
  return "long";
}
