import type { NormalizedEvent } from "../../normalize/record.ts";
import type { Rule } from "../../rule/rule.ts";
import { EventOrder } from "../state/eventOrder.ts";

/**
 * Reads the time of an event, epoch milliseconds UTC, as a rule's schedule does.
 *
 * That is its `timestamp_override`, and where an event lacks that, its `@timestamp` (elastic-rules facts §4, Schedule).
 * `event.ingested` equals `@timestamp` here (`NormalizeOptions.ingested`), so the document is not read for it.
 */
export function timeReader({ timestampOverride }: Pick<Rule, "timestampOverride">): (event: NormalizedEvent) => number {
  if (timestampOverride === undefined || timestampOverride === "event.ingested") return ({ atMs }) => atMs;
  const order = new EventOrder({ timestampField: timestampOverride });
  return (event) => order.timeOf(event);
}
