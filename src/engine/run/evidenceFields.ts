import type { Field } from "../../ecs/field.ts";
import { sourceFields } from "../../language/esql/index.ts";
import type { RunnableRule } from "../../rule/rule.ts";

/**
 * The fields whose values a rule keeps of each event that matches, in the order of `Hit.values`.
 *
 * Threshold: its fields, then those of its cardinality. New terms: its fields. An aggregating ES|QL query: what it reads
 * of its source. None for rules that keep the events themselves.
 */
export function evidenceFields({ execution }: RunnableRule): readonly Field[] {
  switch (execution?.kind) {
    case "threshold":
      return [...execution.fields, ...execution.cardinality.map(({ field }) => field)];
    case "newTerms":
      return execution.fields;
    case "esql":
      return execution.query.isAggregating ? sourceFields(execution.query) : [];
    default:
      return [];
  }
}
