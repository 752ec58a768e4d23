import assert from "node:assert/strict";
import { test } from "node:test";
import type { Field } from "../../../../src/ecs/field.ts";
import { planRules } from "../../../../src/engine/plan.ts";
import { finishRuns } from "../../../../src/engine/run/finishRuns.ts";
import { startRun } from "../../../../src/engine/run/startRun.ts";
import type { Predicate } from "../../../../src/predicate/predicate.ts";
import { equals, event, eventRule, hit } from "../scene.ts";

const alertIndex = [".alerts-security.*"];

/** A condition on an alert's field. */
function alertField(name: string, value: string | number): Predicate {
  const field: Field = { name, type: typeof value === "number" ? "float" : "keyword" };
  return { kind: "test", field, test: { kind: "equals", value } };
}

function alertsOf(upon: Predicate, ...others: Predicate[]): (readonly string[])[] {
  const rules = [
    eventRule("upon", upon, { index: alertIndex }),
    eventRule("log", equals("event.dataset", "aws.cloudtrail"), { riskScore: 47 }),
    ...others.map((other, at) => eventRule(`other${at}`, other, { index: alertIndex })),
  ];
  const plan = planRules(rules);
  const runs = rules.map((rule, index) => startRun(rule, index));
  runs[1]!.add(hit(1, event("e", 1, { "user.name": "ana" })));
  return finishRuns(plan, runs, {}).map(({ alerts }) => alerts.map(({ document }) => JSON.stringify(document)));
}

test("a rule over alerts sees the alerts of rules that come before or after it", () => {
  const [upon, log] = alertsOf(alertField("kibana.alert.rule.rule_id", "log"));
  assert.equal(log!.length, 1);
  assert.equal(upon!.length, 1);
  assert.match(upon![0]!, /"depth":2/);
});

test("what an alert is known by without its document rules it out, and its document decides the rest", () => {
  assert.equal(alertsOf(alertField("kibana.alert.risk_score", 48))[0]!.length, 0);
  assert.equal(alertsOf(alertField("kibana.alert.risk_score", 47))[0]!.length, 1);
  assert.equal(alertsOf(alertField("user.name", "ben"))[0]!.length, 0);
  assert.equal(alertsOf(alertField("user.name", "ana"))[0]!.length, 1);
});

test("a rule over alerts does not see the alerts of another", () => {
  const [, , other] = alertsOf(
    alertField("kibana.alert.rule.rule_id", "log"),
    alertField("kibana.alert.rule.rule_id", "upon"),
  );
  assert.equal(other!.length, 0);
});
