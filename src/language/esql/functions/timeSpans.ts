import type { EsqlType, TimeSpan } from "../value.ts";

const dayMs = 86_400_000;

/** The most that a JavaScript date counts either side of the epoch, milliseconds. */
const farthest = 8.64e15;

/**
 * A date moved by a time span, `times` being 1 or −1, in the date's own unit; undefined where no date can be that far.
 *
 * Months first, the day cut to the month's length, then days, as java.time does with a Period; durations are exact.
 */
export function moved(
  date: number | bigint,
  type: EsqlType,
  span: TimeSpan,
  times: 1 | -1,
): number | bigint | undefined {
  if (type === "date_nanos") {
    const nanos = BigInt(date);
    const belowMs = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
    const ms = movedMs(Number((nanos - belowMs) / 1_000_000n), span, times);
    if (ms === undefined) return undefined;
    const result = BigInt(ms) * 1_000_000n + belowMs;
    return result >= 0n && result < 2n ** 63n ? result : undefined;
  }
  return movedMs(Number(date), span, times);
}

function movedMs(ms: number, span: TimeSpan, times: 1 | -1): number | undefined {
  const result = plusMonths(ms, span.months * times) + times * (span.days * dayMs + span.ms);
  return Math.abs(result) <= farthest ? result : undefined;
}

/** The date some calendar months later; the 31st becomes the last day of a shorter month. */
export function plusMonths(ms: number, months: number): number {
  if (months === 0) return ms;
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(2000, date.getUTCMonth() + 1, 0)).getUTCDate();
  const lastDay = date.getUTCMonth() === 1 && !isLeap(date.getUTCFullYear()) ? 28 : last;
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The sum of two spans of one kind. */
export function addSpans(a: TimeSpan, b: TimeSpan, times: 1 | -1): TimeSpan {
  return { months: a.months + times * b.months, days: a.days + times * b.days, ms: a.ms + times * b.ms };
}

/** Every spelling, as EsqlDataTypeConverter.INTERVALS lists them; abbreviations have no plural. */
const units: ReadonlyMap<string, SpanOfUnit> = new Map(
  (
    [
      ["millisecond milliseconds ms", duration(1)],
      ["second seconds sec s", duration(1000)],
      ["minute minutes min m", duration(60_000)],
      ["hour hours h", duration(3_600_000)],
      ["day days d", period(0, 1)],
      ["week weeks w", period(0, 7)],
      ["month months mo", period(1, 0)],
      ["quarter quarters q", period(3, 0)],
      ["year years yr y", period(12, 0)],
    ] as const
  ).flatMap(([names, span]) => names.split(" ").map((name): [string, SpanOfUnit] => [name, span])),
);

interface SpanOfUnit {
  readonly type: "date_period" | "time_duration";
  readonly span: TimeSpan;
}

function duration(ms: number) {
  return { type: "time_duration", span: { months: 0, days: 0, ms } } as const;
}

function period(months: number, days: number) {
  return { type: "date_period", span: { months, days, ms: 0 } } as const;
}

/** What `amount unit` comes to, or nothing if there is no such unit; the unit's case does not count. */
export function timeSpanOf(amount: number, unit: string): SpanOfUnit | undefined {
  const known = units.get(unit.toLowerCase());
  if (known === undefined) return undefined;
  const { months, days, ms } = known.span;
  return { type: known.type, span: { months: months * amount + 0, days: days * amount + 0, ms: ms * amount + 0 } };
}

/** A span as a time span literal in a string is read (`"3 days"`). */
export function parseTimeSpan(text: string): SpanOfUnit | undefined {
  const parts = /^\s{0,9}(-?\d{1,15})\s{1,9}([a-zA-Z]{1,12})\s{0,9}$/.exec(text);
  return parts === null ? undefined : timeSpanOf(Number(parts[1]), parts[2]!);
}
