import type { EventView, Values } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { kept, type NormalizedEvent } from "../normalize/record.ts";

/** An event that satisfies a rule, and for a sequence the steps it satisfies (0-based; `until` is one past the last). */
export interface Hit {
  /** Index of the rule in the plan. */
  readonly rule: number;
  readonly steps: readonly number[];
  /** It may be good only as long as the hit is handed over ({@link NormalizedEvent.toKeep}). */
  readonly event: NormalizedEvent;
  /** The values of each field of `evidenceFields` in order, as the event's view has them; absent for rules without any. */
  readonly values?: readonly Values[];
  /** What `values` are read from, where they need not be read to tell them apart; good as long as the event is. */
  readonly seen?: SeenValues;
}

export interface SeenValues {
  readonly view: EventView;
  readonly fields: readonly Field[];
}

/** A hit whose values are read when they are asked for. */
export class SeenHit implements Hit, SeenValues {
  readonly rule: number;
  readonly steps: readonly number[];
  readonly event: NormalizedEvent;
  readonly view: EventView;
  readonly fields: readonly Field[];

  constructor(
    rule: number,
    steps: readonly number[],
    event: NormalizedEvent,
    view: EventView,
    fields: readonly Field[],
  ) {
    this.rule = rule;
    this.steps = steps;
    this.event = event;
    this.view = view;
    this.fields = fields;
  }

  get values(): readonly Values[] {
    return this.fields.map((field) => this.view.values(field));
  }

  get seen(): SeenValues {
    return this;
  }
}

/** The same hit of another form of its event; its values are those that the rule was given, and good as long. */
export function withEvent({ rule, steps, seen }: Hit, event: NormalizedEvent): Hit {
  return seen === undefined ? { rule, steps, event } : new SeenHit(rule, steps, event, seen.view, seen.fields);
}

/** The hit to keep: of the event that lasts, from which values are read anew. */
export function lasting({ rule, steps, event }: Hit): Hit {
  return { rule, steps, event: kept(event) };
}
