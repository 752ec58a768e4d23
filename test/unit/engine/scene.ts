import assert from "node:assert/strict";
import { setField } from "../../../src/ecs/document.ts";
import { type EcsValue, emptyObject } from "../../../src/ecs/value.ts";
import type { Hit } from "../../../src/engine/hit.ts";
import type { Plan } from "../../../src/engine/plan.ts";
import type { NormalizedEvent } from "../../../src/normalize/record.ts";
import type { Predicate } from "../../../src/predicate/predicate.ts";
import type { JoinKey, Query, SequenceStep } from "../../../src/predicate/query.ts";
import type { Rule, RunnableRule } from "../../../src/rule/rule.ts";

/** An event of CloudTrail with these fields, by dotted path. */
export function event(id: string, atMs: number, fields: Record<string, EcsValue> = {}): NormalizedEvent {
  const document = emptyObject();
  setField(document, "@timestamp", new Date(atMs).toISOString());
  setField(document, "event.id", id);
  setField(document, "event.kind", "event");
  setField(document, "event.dataset", "aws.cloudtrail");
  setField(document, "data_stream.dataset", "aws.cloudtrail");
  for (const [path, value] of Object.entries(fields)) setField(document, path, value);
  return { kind: "event", dataset: "aws.cloudtrail", document, id, atMs, derived: [] };
}

export function rule(id: string, changes: Partial<Rule> = {}): Rule {
  return {
    id,
    name: `Rule ${id}`,
    description: "what it finds",
    type: "eql",
    language: "eql",
    query: "any where true",
    severity: "high",
    riskScore: 73,
    index: ["logs-aws.cloudtrail-*"],
    buildingBlock: false,
    enabled: true,
    tags: ["Cloud"],
    threat: [],
    falsePositives: [],
    references: [],
    author: ["us"],
    from: "now-6m",
    to: "now",
    interval: "5m",
    maxSignals: 100,
    version: 3,
    exceptions: [],
    source: { name: "rule.toml", text: "" },
    parameters: { rule_id: id, name: `Rule ${id}`, type: "eql", query: "any where true", tags: ["Cloud"] },
    ...changes,
  };
}

export function equals(name: string, value: string): Predicate {
  return { kind: "test", field: { name, type: "keyword" }, test: { kind: "equals", value } };
}

export function eventRule(id: string, predicate: Predicate, changes: Partial<Rule> = {}): RunnableRule {
  return { rule: rule(id, changes), query: { kind: "event", predicate } };
}

export interface SequenceSettings {
  readonly by?: readonly string[];
  readonly maxspanMs?: number;
  readonly until?: Predicate;
  /** Which steps ask for an event's absence. */
  readonly missing?: readonly number[];
}

export function sequenceRule(
  id: string,
  predicates: readonly Predicate[],
  { by = [], maxspanMs, until, missing = [] }: SequenceSettings = {},
  changes: Partial<Rule> = {},
): RunnableRule {
  const keys: JoinKey[] = by.map((name) => ({ field: { name, type: "keyword" }, optional: false }));
  const step = (predicate: Predicate): SequenceStep => ({ predicate, keys });
  const query: Query = {
    kind: "sequence",
    steps: predicates.map((each, at) => ({
      ...step(each),
      ...(missing.includes(at) ? { missing: true as const } : {}),
    })),
    ...(maxspanMs === undefined ? {} : { maxspanMs }),
    ...(until === undefined ? {} : { until: step(until) }),
  };
  return { rule: rule(id, changes), query };
}

/** A plan that is only asked for its rules: the hits are given. */
export function rulesOnly(rules: readonly RunnableRule[]): Plan {
  return {
    rules,
    candidates: () => [],
    match: () => [],
    leftFor: () => () => [],
    residuals: () => assert.fail("no rule reads alerts"),
    higherOrder: [],
    literals: () => [],
    fieldsOfAlerts: [],
    needsDocument: () => true,
  };
}

export function hit(ruleIndex: number, of: NormalizedEvent, ...steps: number[]): Hit {
  return { rule: ruleIndex, steps: steps.length === 0 ? [0] : steps, event: of };
}
