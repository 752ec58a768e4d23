import { parseDate, parseDateNanos } from "./date.ts";

/**
 * The instants that a date text covers: a text without hours covers a day, one without seconds a minute.
 *
 * Epoch milliseconds, or nanoseconds (bigint) for a `date_nanos` field.
 */
export interface DateInterval {
  readonly first: number | bigint;
  readonly last: number | bigint;
}

export type DateType = "date" | "date_nanos";

const isoParts = /^([+-]?\d{4,9})(-\d\d)?(-\d\d)?(?:T(\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?)?(Z|[+-][\d:]{2,9})?)?$/;

/**
 * What a date in a query covers, or undefined if it is no date.
 *
 * Elasticsearch fills missing parts with the first month, day, hour, minute and second where a range begins, and with
 * the first month and day but the last hour, minute, second and millisecond where it ends (Elasticsearch reference,
 * range query, "Missing date components"); equality is the range of both.
 */
export function dateInterval(text: string, type: DateType = "date"): DateInterval | undefined {
  const read = type === "date" ? parseDate : parseDateNanos;
  const first = read(text);
  if (first === undefined) return undefined;
  const parts = isoParts.exec(text);
  if (parts === null) return { first, last: first };
  const [, year, month = "-01", day = "-01", time = "", zone = ""] = parts;
  return { first, last: read(`${year}${month}${day}T${lastTime(time, type)}${zone}`) ?? first };
}

function lastTime(time: string, type: DateType): string {
  const fraction = type === "date" ? ".999" : ".999999999";
  switch (time.length) {
    case 0:
      return `23:59:59${fraction}`;
    case 2:
      return `${time}:59:59${fraction}`;
    case 5:
      return `${time}:59${fraction}`;
    case 8:
      return `${time}${fraction}`;
    default:
      return time;
  }
}

/** Whether a text is Elasticsearch's date mathematics: relative to the clock, or a date with `||` and operations. */
export function isDateMath(text: string): boolean {
  return text.startsWith("now") || text.includes("||");
}
