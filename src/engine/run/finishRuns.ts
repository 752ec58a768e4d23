import { alertsDataset, type NormalizedEvent } from "../../normalize/record.ts";
import type { Alert } from "../alert.ts";
import type { Plan } from "../plan.ts";
import type { RuleResult, RuleRun, RunOptions } from "./ruleRun.ts";

/**
 * The results of all rules, by index in the plan: first of those that read logs alone, then of those that read alerts,
 * to which the alerts of the first are events.
 *
 * A rule of a higher order does not see the alerts of another, since in Kibana the order of such runs is anybody's.
 */
export function finishRuns(plan: Plan, runs: readonly RuleRun[], options: RunOptions): RuleResult[] {
  const higher = new Set(plan.higherOrder);
  const results: RuleResult[] = [];
  runs.forEach((run, index) => {
    if (!higher.has(index)) results[index] = run.finish(options);
  });
  if (higher.size === 0) return results;
  for (const result of Object.values(results)) {
    for (const alert of result.alerts) {
      for (const hit of plan.match(eventOf(alert), plan.higherOrder)) runs[hit.rule]!.add(hit);
    }
  }
  for (const index of higher) results[index] = runs[index]!.finish(options);
  return results;
}

/** An alert as an event; its document is made when it is read. */
function eventOf(alert: Alert): NormalizedEvent {
  const { id, atMs } = alert;
  const event = { kind: "event", dataset: alertsDataset, id, atMs, derived: [] } as const;
  return Object.defineProperty({ ...event }, "document", {
    enumerable: true,
    configurable: true,
    get() {
      const { document } = alert;
      Object.defineProperty(this, "document", { value: document, enumerable: true });
      return document;
    },
  }) as unknown as NormalizedEvent;
}
