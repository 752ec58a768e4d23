import { parseDuration } from "../text/duration.ts";
import type { Rule, Schedule } from "./rule.ts";

/** How much time one run of a rule reads, in milliseconds; undefined unless its times are plain, as in `now-9m` to `now`. */
export function lookBackOf({ from, to }: Pick<Rule, "from" | "to">): number | undefined {
  const [start, end] = [agoMs(from), agoMs(to)];
  return start === undefined || end === undefined || start <= end ? undefined : start - end;
}

/**
 * When a rule runs and what each run looks at, or why that cannot be replayed, as a sentence fragment.
 *
 * Times that are rounded (`now/d`) or absolute are refused: with them a run's window depends on more than its own time.
 */
export function scheduleOf(rule: Pick<Rule, "from" | "to" | "interval">): Schedule | string {
  const [fromMs, toMs, intervalMs] = [agoMs(rule.from), agoMs(rule.to), parseDuration(rule.interval)];
  if (intervalMs === undefined || intervalMs === 0) return `its interval \`${rule.interval}\` cannot be replayed`;
  if (fromMs === undefined || toMs === undefined || fromMs <= toMs)
    return `its time range, \`${rule.from}\` to \`${rule.to}\`, cannot be replayed`;
  return { intervalMs, fromMs, toMs };
}

/** Milliseconds from a time such as `now-10d` or `now-2w` to the present; undefined for any other form. */
export function agoMs(time: string): number | undefined {
  if (time === "now") return 0;
  if (!time.startsWith("now-")) return undefined;
  const weeks = /^(\d{1,6})w$/.exec(time.slice("now-".length));
  return weeks === null ? parseDuration(time.slice("now-".length)) : parseDuration(`${Number(weeks[1]) * 7}d`);
}
