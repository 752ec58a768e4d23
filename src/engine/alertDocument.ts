import { setField } from "../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../ecs/value.ts";
import { type Ancestor, space } from "./alertId.ts";
import type { AlertRule } from "./alertRule.ts";
import { ancestorValue, depthUpon } from "./ancestry.ts";
import { reason } from "./reason.ts";
import { type Standing, standingOf } from "./standing.ts";

/** What an alert document says besides what its rule says. */
export interface AlertFacts {
  readonly uuid: string;
  readonly atMs: number;
  /** `@timestamp` of the (first) event; undefined for a row that has none. */
  readonly originalMs: number | undefined;
  /** What the alert was made from directly. */
  readonly parents: readonly Ancestor[];
  /** Those and all before them, in order. */
  readonly ancestors: readonly Ancestor[];
  /** As the rule's mappings have it; absent: the rule's own. */
  readonly standing?: Standing;
}

/**
 * A document as an alert carries it: its own `kibana`, `signal` and `threshold_result` left out, `event` and
 * `data_stream` copied to `kibana.alert.original_*` (kibana …/traverse_and_mutate_doc.ts). The document given is not
 * changed; the result shares its inner objects.
 */
export function sourceFields(document: EcsObject): EcsObject {
  const source = emptyObject();
  for (const [name, value] of Object.entries(document)) if (!banned.has(name)) source[name] = value;
  const alert = emptyObject();
  for (const name of ["event", "data_stream"]) {
    const value = document[name];
    if (value !== undefined) alert[`original_${name}`] = value;
  }
  source["kibana"] = Object.assign(emptyObject(), { alert });
  return source;
}

const banned = new Set(["kibana", "signal", "threshold_result"]);

/**
 * Completes source fields to an alert document (kibana …/factories/utils/build_alert.ts, `buildAlertFields`).
 *
 * There is no clock: `@timestamp` and `kibana.alert.intended_timestamp`, the time of writing in Kibana, are the
 * replayed time, which is the event's. What only an installation knows is left out: `url`, the rule's creation, update
 * and execution uuid, and `kibana.version`. Kibana stores alert fields under dotted keys; here they are nested, which
 * Elasticsearch indexes alike.
 */
export function alertDocument(source: EcsObject, rule: AlertRule, facts: AlertFacts): EcsObject {
  const document: EcsObject = Object.assign(emptyObject(), { "@timestamp": isoTime(facts.atMs) }, source);
  const event = document["event"];
  document["event"] = Object.assign(emptyObject(), isEcsObject(event) ? event : {}, { kind: "signal" });
  for (const [path, value] of alertFields(rule, facts, source)) {
    if (value !== undefined) setField(document, path, value);
  }
  return document;
}

type AlertField = readonly [path: string, value: EcsValue | undefined];

function alertFields({ rule, document }: AlertRule, facts: AlertFacts, source: EcsObject): AlertField[] {
  const standing = facts.standing ?? standingOf(rule);
  const timestamp = isoTime(facts.atMs);
  return [
    ["@timestamp", timestamp],
    ["kibana.space_ids", [space]],
    ["kibana.alert.uuid", facts.uuid],
    ["kibana.alert.original_time", facts.originalMs === undefined ? undefined : isoTime(facts.originalMs)],
    ["kibana.alert.intended_timestamp", timestamp],
    ["kibana.alert.ancestors", facts.ancestors.map(ancestorValue)],
    ["kibana.alert.depth", depthUpon(facts.parents)],
    ["kibana.alert.reason", reason({ ...standing, name: standing.ruleName }, source)],
    ["kibana.alert.severity", standing.severity],
    ["kibana.alert.risk_score", standing.riskScore],
    ["kibana.alert.status", "active"],
    ["kibana.alert.workflow_status", "open"],
    ["kibana.alert.workflow_tags", []],
    ["kibana.alert.workflow_assignee_ids", []],
    ["kibana.alert.rule", ruleNamed(document, standing.ruleName)],
    ["kibana.alert.building_block_type", rule.buildingBlock ? "default" : undefined],
  ];
}

/** The rule's document, shared as long as its name is its own. */
function ruleNamed(document: EcsObject, name: string): EcsObject {
  return document["name"] === name ? document : Object.assign(emptyObject(), document, { name });
}

/** Milliseconds as ISO 8601 in UTC; a time that a `Date` cannot hold is clamped to one that it can. */
export function isoTime(atMs: number): string {
  return new Date(Math.max(-8.64e15, Math.min(8.64e15, atMs))).toISOString();
}
