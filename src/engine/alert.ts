import type { EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import { compareCodePoints } from "../predicate/value.ts";
import type { Standing } from "./standing.ts";

/**
 * `event`: one event alone; `sequence`: the shell alert of a sequence or sample; `buildingBlock`: one of its events; `group`:
 * a row or bucket that stands for no single event.
 */
export type AlertKind = "event" | "sequence" | "buildingBlock" | "group";

/** An alert, with the document that Elastic Security would hold. */
export interface Alert extends Standing {
  /** Elasticsearch's `_id`, which is `kibana.alert.uuid` too; the same for the same events and rule, whenever it runs. */
  readonly id: string;
  readonly kind: AlertKind;
  /** Index of the rule in the plan. */
  readonly rule: number;
  /** `rule_id`. */
  readonly ruleId: string;
  /** `@timestamp` of the alert, epoch milliseconds: that of its event, of a sequence that of its last event. */
  readonly atMs: number;
  /**
   * The events it stands on, in order of the steps that are not missing: one, but several for a `sequence`, and as many as
   * were kept for a `group`, possibly none.
   */
  readonly events: readonly NormalizedEvent[];
  /** The sequence that the alert belongs to. */
  readonly group?: AlertGroup;
  /** How many further alerts or events were suppressed into it; absent unless the rule suppresses. */
  readonly suppressed?: number;
  /** Nested objects, `kibana.alert.*` included; made anew each time it is read, so read it once. */
  readonly document: EcsObject;
  /** The document's fields as conditions read them, for which it need not always be made. */
  readonly fields: EventView;
}

export interface AlertGroup {
  /** Id of the sequence's shell alert. */
  readonly id: string;
  /** Which event, from 0, missing ones not counted; absent on the shell. */
  readonly index?: number;
}

const kinds: readonly AlertKind[] = ["event", "sequence", "buildingBlock", "group"];

/** Orders alerts totally: time, rule id, kind, event ids, alert id, rule. */
export function compareAlerts(a: Alert, b: Alert): number {
  return (
    a.atMs - b.atMs ||
    compareCodePoints(a.ruleId, b.ruleId) ||
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    compareEventIds(a.events, b.events) ||
    compareCodePoints(a.id, b.id) ||
    a.rule - b.rule
  );
}

function compareEventIds(a: readonly NormalizedEvent[], b: readonly NormalizedEvent[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareCodePoints(a[i]!.id, b[i]!.id);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
