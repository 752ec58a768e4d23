import { parseDuration } from "../../text/duration.ts";
import type { Rule } from "../rule.ts";

/** How much time one run of a rule reads, in milliseconds; undefined unless its times are plain, as in `now-9m` to `now`. */
export function lookBackOf({ from, to }: Pick<Rule, "from" | "to">): number | undefined {
  const [start, end] = [agoMs(from), agoMs(to)];
  return start === undefined || end === undefined || start <= end ? undefined : start - end;
}

function agoMs(time: string): number | undefined {
  if (time === "now") return 0;
  return time.startsWith("now-") ? parseDuration(time.slice("now-".length)) : undefined;
}
