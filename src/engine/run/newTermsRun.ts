import { setField } from "../../ecs/document.ts";
import type { Scalar } from "../../ecs/value.ts";
import { indexOf } from "../../normalize/record.ts";
import type { Execution, RunnableRule, Schedule } from "../../rule/rule.ts";
import { newTermsAlertId, type Term } from "../alertId.ts";
import { alertOf } from "../alertOf.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { ancestorsOfEvent } from "../ancestry.ts";
import { eventCandidate } from "../eventAlert.ts";
import { eventView } from "../eventView.ts";
import { compareJoinedKeys } from "../state/joinedKey.ts";
import { Combinations } from "./combinations.ts";
import type { AlertCandidate, Executor } from "./executor.ts";
import { loss } from "./losses.ts";
import { newTermsGap } from "./newTermsGap.ts";
import { type NewTerms, NewTermsPresence, type NewTermsWindow } from "./newTermsPresence.ts";
import type { RuleRun, ScheduledRun } from "./ruleRun.ts";
import { scheduledRun } from "./scheduledRun.ts";
import { timeReader } from "./timeReader.ts";

export type NewTermsExecution = Extract<Execution, { kind: "newTerms" }>;

export function newTermsRun(runnable: RunnableRule, index: number, execution: NewTermsExecution): RuleRun {
  return scheduledRun(runnable, newTermsExecutor(runnable, index, execution));
}

/**
 * One alert for each combination of values that is new in a run, on the first event that has it (kibana
 * …/new_terms/README.md).
 *
 * An event that lacks one of the fields has no combination; one with several values has each. Kibana finds them by pages of
 * 10,000; here there are no pages. Without a schedule, what comes first in all events is new.
 */
export function newTermsExecutor(runnable: RunnableRule, index: number, execution: NewTermsExecution): Executor {
  const rule = alertRule(runnable.rule, index);
  const timeOf = timeReader(runnable.rule);
  const presence = new NewTermsPresence(newTermsGap(execution, runnable.schedule));
  const combinations = new Combinations(execution.fields);
  let latestMs: number | undefined;
  let cut = 0;
  return {
    add: (hit) => {
      const atMs = timeOf(hit.event);
      const found = combinations.of(hit);
      cut += found.cut;
      for (let at = 0; at < found.keys.length; at++) presence.add(found.keys[at]!, atMs, hit.event);
      latestMs = Math.max(latestMs ?? atMs, atMs);
    },
    // The last run is at or after the last event, whether or not something appears there.
    times: () => (latestMs === undefined ? [] : [...presence.times(), latestMs]),
    // By values, as a composite aggregation pages. A single field's values come by their number of events within a page there.
    candidates: (run) =>
      presence
        .newIn(windowOf(execution, runnable.schedule, run))
        .sort((a, b) => compareJoinedKeys(a.key, b.key))
        .map((found) => candidateOf(rule, found)),
    losses: () => [
      ...loss(presence.lost, "appearances of combinations beyond what is kept were not looked at"),
      ...loss(cut, "combinations were left out, of events that have more than 1,000"),
    ],
  };
}

/** The history begins a fixed time before the end of the look-back (kibana: `parseDateString` with `forceNow: tuple.to`). */
function windowOf({ historyMs }: NewTermsExecution, schedule: Schedule | undefined, run: ScheduledRun): NewTermsWindow {
  const { fromMs, toMs } = run;
  const always = Number.NEGATIVE_INFINITY;
  return schedule === undefined
    ? { historyMs: always, fromMs: always, toMs }
    : { historyMs: toMs - historyMs, fromMs, toMs };
}

function candidateOf(rule: AlertRule, { key, event, atMs }: NewTerms): AlertCandidate {
  const terms = termsOf(key.values as readonly Scalar[]);
  const alert = alertOf(rule, {
    id: newTermsAlertId(indexOf(event.dataset), event.id, rule.uuid, terms),
    kind: "event",
    atMs: event.atMs,
    events: [event],
    carried: () => eventView(event),
    originalMs: event.atMs,
    ancestors: ancestorsOfEvent(event),
    source: () => event.document,
    complete: (document) => setField(document, "kibana.alert.new_terms", [...terms]),
  });
  return eventCandidate(alert, event, atMs);
}

/**
 * The terms as the aggregation's buckets have them: numbers as doubles, and a boolean alone as 0 or 1, for a `terms`
 * aggregation answers that where `composite` answers the boolean (kibana …/new_terms, `bucket.key`).
 */
function termsOf(values: readonly Scalar[]): Term[] {
  return values.map((value) => {
    if (typeof value === "bigint") return Number(value);
    return typeof value === "boolean" && values.length === 1 ? Number(value) : value;
  });
}
