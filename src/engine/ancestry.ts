import { getField } from "../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../ecs/value.ts";
import { alertsDataset, indexOf, type NormalizedEvent } from "../normalize/record.ts";
import type { Ancestor } from "./alertId.ts";

/**
 * An event's own ancestors, if it is itself an alert, then the event (kibana …/build_alert.ts, `buildAncestors`).
 *
 * No pipeline sets `kibana`, so the document of an event that comes from a log is not read for it.
 */
export function ancestorsOfEvent(event: NormalizedEvent): Ancestor[] {
  const index = indexOf(event.dataset);
  if (event.dataset !== alertsDataset) return [{ id: event.id, type: "event", index, depth: 0 }];
  return [...recordedAncestors(event.document), parentOf(event.id, index, event.document)];
}

/** The document as a parent: an alert when it has `kibana.alert.uuid`, else an event. */
export function parentOf(id: string, index: string, document: EcsObject): Ancestor {
  if (getField(document, "kibana.alert.uuid") === undefined) return { id, type: "event", index, depth: 0 };
  const depth = numberOf(getField(document, "kibana.alert.depth")) ?? 1;
  const rule = getField(document, "kibana.alert.rule.uuid");
  return { id, type: "signal", index, depth, ...(typeof rule === "string" ? { rule } : {}) };
}

/** How many alerts deep an alert on these ancestors stands. */
export function depthUpon(parents: readonly Ancestor[]): number {
  return parents.reduce((deepest, { depth }) => Math.max(deepest, depth), 0) + 1;
}

export function ancestorValue({ id, type, index, depth, rule }: Ancestor): EcsObject {
  const value = emptyObject();
  value["id"] = id;
  value["type"] = type;
  value["index"] = index;
  value["depth"] = depth;
  if (rule !== undefined) value["rule"] = rule;
  return value;
}

function recordedAncestors(document: EcsObject): Ancestor[] {
  const recorded = getField(document, "kibana.alert.ancestors");
  return Array.isArray(recorded) ? recorded.filter(isEcsObject).map(ancestorOf) : [];
}

function ancestorOf(value: EcsObject): Ancestor {
  const rule = value["rule"];
  return {
    id: textOf(value["id"]),
    type: value["type"] === "signal" ? "signal" : "event",
    index: textOf(value["index"]),
    depth: numberOf(value["depth"]) ?? 0,
    ...(typeof rule === "string" ? { rule } : {}),
  };
}

function textOf(value: EcsValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: EcsValue | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
