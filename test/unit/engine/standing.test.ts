import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getField } from "../../../src/ecs/document.ts";
import type { EcsValue } from "../../../src/ecs/value.ts";
import { buildAlerts } from "../../../src/engine/alerts.ts";
import type { Rule } from "../../../src/rule/rule.ts";
import { equals, event, eventRule, hit, rulesOnly, sequenceRule } from "./scene.ts";

const any = equals("event.dataset", "aws.cloudtrail");

function alertOf(changes: Partial<Rule>, fields: Record<string, EcsValue> = {}) {
  return buildAlerts(rulesOnly([eventRule("r", any, changes)]), [hit(0, event("e", 1, fields))])[0]!;
}

const severity = (field: string, value: string, level: Rule["severity"]) => ({
  field,
  operator: "equals",
  value,
  severity: level,
});

describe("severity mapping", () => {
  const severityMapping = [
    severity("cloud.region", "eu-west-1", "critical"),
    severity("cloud.region", "us-east-1", "low"),
    severity("user.name", "root", "medium"),
  ];
  const level = (fields: Record<string, EcsValue>) => alertOf({ severityMapping }, fields).severity;

  it("takes the highest that holds, even below the rule's own", () => {
    assert.equal(level({ "cloud.region": "eu-west-1", "user.name": "root" }), "critical");
    assert.equal(level({ "cloud.region": "us-east-1", "user.name": "root" }), "medium");
    assert.equal(level({ "cloud.region": "us-east-1" }), "low");
    assert.equal(level({ "cloud.region": "elsewhere" }), "high");
    assert.equal(level({}), "high");
  });
  it("takes any of several values, and compares them as texts", () => {
    assert.equal(level({ "user.name": ["ana", "root"] }), "medium");
    const mapped = { severityMapping: [severity("source.port", "443", "critical")] };
    assert.equal(alertOf(mapped, { "source.port": 443 }).severity, "critical");
    assert.equal(alertOf(mapped, { "source.port": "443" }).severity, "critical");
    assert.equal(alertOf({ severityMapping: [severity("a.b", "0.5", "low")] }, { "a.b": 0.5 }).severity, "high");
  });
  it("compares event.severity as a whole number", () => {
    const mapped = { severityMapping: [severity("event.severity", "73.9", "critical")] };
    assert.equal(alertOf(mapped, { "event.severity": 73 }).severity, "critical");
    assert.equal(alertOf(mapped, { "event.severity": "73" }).severity, "high");
  });
});

describe("risk score mapping", () => {
  const riskScoreMapping = [{ field: "event.risk_score", operator: "equals", value: "" }];
  const score = (value: EcsValue) => alertOf({ riskScoreMapping }, { "event.risk_score": value }).riskScore;

  it("takes the event's number from 0 to 100, of several the largest", () => {
    assert.equal(score(12), 12);
    assert.equal(score("12.5"), 12.5);
    assert.equal(score([3, 99, 101]), 99);
  });
  it("leaves the rule's own otherwise", () => {
    assert.equal(score(-1), 73);
    assert.equal(score(101), 73);
    assert.equal(score("much"), 73);
    assert.equal(alertOf({ riskScoreMapping }).riskScore, 73);
  });
});

describe("rule name override", () => {
  it("takes one text of the event", () => {
    assert.equal(alertOf({ ruleNameOverride: "message" }, { message: "Found it" }).ruleName, "Found it");
    assert.equal(alertOf({ ruleNameOverride: "message" }, { message: ["a"] }).ruleName, "Rule r");
    assert.equal(alertOf({ ruleNameOverride: "message" }).ruleName, "Rule r");
  });
});

it("mappings are in the document, and the rule's own values stay in the rule's", () => {
  const { document } = alertOf(
    {
      severityMapping: [severity("user.name", "root", "critical")],
      riskScoreMapping: [{ field: "event.risk_score", operator: "equals", value: "" }],
      ruleNameOverride: "message",
    },
    { "user.name": "root", "event.risk_score": 99, message: "Root again" },
  );
  assert.equal(getField(document, "kibana.alert.severity"), "critical");
  assert.equal(getField(document, "kibana.alert.risk_score"), 99);
  assert.equal(getField(document, "kibana.alert.rule.name"), "Root again");
  assert.equal(getField(document, "kibana.alert.reason"), "event by root created critical alert Root again.");
  assert.equal(getField(document, "kibana.alert.rule.severity"), "high");
  assert.equal(getField(document, "kibana.alert.rule.risk_score"), 73);
});

it("one alert's name is not that of the next", () => {
  const plan = rulesOnly([eventRule("r", any, { ruleNameOverride: "message" })]);
  const alerts = buildAlerts(plan, [hit(0, event("a", 1, { message: "A" })), hit(0, event("b", 2))]);
  assert.deepEqual(
    alerts.map(({ document }) => getField(document, "kibana.alert.rule.name")),
    ["A", "Rule r"],
  );
});

it("sequences keep the rule's own", () => {
  const plan = rulesOnly([sequenceRule("s", [any, any], {}, { ruleNameOverride: "message" })]);
  const hits = [hit(0, event("a", 1, { message: "A" }), 0), hit(0, event("b", 2, { message: "A" }), 1)];
  for (const { ruleName, document } of buildAlerts(plan, hits)) {
    assert.equal(ruleName, "Rule s");
    assert.equal(getField(document, "kibana.alert.rule.name"), "Rule s");
  }
});
