const dayMs = 86_400_000;
const nsOfMs = 1_000_000n;
const nsOfDay = 86_400_000_000_000n;

/** A moment in UTC by calendar and clock, as `ZonedDateTime` has it. */
export interface Moment {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Days since 1970-01-01. */
  readonly epochDay: number;
  readonly nanoOfDay: bigint;
}

export function momentOf(nanos: bigint): Moment {
  const nanoOfDay = ((nanos % nsOfDay) + nsOfDay) % nsOfDay;
  const epochDay = Number((nanos - nanoOfDay) / nsOfDay);
  const date = new Date(epochDay * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), epochDay, nanoOfDay };
}

/** 1 to 366. */
export function dayOfYear({ year, epochDay }: Moment): number {
  const first = new Date(0);
  first.setUTCFullYear(year, 0, 1);
  return epochDay - first.getTime() / dayMs + 1;
}

/** Monday is 1, Sunday 7. */
export function dayOfWeek({ epochDay }: Moment): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

function alignedWeek(day: number): number {
  return Math.floor((day - 1) / 7) + 1;
}

const hourOf = ({ nanoOfDay }: Moment) => Number(nanoOfDay / 3_600_000_000_000n);
const secondOfDay = ({ nanoOfDay }: Moment) => Number(nanoOfDay / 1_000_000_000n);
const nanoOfSecond = ({ nanoOfDay }: Moment) => Number(nanoOfDay % 1_000_000_000n);

/** Java's ChronoFields of a moment in UTC (java.time.temporal.ChronoField, upper case). */
export const chronoFields: ReadonlyMap<string, (moment: Moment) => number | bigint> = new Map<
  string,
  (moment: Moment) => number | bigint
>([
  ["NANO_OF_SECOND", nanoOfSecond],
  ["NANO_OF_DAY", (moment) => moment.nanoOfDay],
  ["MICRO_OF_SECOND", (moment) => Math.floor(nanoOfSecond(moment) / 1000)],
  ["MICRO_OF_DAY", (moment) => moment.nanoOfDay / 1000n],
  ["MILLI_OF_SECOND", (moment) => Math.floor(nanoOfSecond(moment) / 1_000_000)],
  ["MILLI_OF_DAY", (moment) => moment.nanoOfDay / nsOfMs],
  ["SECOND_OF_MINUTE", (moment) => secondOfDay(moment) % 60],
  ["SECOND_OF_DAY", secondOfDay],
  ["MINUTE_OF_HOUR", (moment) => Math.floor(secondOfDay(moment) / 60) % 60],
  ["MINUTE_OF_DAY", (moment) => Math.floor(secondOfDay(moment) / 60)],
  ["HOUR_OF_AMPM", (moment) => hourOf(moment) % 12],
  ["CLOCK_HOUR_OF_AMPM", (moment) => hourOf(moment) % 12 || 12],
  ["HOUR_OF_DAY", hourOf],
  ["CLOCK_HOUR_OF_DAY", (moment) => hourOf(moment) || 24],
  ["AMPM_OF_DAY", (moment) => Math.floor(hourOf(moment) / 12)],
  ["DAY_OF_WEEK", dayOfWeek],
  ["ALIGNED_DAY_OF_WEEK_IN_MONTH", ({ day }) => ((day - 1) % 7) + 1],
  ["ALIGNED_DAY_OF_WEEK_IN_YEAR", (moment) => ((dayOfYear(moment) - 1) % 7) + 1],
  ["DAY_OF_MONTH", ({ day }) => day],
  ["DAY_OF_YEAR", dayOfYear],
  ["EPOCH_DAY", ({ epochDay }) => epochDay],
  ["ALIGNED_WEEK_OF_MONTH", ({ day }) => alignedWeek(day)],
  ["ALIGNED_WEEK_OF_YEAR", (moment) => alignedWeek(dayOfYear(moment))],
  ["MONTH_OF_YEAR", ({ month }) => month],
  ["PROLEPTIC_MONTH", prolepticMonth],
  ["YEAR_OF_ERA", ({ year }) => (year > 0 ? year : 1 - year)],
  ["YEAR", ({ year }) => year],
  ["ERA", ({ year }) => (year > 0 ? 1 : 0)],
  ["INSTANT_SECONDS", (moment) => moment.epochDay * 86_400 + secondOfDay(moment)],
  ["OFFSET_SECONDS", () => 0],
]);

function prolepticMonth({ year, month }: Moment): number {
  return year * 12 + month - 1;
}

/** Elapsed whole units between two moments (epoch nanoseconds), negative when the end is earlier. */
type Elapsed = (start: bigint, end: bigint) => bigint;

const exactly =
  (nanos: bigint): Elapsed =>
  (start, end) =>
    (end - start) / nanos;

const months: Elapsed = (start, end) => {
  const from = momentOf(start);
  const to = adjusted(from, momentOf(end));
  return BigInt(Math.trunc((prolepticMonth(to) * 32 + to.day - (prolepticMonth(from) * 32 + from.day)) / 32));
};

/** The end a day nearer to the start if its time of day has not been reached yet (`LocalDateTime.until`). */
function adjusted(from: Moment, to: Moment): Moment {
  const later = to.epochDay > from.epochDay && to.nanoOfDay < from.nanoOfDay;
  const earlier = to.epochDay < from.epochDay && to.nanoOfDay > from.nanoOfDay;
  if (!later && !earlier) return to;
  return momentOf(BigInt(to.epochDay + (later ? -1 : 1)) * nsOfDay);
}

const days = exactly(nsOfDay);

/** The units of DATE_DIFF by every name, lower case (DateDiff.Part). */
export const differenceUnits: ReadonlyMap<string, Elapsed> = new Map(
  (
    [
      ["year years yyyy yy", (start, end) => months(start, end) / 12n],
      ["quarter quarters qq q", (start, end) => months(start, end) / 3n],
      ["month months mm m", months],
      ["dayofyear dy y", days],
      ["day days dd d", days],
      ["week weeks wk ww", exactly(7n * nsOfDay)],
      ["weekday weekdays dw", days],
      ["hour hours hh", exactly(3_600_000_000_000n)],
      ["minute minutes mi n", exactly(60_000_000_000n)],
      ["second seconds ss s", exactly(1_000_000_000n)],
      ["millisecond milliseconds ms", exactly(nsOfMs)],
      ["microsecond microseconds mcs", exactly(1000n)],
      ["nanosecond nanoseconds ns", exactly(1n)],
    ] as [string, Elapsed][]
  ).flatMap(([names, elapsed]) => names.split(" ").map((name): [string, Elapsed] => [name, elapsed])),
);

/**
 * The start of the interval that a date lies in, epoch milliseconds.
 *
 * One day, seven days (weeks start on Monday), months and years are calendar intervals, months counted from year 1;
 * any other number of days and any duration is counted from the epoch (DateTrunc.createRounding, Rounding.java).
 */
export function truncatedMs(
  ms: number,
  span: { readonly months: number; readonly days: number; readonly ms: number },
): number {
  if (span.months > 0) {
    const date = new Date(ms);
    const month = (date.getUTCFullYear() - 1) * 12 + date.getUTCMonth();
    const start = Math.floor(month / span.months) * span.months;
    const first = new Date(0);
    first.setUTCFullYear(1 + Math.floor(start / 12), ((start % 12) + 12) % 12, 1);
    return first.getTime();
  }
  if (span.days === 7) return ms - mod(ms - 4 * dayMs, 7 * dayMs);
  return ms - mod(ms, span.days * dayMs + span.ms);
}

function mod(value: number, interval: number): number {
  return ((value % interval) + interval) % interval;
}
