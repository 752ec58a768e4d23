import { type Alert, compareAlerts } from "./alert.ts";
import type { Hit } from "./hit.ts";
import type { Plan } from "./plan.ts";
import type { RuleRun, RunOptions } from "./run/ruleRun.ts";
import { startRun } from "./run/startRun.ts";
import type { SampleCounters } from "./state/sampleRun.ts";
import type { SequenceRunCounters } from "./state/sequenceRun.ts";

/**
 * The alerts of all hits of a scan, in a total order: time, rule id, kind, event ids.
 *
 * Each rule is run as its schedule says ({@link RuleRun}); one without schedule runs once over all hits. An event rule makes
 * one alert per event id; a sequence or sample makes one shell alert and one building-block alert per event, which share
 * `kibana.alert.group.id`; a missing event has no alert. The result is the same for every order and repetition of the hits. An
 * event that stands on an alert of the same rule is dropped, as in Kibana. The listeners are told of each sequence or sample
 * rule with hits what became of it.
 */
export function buildAlerts(
  plan: Plan,
  hits: Iterable<Hit>,
  onSequence?: SequenceListener,
  onSample?: SampleListener,
  options: RunOptions = {},
): Alert[] {
  const runs = new Map<number, RuleRun>();
  for (const hit of hits) {
    const runnable = plan.rules[hit.rule];
    if (runnable === undefined) continue;
    let run = runs.get(hit.rule);
    if (run === undefined) {
      run = startRun(runnable, hit.rule, {
        onSequence: (counters) => onSequence?.(hit.rule, counters),
        onSample: (counters) => onSample?.(hit.rule, counters),
      });
      runs.set(hit.rule, run);
    }
    run.add(hit);
  }
  return [...runs.values()].flatMap((run) => run.finish(options).alerts).sort(compareAlerts);
}

/** Takes a rule's index in the plan and the counters of its run: `evicted` and `cutTuples` may have cost alerts. */
export type SequenceListener = (rule: number, counters: SequenceRunCounters) => void;

/** Takes a rule's index in the plan and the counters of its run: `cutTuples` and `refusedTuples` may have cost alerts. */
export type SampleListener = (rule: number, counters: SampleCounters) => void;
