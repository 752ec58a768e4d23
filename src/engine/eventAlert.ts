import { getField } from "../ecs/document.ts";
import { readField } from "../ecs/readField.ts";
import type { EcsObject, EcsValue, Scalar } from "../ecs/value.ts";
import { indexOf, type NormalizedEvent } from "../normalize/record.ts";
import type { Alert } from "./alert.ts";
import { type AlertFacts, alertDocument, sourceFields } from "./alertDocument.ts";
import { type Ancestor, eventAlertId } from "./alertId.ts";
import type { AlertRule } from "./alertRule.ts";
import { ancestorsOfEvent } from "./ancestry.ts";
import { eventView } from "./eventView.ts";
import { makeAlert } from "./makeAlert.ts";
import type { AlertCandidate } from "./run/executor.ts";
import { standingOf } from "./standing.ts";

/** The alert of one event; none for an event that stands on an alert of the same rule, as in Kibana. */
export function eventAlert(rule: AlertRule, event: NormalizedEvent): Alert | undefined {
  const ancestors = ancestorsOfEvent(event);
  if (standsOn(ancestors, rule)) return undefined;
  const id = eventAlertId(indexOf(event.dataset), event.id, rule.uuid);
  const document = () => {
    const source = event.document;
    const facts = { ...eventFacts(id, event, ancestors), standing: standingOf(rule.rule, () => source) };
    return alertDocument(sourceFields(source), rule, facts);
  };
  const body = { id, kind: "event", atMs: event.atMs, events: [event], carried: () => eventView(event) } as const;
  return makeAlert(rule, body, document, () => event.document);
}

/** A candidate that stands for one event; `seenMs` is the event's time as the rule's schedule reads it. */
export function eventCandidate(alert: Alert, event: NormalizedEvent, seenMs: number): AlertCandidate {
  let document: EcsObject | undefined;
  const sourceValue = (field: string) => fieldValues((document ??= event.document), field);
  return { alert, startMs: seenMs, endMs: seenMs, sourceValue };
}

/** As Elasticsearch's `fields` option answers: an array of the values in the source, even of one. */
function fieldValues(document: EcsObject, field: string): EcsValue | undefined {
  const value = getField(document, field);
  const plain = Array.isArray(value) ? value : [value];
  // Objects inside arrays hide their fields from a path straight down.
  const values = plain.every(isScalar) ? plain : [...readField(document, { name: field, type: "keyword" })];
  return values.length === 0 ? undefined : values;
}

function isScalar(value: EcsValue | undefined): value is Scalar {
  return value !== undefined && value !== null && typeof value !== "object";
}

export function eventFacts(uuid: string, { atMs }: NormalizedEvent, ancestors: readonly Ancestor[]): AlertFacts {
  return { uuid, atMs, originalMs: atMs, parents: ancestors.slice(-1), ancestors };
}

/** Whether an alert of the rule is among the ancestors. */
export function standsOn(ancestors: readonly Ancestor[], rule: AlertRule): boolean {
  return ancestors.some((ancestor) => ancestor.rule === rule.uuid);
}
