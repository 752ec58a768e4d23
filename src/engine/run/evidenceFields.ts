import { isTimestamp } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import { sourceFields } from "../../language/esql/index.ts";
import type { RunnableRule } from "../../rule/rule.ts";

/**
 * The fields whose values a rule keeps of each event that matches, in the order of `Hit.values`.
 *
 * Threshold: its fields, then those of its cardinality. New terms: its fields. An aggregating ES|QL query: what it reads
 * of its source, without `@timestamp` where that is the time of the event anyway. None for rules that keep the events
 * themselves.
 */
export function evidenceFields({ execution, rule }: RunnableRule): readonly Field[] {
  switch (execution?.kind) {
    case "threshold":
      return [...execution.fields, ...execution.cardinality.map(({ field }) => field)];
    case "newTerms":
      return execution.fields;
    case "esql":
      if (!execution.query.isAggregating) return [];
      return sourceFields(execution.query).filter((field) => readsOwnTime(rule) || !isTimestamp(field));
    default:
      return [];
  }
}

/** Whether the rule's time is a field of the document: `event.ingested` equals `@timestamp` here. */
export function readsOwnTime({ timestampOverride }: RunnableRule["rule"]): boolean {
  return (
    timestampOverride !== undefined && timestampOverride !== "event.ingested" && timestampOverride !== "@timestamp"
  );
}
