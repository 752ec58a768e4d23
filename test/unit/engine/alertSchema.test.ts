import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { printDocument, setField } from "../../../src/ecs/document.ts";
import type { Field } from "../../../src/ecs/field.ts";
import { type EcsObject, emptyObject } from "../../../src/ecs/value.ts";
import { buildAlerts } from "../../../src/engine/alerts.ts";
import type { Execution, Rule, RuleType } from "../../../src/rule/rule.ts";
import { type Schema, violations } from "./jsonSchema.ts";
import { equals, event, eventRule, hit, rulesOnly, sequenceRule } from "./scene.ts";

const schema: Schema = JSON.parse(readFileSync(new URL("../../../schemas/alert.schema.json", import.meta.url), "utf8"));

const user: Field = { name: "user.name", type: "keyword" };

const threat = {
  framework: "MITRE ATT&CK",
  tactic: { id: "TA0010", name: "Exfiltration", reference: "https://attack.mitre.org/tactics/TA0010/" },
  technique: [
    {
      id: "T1537",
      name: "Transfer Data to Cloud Account",
      reference: "https://attack.mitre.org/techniques/T1537/",
      subtechnique: [{ id: "T1537.001", name: "made up", reference: "https://example.com" }],
    },
  ],
};

const changes: Partial<Rule> = {
  threat: [threat],
  note: "look",
  license: "Apache-2.0",
  timestampOverride: "event.ingested",
};

/** The alert documents that a rule of a type makes of one user's three events. */
function documentsOf(type: RuleType, execution: Execution | undefined, more: Partial<Rule> = {}): unknown[] {
  const events = [1, 2, 3].map((at) =>
    event(`e${at}`, at * 60_000, { "user.name": "ana", "event.category": ["iam"], "source.ip": "203.0.113.7" }),
  );
  const runnable = { ...eventRule("r", equals("user.name", "ana"), { ...changes, type, ...more }) };
  const plan = rulesOnly([execution === undefined ? runnable : { ...runnable, execution }]);
  return printed(
    buildAlerts(
      plan,
      events.map((one) => hit(0, one)),
    ),
  );
}

function printed(alerts: readonly { readonly document: EcsObject }[]): unknown[] {
  return alerts.map(({ document }) => JSON.parse(printDocument(document)));
}

function indicator(): EcsObject {
  const document = emptyObject();
  setField(document, "threat.indicator.name", "ana");
  setField(document, "threat.feed.name", "ours");
  return document;
}

const threatMatch: Execution = {
  kind: "threatMatch",
  groups: [{ entries: [{ field: user, value: "threat.indicator.name", negate: false }] }],
  indicators: [indicator()],
  indicatorPath: "threat.indicator",
};

const kinds: readonly (readonly [what: string, documents: () => unknown[]])[] = [
  ["eql", () => documentsOf("eql", undefined)],
  ["query", () => documentsOf("query", { kind: "events" })],
  ["a building block", () => documentsOf("query", { kind: "events" }, { buildingBlock: true })],
  [
    "a rule with mappings",
    () =>
      documentsOf(
        "query",
        { kind: "events" },
        {
          severityMapping: [{ field: "user.name", operator: "equals", value: "ana", severity: "critical" }],
          ruleNameOverride: "user.name",
        },
      ),
  ],
  [
    "suppression",
    () =>
      documentsOf(
        "query",
        { kind: "events" },
        {
          suppression: { fields: ["user.name", "host.name"], missing: "suppress" },
        },
      ),
  ],
  [
    "threshold",
    () =>
      documentsOf("threshold", {
        kind: "threshold",
        fields: [user],
        value: 2,
        cardinality: [{ field: { name: "source.ip", type: "ip" }, value: 1 }],
      }),
  ],
  [
    "threshold without fields",
    () => documentsOf("threshold", { kind: "threshold", fields: [], value: 2, cardinality: [] }),
  ],
  ["new_terms", () => documentsOf("new_terms", { kind: "newTerms", fields: [user], historyMs: 864e5 })],
  ["threat_match", () => documentsOf("threat_match", threatMatch)],
  ["a sequence", sequenceDocuments],
];

function sequenceDocuments(): unknown[] {
  const steps = [equals("event.action", "a"), equals("event.action", "b")];
  const plan = rulesOnly([sequenceRule("r", steps, { by: ["user.name"] }, changes)]);
  const first = event("e1", 60_000, { "user.name": "ana" });
  const second = event("e2", 120_000, { "user.name": "ana" });
  return printed(buildAlerts(plan, [hit(0, first, 0), hit(0, second, 1)]));
}

describe("alert.schema.json", () => {
  for (const [what, documents] of kinds) {
    test(`describes the alerts of ${what}`, () => {
      const made = documents();
      assert.ok(made.length > 0, "there are alerts");
      for (const document of made) assert.deepEqual(violations(schema, document), []);
    });
  }

  test("refuses an alert that lacks a field of every alert", () => {
    const [document] = documentsOf("query", { kind: "events" });
    for (const name of ["uuid", "ancestors", "reason", "severity", "rule", "original_time"]) {
      const broken = structuredClone(document) as { kibana: { alert: Record<string, unknown> } };
      delete broken.kibana.alert[name];
      assert.deepEqual(violations(schema, broken), [`.kibana.alert lacks ${name}`]);
    }
  });

  test("refuses a field that no alert has, and one of another rule type", () => {
    const [document] = documentsOf("query", { kind: "events" });
    const unknown = structuredClone(document) as { kibana: { alert: Record<string, unknown> } };
    unknown.kibana.alert["mood"] = "good";
    assert.deepEqual(violations(schema, unknown), [".kibana.alert.mood must not be there"]);
    const foreign = structuredClone(document) as { kibana: { alert: Record<string, unknown> } };
    foreign.kibana.alert["new_terms"] = ["ana"];
    assert.deepEqual(violations(schema, foreign), [".kibana.alert.new_terms must not be there"]);
  });

  test("wants of each rule type what only it has", () => {
    const [newTerms] = documentsOf("new_terms", { kind: "newTerms", fields: [user], historyMs: 864e5 });
    const broken = structuredClone(newTerms) as { kibana: { alert: Record<string, unknown> } };
    delete broken.kibana.alert["new_terms"];
    assert.deepEqual(violations(schema, broken), [".kibana.alert lacks new_terms"]);
    const [match] = documentsOf("threat_match", threatMatch);
    const plain = structuredClone(match) as { threat?: unknown };
    delete plain.threat;
    assert.deepEqual(violations(schema, plain), [" lacks threat"]);
  });
});
