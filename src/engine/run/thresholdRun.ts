import { setField } from "../../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../ecs/value.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { isoTime } from "../alertDocument.ts";
import { eventAlertId, suppressingThresholdAlertId, thresholdHitId } from "../alertId.ts";
import { alertOf } from "../alertOf.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { addRow } from "./addRow.ts";
import { evidenceFields } from "./evidenceFields.ts";
import type { AlertCandidate, Executor, SuppressionTerm } from "./executor.ts";
import { loss } from "./losses.ts";
import { RowStore } from "./rowStore.ts";
import type { RuleRun, ScheduledRun } from "./ruleRun.ts";
import { scheduledRun } from "./scheduledRun.ts";
import { type ThresholdBucket, ThresholdBuckets, type ThresholdExecution } from "./thresholdBuckets.ts";
import { timeReader } from "./timeReader.ts";
import { suppresses } from "./writer.ts";

export function thresholdRun(runnable: RunnableRule, index: number, execution: ThresholdExecution): RuleRun {
  return scheduledRun(runnable, thresholdExecutor(runnable, index, execution));
}

/** Counts events by their group fields; of the events themselves it keeps only those values and their times. */
export function thresholdExecutor(runnable: RunnableRule, index: number, execution: ThresholdExecution): Executor {
  const rule = alertRule(runnable.rule, index);
  const idOf = suppresses(runnable) ? suppressingThresholdAlertId : eventAlertId;
  const fields = evidenceFields(runnable);
  const timeOf = timeReader(runnable.rule);
  const store = new RowStore(fields.length);
  let buckets: ThresholdBuckets | undefined;
  return {
    keeps: "first",
    add: (hit) => addRow(store, hit, timeOf(hit.event), fields),
    addRows: (rows) => store.merge(rows),
    times: () => store.rows().times(),
    candidates: (run, most) => {
      buckets ??= new ThresholdBuckets(execution, store.rows());
      return buckets.run(run, most).map((bucket) => candidateOf({ rule, execution, idOf }, run, bucket));
    },
    losses: () => [
      ...loss(store.lost, "events beyond what is kept were not counted"),
      ...loss(buckets?.cut ?? 0, "groups were left out, of events that are in more than 1,000"),
    ],
  };
}

interface Threshold {
  readonly rule: AlertRule;
  readonly execution: ThresholdExecution;
  readonly idOf: typeof eventAlertId;
}

function candidateOf({ rule, execution, idOf }: Threshold, run: ScheduledRun, bucket: ThresholdBucket): AlertCandidate {
  const { firstMs, lastMs } = bucket;
  const terms = termsOf(execution, bucket);
  const patterns = (rule.rule.index ?? []).join(",");
  const hitId = thresholdHitId(
    rule.rule.id,
    isoTime(run.nowMs),
    terms.map(({ field }) => field),
    bucket.terms,
  );
  const alert = alertOf(rule, {
    id: idOf(patterns, hitId, rule.uuid),
    kind: "group",
    atMs: lastMs,
    events: [],
    originalMs: lastMs,
    ancestors: [{ id: hitId, type: "event", index: patterns, depth: 0 }],
    source: () => sourceOf(terms, bucket),
    complete: (document) => setField(document, "kibana.alert.threshold_result", resultOf(execution, terms, bucket)),
  });
  const valueUnder = (name: string) => terms.find(({ field }) => field === name)?.value;
  return { alert, startMs: firstMs, endMs: lastMs, sourceValue: valueUnder, terms };
}

function termsOf({ fields }: ThresholdExecution, { terms }: ThresholdBucket): SuppressionTerm[] {
  return fields.map(({ name }, at) => ({ field: name, value: terms[at]! }));
}

/** What stands for the events of a group: its terms, at the time of the last (kibana …/bulk_create_threshold_signals.ts). */
function sourceOf(terms: readonly SuppressionTerm[], { lastMs }: ThresholdBucket): EcsObject {
  const source = emptyObject();
  source["@timestamp"] = isoTime(lastMs);
  for (const { field, value } of terms) setField(source, field, value);
  return source;
}

/** `kibana.alert.threshold_result`. */
function resultOf(
  { cardinality }: ThresholdExecution,
  terms: readonly SuppressionTerm[],
  bucket: ThresholdBucket,
): EcsObject {
  const [counted] = cardinality;
  return objectOf({
    terms: terms.map(({ field, value }) => objectOf({ field, value })),
    ...(counted === undefined || bucket.cardinality === undefined
      ? {}
      : { cardinality: [objectOf({ field: counted.field.name, value: bucket.cardinality })] }),
    count: bucket.count,
    from: isoTime(bucket.firstMs),
  });
}

function objectOf(members: Record<string, EcsValue>): EcsObject {
  return Object.assign(emptyObject(), members);
}
