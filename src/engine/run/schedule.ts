import type { Schedule } from "../../rule/rule.ts";
import type { RunOptions, ScheduledRun } from "./ruleRun.ts";

/**
 * How often the events of a rule are looked at in all, over all its runs; beyond, runs are left out.
 *
 * Elastic's own rules look at an event about twice. A rule of 50,000 events may still look back a hundred intervals.
 */
const mostViews = 5_000_000;

export interface Runs {
  /** Ascending by `nowMs`, made as they are asked for. */
  readonly runs: Iterable<ScheduledRun>;
  /** Only each so many runs are among them; 1 unless the schedule asks for more work than is allowed. */
  readonly every: number;
}

/**
 * The runs of a schedule that have something to look at.
 *
 * `times` are those of the events, ascending. A run at `now` sees from `now - fromMs` up to `now - toMs`, both inclusive
 * (kibana …/utils/build_events_query.ts, `buildTimeRangeFilter`). Runs are at whole multiples of the interval since 1970, until
 * none sees the last event any more, so that no answer depends on where the data happens to end; with `asOfMs` they are at whole intervals before it, and it is the last.
 * Where the interval is longer than the window, what falls between is never seen: Kibana catches up only where a run came
 * late (kibana …/utils/utils.ts, `getGapBetweenRuns`), and then on the very windows of the runs before. Without a schedule
 * there is one run over everything.
 *
 * Bounded: runs without events cost nothing, and where windows overlap so much that events would be looked at more than
 * `views` times in all, runs are left out evenly, as long as the rest leaves no gap.
 */
export function runsFor(
  times: ArrayLike<number>,
  schedule: Schedule | undefined,
  { asOfMs }: Pick<RunOptions, "asOfMs"> = {},
  views: number = mostViews,
): Runs {
  if (times.length === 0) return { runs: [], every: 1 };
  if (schedule === undefined) return { runs: oneRun(times, asOfMs), every: 1 };
  const clock = clockOf(schedule, times[times.length - 1]!, asOfMs);
  const every = thinning(times, clock, views);
  // Always one kind of list, for which the loop is compiled once.
  const packed = times instanceof Float64Array ? times : Float64Array.from(times);
  return { runs: { [Symbol.iterator]: () => ticking(packed, clock, every) }, every };
}

/** When the first run after an event sees it; undefined if none does. Equals what {@link runsFor} would find. */
export function firstSight(atMs: number, clock: Clock): number | undefined {
  const nowMs = clock.originMs + firstTick(atMs, clock) * clock.intervalMs;
  return nowMs <= clock.lastMs && atMs >= nowMs - clock.fromMs ? nowMs : undefined;
}

/** A schedule set in time: runs are at whole intervals from `originMs`, and `lastMs` is the last. */
export interface Clock extends Schedule {
  readonly originMs: number;
  readonly lastMs: number;
}

/** `latestMs` is the time of the last event. */
export function clockOf(schedule: Schedule, latestMs: number, asOfMs: number | undefined): Clock {
  const intervalMs = Math.max(1, schedule.intervalMs);
  const originMs = asOfMs ?? 0;
  const lastMs =
    asOfMs ??
    Math.max(
      Math.ceil((latestMs + schedule.toMs) / intervalMs) * intervalMs,
      Math.floor((latestMs + schedule.fromMs) / intervalMs) * intervalMs,
    );
  return { ...schedule, intervalMs, originMs, lastMs };
}

function oneRun(times: ArrayLike<number>, asOfMs: number | undefined): ScheduledRun[] {
  const nowMs = asOfMs ?? times[times.length - 1]!;
  return times[0]! > nowMs ? [] : [{ nowMs, fromMs: times[0]!, toMs: nowMs }];
}

/** The number of the first run whose window does not end before the time. */
function firstTick(atMs: number, { originMs, intervalMs, toMs }: Clock): number {
  return Math.ceil((atMs + toMs - originMs) / intervalMs);
}

function* ticking(times: Float64Array, clock: Clock, every: number): Generator<ScheduledRun> {
  const { originMs, intervalMs, lastMs } = clock;
  const lastTick = Math.floor((lastMs - originMs) / intervalMs);
  let tick = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < times.length; ) {
    const first = firstTick(times[at]!, clock);
    if (first > lastTick) return;
    // The last run always takes place: it stands in for those left out before it.
    tick = Math.min(Math.max(tick, aligned(first, every)), lastTick);
    const nowMs = originMs + tick * intervalMs;
    const run = { nowMs, fromMs: nowMs - clock.fromMs, toMs: nowMs - clock.toMs };
    while (at < times.length && times[at]! < run.fromMs) at++;
    const sees = at < times.length && times[at]! <= run.toMs;
    if (sees) yield run;
    if (sees && tick === lastTick) return;
    tick += sees ? every : 1;
  }
}

function aligned(tick: number, every: number): number {
  return Math.ceil(tick / every) * every;
}

/** Each how many runs must do, so that the work is bounded and no event is missed that had been seen. */
function thinning(times: ArrayLike<number>, clock: Clock, views: number): number {
  const looks = (clock.fromMs - clock.toMs) / clock.intervalMs;
  const mostSkipped = Math.max(1, Math.floor(looks));
  return Math.min(mostSkipped, Math.max(1, Math.ceil((times.length * looks) / views)));
}
