/** The types of ES|QL columns, as Elasticsearch names them; time spans are types of literals only. */
export type EsqlType =
  | "keyword"
  | "text"
  | "integer"
  | "long"
  | "unsigned_long"
  | "double"
  | "boolean"
  | "datetime"
  | "date_nanos"
  | "ip"
  | "version"
  | "geo_point"
  | "time_duration"
  | "date_period"
  | "null"
  | "unsupported";

/** A point on the globe, degrees. */
export interface GeoPoint {
  readonly lon: number;
  readonly lat: number;
}

/**
 * `1 month` and the like: months and days are calendar amounts (`date_period`), `ms` is exact (`time_duration`).
 *
 * One of the two kinds only, so either `ms` is zero or both others are.
 */
export interface TimeSpan {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

/**
 * One value. Strings: keyword, text, version, and ip in its canonical spelling. Numbers: integer, double, and datetime as
 * epoch milliseconds. Long and unsigned_long are numbers while a double holds them exactly, else bigints; date_nanos is
 * always a bigint of epoch nanoseconds.
 */
export type Single = string | number | bigint | boolean | GeoPoint | TimeSpan;

/** What a column holds in a row: nothing, one value, or two and more in order. Never an array of fewer than two. */
export type Value = null | Single | readonly Single[];

/** True for two or more values. */
export function isMultivalue(value: Value): value is readonly Single[] {
  return Array.isArray(value);
}

/** The values as a list: none for null. */
export function valuesOf(value: Value): readonly Single[] {
  if (value === null) return [];
  return isMultivalue(value) ? value : [value];
}

/** The value of a list: null when it is empty, the only one alone. */
export function valueOfList(values: readonly Single[]): Value {
  return values.length > 1 ? values : (values[0] ?? null);
}
