import assert from "node:assert/strict";
import { test } from "node:test";
import { getField } from "../../../../src/ecs/document.ts";
import type { Field } from "../../../../src/ecs/field.ts";
import type { EcsValue } from "../../../../src/ecs/value.ts";
import type { Alert } from "../../../../src/engine/alert.ts";
import { thresholdHitId } from "../../../../src/engine/alertId.ts";
import type { Executor } from "../../../../src/engine/run/executor.ts";
import type { ScheduledRun } from "../../../../src/engine/run/ruleRun.ts";
import { thresholdExecutor } from "../../../../src/engine/run/thresholdRun.ts";
import type { RunnableRule } from "../../../../src/rule/rule.ts";
import { event, hit, rule } from "../scene.ts";

const minute = 60_000;
const user: Field = { name: "user.name", type: "keyword" };
const address: Field = { name: "source.ip", type: "ip" };
const bucket: Field = { name: "aws.cloudtrail.flattened.request_parameters", type: "keyword" };

function executorOf(
  fields: readonly Field[],
  value: number,
  cardinality: { field: Field; value: number }[] = [],
): Executor {
  const execution = { kind: "threshold", fields, value, cardinality } as const;
  const runnable: RunnableRule = {
    rule: rule("r", { type: "threshold", index: ["logs-aws.cloudtrail-*", "logs-azure.*"] }),
    query: { kind: "event", predicate: { kind: "constant", value: true } },
    execution,
  };
  return thresholdExecutor(runnable, 0, execution);
}

function add(executor: Executor, id: string, atMs: number, fields: Record<string, EcsValue>): void {
  executor.add(hit(0, event(id, atMs, fields)));
}

function runAt(nowMs: number, windowMs = 10 * minute): ScheduledRun {
  return { nowMs, fromMs: nowMs - windowMs, toMs: nowMs };
}

function alertsOf(executor: Executor, run: ScheduledRun): Alert[] {
  return executor.candidates(run, Number.POSITIVE_INFINITY).map(({ alert }) => alert);
}

function resultOf(alert: Alert): unknown {
  return JSON.parse(JSON.stringify(getField(alert.document, "kibana.alert.threshold_result")));
}

test("a group alerts once it has as many events as the value", () => {
  const executor = executorOf([user, address], 2);
  add(executor, "a", minute, { "user.name": "ana", "source.ip": "203.0.113.7" });
  add(executor, "b", 3 * minute, { "user.name": "ana", "source.ip": "203.0.113.7" });
  add(executor, "c", 2 * minute, { "user.name": "ana", "source.ip": "203.0.113.8" });
  add(executor, "d", 2 * minute, { "user.name": "ana" });
  assert.deepEqual(Array.from(executor.times()), [minute, 2 * minute, 2 * minute, 3 * minute]);
  const [alert, ...others] = alertsOf(executor, runAt(5 * minute));
  assert.equal(others.length, 0);
  assert.deepEqual(resultOf(alert!), {
    terms: [
      { field: "user.name", value: "ana" },
      { field: "source.ip", value: "203.0.113.7" },
    ],
    count: 2,
    from: "1970-01-01T00:01:00.000Z",
  });
  const document = alert!.document;
  assert.equal(getField(document, "user.name"), "ana");
  assert.equal(getField(document, "source.ip"), "203.0.113.7");
  assert.equal(getField(document, "@timestamp"), "1970-01-01T00:03:00.000Z");
  assert.equal(getField(document, "kibana.alert.original_time"), "1970-01-01T00:03:00.000Z");
  assert.equal(getField(document, "event.kind"), "signal");
  assert.equal(getField(document, "kibana.alert.uuid"), alert!.id);
  const hitId = thresholdHitId("r", "1970-01-01T00:05:00.000Z", ["user.name", "source.ip"], ["ana", "203.0.113.7"]);
  assert.deepEqual(JSON.parse(JSON.stringify(getField(document, "kibana.alert.ancestors"))), [
    { id: hitId, type: "event", index: "logs-aws.cloudtrail-*,logs-azure.*", depth: 0 },
  ]);
  assert.equal(alert!.kind, "group");
  assert.deepEqual(alert!.events, []);
});

test("what was reported is left out by later runs until it leaves their window", () => {
  const executor = executorOf([user], 2);
  for (const at of [1, 2, 8, 9]) add(executor, `${at}`, at * minute, { "user.name": "ana" });
  assert.equal(alertsOf(executor, runAt(5 * minute)).length, 1);
  const [second, ...others] = alertsOf(executor, runAt(10 * minute));
  assert.equal(others.length, 0);
  assert.deepEqual(resultOf(second!), {
    terms: [{ field: "user.name", value: "ana" }],
    count: 2,
    from: "1970-01-01T00:08:00.000Z",
  });
  assert.equal(alertsOf(executor, runAt(15 * minute)).length, 0);
});

test("an event with two values is left out of both groups once one is reported", () => {
  const executor = executorOf([user], 2);
  add(executor, "a", minute, { "user.name": ["ana", "bob"] });
  add(executor, "b", minute, { "user.name": "ana" });
  add(executor, "c", 6 * minute, { "user.name": "bob" });
  assert.equal(alertsOf(executor, runAt(5 * minute)).length, 1);
  assert.equal(alertsOf(executor, runAt(10 * minute)).length, 0);
});

test("groups come in order of their values", () => {
  const executor = executorOf([user], 1);
  for (const name of ["cyd", "ana", "bob"]) add(executor, name, minute, { "user.name": name });
  const names = alertsOf(executor, runAt(5 * minute)).map((alert) => getField(alert.document, "user.name"));
  assert.deepEqual(names, ["ana", "bob", "cyd"]);
});

test("without fields all events are one group", () => {
  const executor = executorOf([], 3);
  for (const at of [1, 2, 3]) add(executor, `${at}`, at * minute, {});
  const [alert] = alertsOf(executor, runAt(5 * minute));
  assert.deepEqual(resultOf(alert!), { terms: [], count: 3, from: "1970-01-01T00:01:00.000Z" });
});

test("cardinality asks for distinct values", () => {
  const cardinality = [{ field: bucket, value: 2 }];
  const executor = executorOf([user], 1, cardinality);
  add(executor, "a", minute, { "user.name": "ana", [bucket.name]: "one" });
  add(executor, "b", minute, { "user.name": "ana", [bucket.name]: "one" });
  assert.equal(alertsOf(executor, runAt(2 * minute)).length, 0);
  const again = executorOf([user], 1, cardinality);
  add(again, "a", minute, { "user.name": "ana", [bucket.name]: "one" });
  add(again, "b", minute, { "user.name": "ana", [bucket.name]: ["one", "two"] });
  const [alert] = alertsOf(again, runAt(2 * minute));
  assert.deepEqual(resultOf(alert!), {
    terms: [{ field: "user.name", value: "ana" }],
    cardinality: [{ field: bucket.name, value: 2 }],
    count: 2,
    from: "1970-01-01T00:01:00.000Z",
  });
});

test("an event that is in too many groups is in the first of them, and that is told", () => {
  const executor = executorOf([user, address], 1);
  const names = Array.from({ length: 100 }, (_, at) => `user${at}`);
  const addresses = Array.from({ length: 100 }, (_, at) => `203.0.113.${at}`);
  add(executor, "a", minute, { "user.name": names, "source.ip": addresses });
  assert.equal(alertsOf(executor, runAt(2 * minute)).length, 1000);
  assert.deepEqual(executor.losses(), ["9,000 groups were left out, of events that are in more than 1,000"]);
});

test("ids of hits are those of Kibana", () => {
  assert.equal(
    thresholdHitId("abcd", "2020-12-17T16:27:00.000Z", ["agent.name"], []),
    "a4832768-a379-583a-b1a2-e2ce2ad9e6e9",
  );
  assert.equal(
    thresholdHitId("abcd", "2019-11-18T13:32:00.000Z", ["host.ip"], ["1.2.3.4"]),
    "ee8870dc-45ff-5e6c-a2f9-80886651ce03",
  );
});
