import { getField } from "../../ecs/document.ts";
import type { Field } from "../../ecs/field.ts";
import type { EcsValue, Scalar } from "../../ecs/value.ts";
import type { NormalizedEvent } from "../../normalize/record.ts";
import type { Rule } from "../../rule/rule.ts";
import { eventView } from "../eventView.ts";
import { compareScalars, type Position } from "./order.ts";

/** The rule settings that decide the order of events. */
export type EventOrdering = Pick<Rule, "timestampField" | "tiebreakerField">;

/**
 * Places events in the order that EQL runs in.
 *
 * Time is the rule's `timestamp_field` (default `@timestamp`), not its `timestamp_override` (elastic-rules facts §4); an
 * event without that field keeps its `@timestamp`.
 */
export class EventOrder {
  readonly #timestamp: Field | undefined;
  readonly #tiebreaker: string | undefined;

  constructor({ timestampField, tiebreakerField }: EventOrdering) {
    const isPlain = timestampField === undefined || timestampField === "@timestamp";
    this.#timestamp = isPlain ? undefined : { name: timestampField, type: "date" };
    this.#tiebreaker = tiebreakerField;
  }

  positionOf(event: NormalizedEvent): Position {
    return { atMs: this.timeOf(event), tiebreaker: this.#tiebreakerOf(event), id: event.id };
  }

  /** Epoch milliseconds, UTC. */
  timeOf(event: NormalizedEvent): number {
    if (this.#timestamp === undefined) return event.atMs;
    const value = eventView(event).values(this.#timestamp)[0];
    return typeof value === "number" && !Number.isNaN(value) ? value : event.atMs;
  }

  #tiebreakerOf(event: NormalizedEvent): Scalar | null {
    return this.#tiebreaker === undefined ? null : smallestScalar(getField(event.document, this.#tiebreaker));
  }
}

// Elasticsearch sorts ascending by the smallest of several values.
function smallestScalar(value: EcsValue | undefined): Scalar | null {
  let smallest: Scalar | null = null;
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === undefined || item === null || typeof item === "object") continue;
    if (smallest === null || compareScalars(item, smallest) < 0) smallest = item;
  }
  return smallest;
}
