import assert from "node:assert/strict";
import { test } from "node:test";
import { alertAliases } from "../../../src/ecs/addedFields.ts";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { documentView } from "../../../src/ecs/event.ts";
import type { Field } from "../../../src/ecs/field.ts";
import { type EcsObject, type EcsValue, isEcsObject } from "../../../src/ecs/value.ts";
import { buildAlerts } from "../../../src/engine/alerts.ts";
import type { Rule, RunnableRule } from "../../../src/rule/rule.ts";
import { understandEsql } from "../../../src/rule/understandEsql.ts";
import { equals, event, eventRule, hit, rule, rulesOnly, sequenceRule } from "./scene.ts";

const any = equals("event.dataset", "aws.cloudtrail");
const schedule = { intervalMs: 300_000, fromMs: 360_000, toMs: 0 };
const user: Field = { name: "user.name", type: "keyword" };

const mapped: Partial<Rule> = {
  severityMapping: [{ field: "user.name", operator: "equals", value: "ana", severity: "low" }],
  riskScoreMapping: [{ field: "event.risk_score", operator: "equals", value: "" }],
  ruleNameOverride: "user.name",
};
const suppression = { fields: ["user.name"], missing: "suppress" } as const;

function esqlRule(query: string): RunnableRule {
  const { checked, predicate } = understandEsql({ name: "query", text: query }, defaultCatalogue);
  return {
    rule: rule("esql", { type: "esql", query }),
    query: { kind: "event", predicate: predicate! },
    execution: { kind: "esql", query: checked! },
    schedule,
  };
}

const from = "FROM logs-aws.cloudtrail-*";
const rules: readonly (readonly [title: string, rule: RunnableRule])[] = [
  ["an event", eventRule("plain", any)],
  ["a building block", eventRule("block", any, { buildingBlock: true })],
  ["a rule with mappings", eventRule("mapped", any, mapped)],
  ["suppressed events", { ...eventRule("suppressed", any, { type: "eql", suppression }), schedule }],
  [
    "new terms",
    {
      ...eventRule("new", any, { type: "new_terms" }),
      execution: { kind: "newTerms", fields: [user], historyMs: 3_600_000 },
      schedule,
    },
  ],
  ["a sequence", sequenceRule("sequence", [any, any])],
  [
    "a threshold",
    {
      ...eventRule("threshold", any, { type: "threshold" }),
      execution: { kind: "threshold", fields: [user], value: 1, cardinality: [] },
      schedule,
    },
  ],
  ["rows", esqlRule(`${from} | STATS n = COUNT(*), kinds = VALUES(event.risk_score) BY user.name`)],
  [
    "rows with times",
    esqlRule(`${from} | STATS @timestamp = MAX(@timestamp), event.kind = MAX(user.name) BY user.name`),
  ],
  [
    "rows without times that can be read",
    esqlRule(`${from} | STATS n = COUNT(*) BY user.name | EVAL @timestamp = "x", event = 1`),
  ],
  [
    "rows that are events",
    esqlRule(
      `${from} METADATA _id, _index | EVAL user.id = "u", @timestamp = @timestamp + 1 hour | KEEP _id, _index, @timestamp, user.id, user.name`,
    ),
  ],
  [
    "rows that are events, with columns in place of objects and in places of values",
    esqlRule(
      `${from} METADATA _id, _index | EVAL user = "u", event.action.deep = 1 | KEEP _id, _index, user, event.action.deep`,
    ),
  ],
  [
    "rows that are events, with a column in an array of objects",
    esqlRule(`${from} METADATA _id, _index | EVAL user.parts.number = 3 | KEEP _id, _index, user.parts.number`),
  ],
];

/** Fields of the kind that reports and rules read, and one for each path of the document. */
function fieldsOf(document: EcsObject): readonly Field[] {
  const paths = [
    ...leaves(document, ""),
    "user.parts.kind",
    "user.parts",
    "absent",
    "threshold_result",
    "signal.absent",
    "kibana.absent",
    "_index",
  ];
  return [
    ...paths.map((name): Field => ({ name, type: "keyword" })),
    ...paths.flatMap((name) => defaultCatalogue.field(name) ?? []),
    ...alertAliases,
    { name: "*name*", type: "keyword", patternWithin: ["kibana", "user"] },
  ];
}

function leaves(value: EcsValue, path: string): string[] {
  if (!isEcsObject(value)) return [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, path === "" ? key : `${path}.${key}`));
}

/** Fields below an array have the values of all its objects, until a column comes to lie there. */
const parts = [
  { kind: "a", number: 1 },
  { kind: "b", number: 2 },
];

for (const [title, runnable] of rules) {
  test(`an alert's fields are those of its document: ${title}`, () => {
    const hits = ["ana", "ben", "ana"].map((name, at) =>
      hit(0, event(`e${at}`, at * 1000, { "user.name": name, "event.risk_score": 10 + at, "user.parts": parts }), 0, 1),
    );
    const alerts = buildAlerts(rulesOnly([runnable]), hits);
    assert.ok(alerts.length > 1);
    for (const alert of alerts) {
      const whole = documentView(alert.document);
      for (const field of fieldsOf(alert.document))
        assert.deepEqual(alert.fields.values(field), whole.values(field), `${alert.kind} ${field.name}`);
    }
  });
}
