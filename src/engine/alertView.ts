import { documentView, type EventView, isTimestamp } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { emptyObject } from "../ecs/value.ts";
import type { Alert } from "./alert.ts";
import { alertDocument, sourceFields } from "./alertDocument.ts";
import type { AlertRule } from "./alertRule.ts";
import { isMapped } from "./standing.ts";

/** Fields of an alert that its rule decides. */
const own = new Set([
  "event.kind",
  "kibana.alert.severity",
  "kibana.alert.risk_score",
  "kibana.alert.status",
  "kibana.alert.workflow_status",
]);
const ownBelow = "kibana.alert.rule.";
/** What an alert document does not take over from its event. */
const notOfEvent = /^(?:kibana|signal|threshold_result)(?:\.|$)/;

/**
 * The fields of an alert that carries the document of one event, or another, as a view of the alert's document has them.
 *
 * Most are read from what it carries, or from the little that the rule decides, for the document takes long to make.
 */
export function alertView(alert: Alert, rule: AlertRule, event: EventView): EventView {
  let decided: EventView | undefined;
  let whole: EventView | undefined;
  return {
    values: (field) => {
      if (isTimestamp(field)) return [alert.atMs];
      switch (origin(field)) {
        case "event":
          return event.values(field);
        case "own":
          return (decided ??= decidedBy(alert, rule)).values(field);
        case "document":
          return (whole ??= documentView(alert.document)).values(field);
      }
    },
  };
}

/** Whether a field of an alert is the same in all alerts of a rule whose mappings read nothing of the event. */
export function isDecidedByRule({ name, path = name, patternWithin }: Field): boolean {
  return patternWithin === undefined && (own.has(path) || path.startsWith(ownBelow));
}

type Origin = "event" | "own" | "document";

const origins = new WeakMap<Field, Origin>();

function origin(field: Field): Origin {
  let known = origins.get(field);
  if (known === undefined) origins.set(field, (known = originOf(field)));
  return known;
}

function originOf(field: Field): Origin {
  const path = field.path ?? field.name;
  if (field.patternWithin !== undefined || field.name === "_index") return "document";
  if (isDecidedByRule(field)) return "own";
  // An alert's `event` is an object whatever it carries there.
  return path === "@timestamp" || path === "event" || notOfEvent.test(path) ? "document" : "event";
}

/** Of rules whose alerts all rank alike and are called alike, what the rule decides; one view for all of them. */
const shared = new WeakMap<AlertRule, EventView>();

function decidedBy(alert: Alert, rule: AlertRule): EventView {
  if (isMapped(rule.rule)) return ownView(alert, rule);
  let view = shared.get(rule);
  if (view === undefined) shared.set(rule, (view = ownView(alert, rule)));
  return view;
}

function ownView({ id, atMs, severity, riskScore, ruleName }: Alert, rule: AlertRule): EventView {
  const standing = { severity, riskScore, ruleName };
  const facts = { uuid: id, atMs, originalMs: undefined, parents: [], ancestors: [], standing };
  return documentView(alertDocument(sourceFields(emptyObject()), rule, facts));
}
