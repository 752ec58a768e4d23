import type { EcsObject, Scalar } from "../../ecs/value.ts";
import { alertsDataset, indexOf, type NormalizedEvent } from "../../normalize/record.ts";
import { possible } from "../../predicate/partial.ts";
import { predicatesOf } from "../../predicate/predicatesOf.ts";
import type { Alert } from "../alert.ts";
import type { Plan } from "../plan.ts";
import { isMapped } from "../standing.ts";
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
    let readers: readonly number[] | undefined;
    for (const alert of result.alerts) {
      // All alerts of a rule are told apart by their documents, unless its mappings make their severity or score differ.
      if (readers === undefined || isMapped(plan.rules[alert.rule]!.rule)) readers = readersOf(plan, alert);
      if (readers.length === 0) continue;
      for (const hit of plan.match(eventOf(alert), readers)) runs[hit.rule]!.add(hit);
    }
  }
  for (const index of higher) results[index] = runs[index]!.finish(options);
  return results;
}

/** The rules of a higher order that may match the alert, told without its document, which takes long to make. */
function readersOf(plan: Plan, alert: Alert): readonly number[] {
  const known = knownOf(alert);
  return plan.higherOrder.filter((index) =>
    predicatesOf(plan.rules[index]!.query).some((each) => possible(each, (field) => known.get(field.name)) !== "no"),
  );
}

function knownOf(alert: Alert): ReadonlyMap<string, readonly Scalar[]> {
  return new Map<string, readonly Scalar[]>([
    ["_index", [indexOf(alertsDataset)]],
    ["event.kind", ["signal"]],
    ["kibana.alert.risk_score", [alert.riskScore]],
    ["kibana.alert.rule.name", [alert.ruleName]],
    ["kibana.alert.rule.rule_id", [alert.ruleId]],
    ["kibana.alert.severity", [alert.severity]],
    ["kibana.alert.workflow_status", ["open"]],
  ]);
}

/** An alert as an event; its document is made when it is read. */
function eventOf(alert: Alert): NormalizedEvent {
  const { id, atMs } = alert;
  let document: EcsObject | undefined;
  return {
    kind: "event",
    dataset: alertsDataset,
    id,
    atMs,
    derived: [],
    get document() {
      return (document ??= alert.document);
    },
    get fields() {
      return alert.fields;
    },
  };
}
