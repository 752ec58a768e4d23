import { parseDate } from "../../ecs/date.ts";

/** The milliseconds that a date text covers: a text without hours covers a day, one without seconds a minute. */
export interface DateInterval {
  readonly firstMs: number;
  readonly lastMs: number;
}

const isoParts = /^([+-]?\d{4,9})(-\d\d)?(-\d\d)?(?:T(\d\d(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?)?(Z|[+-][\d:]{2,9})?)?$/;

/**
 * What a date in a query covers, or undefined if it is no date.
 *
 * Elasticsearch fills missing parts with the first month, day, hour, minute and second where a range begins, and with
 * the first month and day but the last hour, minute, second and millisecond where it ends (Elasticsearch reference,
 * range query, "Missing date components"); equality is the range of both.
 */
export function dateInterval(text: string): DateInterval | undefined {
  const firstMs = parseDate(text);
  if (firstMs === undefined) return undefined;
  const parts = isoParts.exec(text);
  if (parts === null) return { firstMs, lastMs: firstMs };
  const [, year, month = "-01", day = "-01", time = "", zone = ""] = parts;
  return { firstMs, lastMs: parseDate(`${year}${month}${day}T${lastTime(time)}${zone}`) ?? firstMs };
}

function lastTime(time: string): string {
  switch (time.length) {
    case 0:
      return "23:59:59.999";
    case 2:
      return `${time}:59:59.999`;
    case 5:
      return `${time}:59.999`;
    case 8:
      return `${time}.999`;
    default:
      return time;
  }
}

/** Whether a text is Elasticsearch's date mathematics: relative to the clock, or a date with `||` and operations. */
export function isDateMath(text: string): boolean {
  return text.startsWith("now") || text.includes("||");
}
