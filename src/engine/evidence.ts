import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { compile } from "../language/esql/index.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { evidenceFields } from "./run/evidenceFields.ts";
import { viewRow } from "./run/viewRow.ts";

/** What is kept of the events that match a rule. */
export interface Evidence {
  /** Their values travel with each hit. */
  readonly fields: readonly Field[];
  /** Whether the whole document is needed. */
  readonly needsDocument: boolean;
  /** A further condition, beyond the rule's predicate: whether the event can be a row of an ES|QL query's result. */
  readonly accepts?: (view: EventView) => boolean;
}

/** Rules that count or aggregate need a few values of each event; all others need the events. */
export function evidenceOf(runnable: RunnableRule): Evidence {
  const { execution, rule } = runnable;
  const fields = evidenceFields(runnable);
  if (execution?.kind === "threshold") return { fields, needsDocument: readsOwnTime(rule) };
  if (execution?.kind !== "esql") return { fields, needsDocument: true };
  const query = compile(execution.query);
  return {
    fields,
    needsDocument: !execution.query.isAggregating || readsOwnTime(rule),
    accepts: (view) => query.accepts(viewRow(view)),
  };
}

/** Whether the rule's time is a field of the document: `event.ingested` equals `@timestamp` here. */
function readsOwnTime({ timestampOverride }: RunnableRule["rule"]): boolean {
  return (
    timestampOverride !== undefined && timestampOverride !== "event.ingested" && timestampOverride !== "@timestamp"
  );
}
