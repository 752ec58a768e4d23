import type { ScanReport } from "../io/scan.ts";
import type { Dataset } from "../normalize/record.ts";
import { starvedOf, streamsOf } from "../rule/reach.ts";
import type { NotEvaluable } from "./notEvaluable.ts";

/** Rules that ran and could not fire on this data, and why. */
export interface WithoutData {
  /** None of the data streams that they read was in the input. */
  readonly absent: readonly NotEvaluable[];
  /** They need a field that the data streams of the input never have. */
  readonly starved: readonly NotEvaluable[];
}

/**
 * Sorts out which rules had nothing to find; a rule that found nothing though it could have is in neither list.
 *
 * Without any event both are empty: then the input is at fault, and a list of all rules would hide that.
 */
export function withoutData({ plan, tally }: ScanReport): WithoutData {
  const present = Object.keys(tally.datasets) as Dataset[];
  if (present.length === 0) return { absent: [], starved: [] };
  const absent: NotEvaluable[] = [];
  const starved: NotEvaluable[] = [];
  for (const [index, runnable] of plan.rules.entries()) {
    if (plan.higherOrder.includes(index)) continue;
    const { name } = runnable.rule;
    const streams = streamsOf(runnable);
    const here = streams.filter((dataset) => present.includes(dataset));
    if (here.length === 0) {
      absent.push({ name, reason: streams.length === 0 ? "reads no data stream" : `reads ${streams.join(", ")}` });
      continue;
    }
    const field = starvedOf(runnable, here);
    if (field !== undefined) starved.push({ name, reason: `needs ${field}, which ${here.join(", ")} never has` });
  }
  return { absent, starved };
}
