import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getField } from "../../../../src/ecs/document.ts";
import { type EcsValue, emptyObject } from "../../../../src/ecs/value.ts";
import { alertRule } from "../../../../src/engine/alertRule.ts";
import { makeAlert } from "../../../../src/engine/makeAlert.ts";
import type { AlertCandidate } from "../../../../src/engine/run/executor.ts";
import { BucketSuppression } from "../../../../src/engine/run/suppression/bucketSuppression.ts";
import { MemorySuppression } from "../../../../src/engine/run/suppression/memorySuppression.ts";
import type { SuppressionOptions } from "../../../../src/rule/rule.ts";
import { event, rule } from "../scene.ts";

const limit = { most: Number.POSITIVE_INFINITY, keeps: "firstNew" } as const;
const carried = alertRule(rule("r"), 0);

function candidate(id: string, atMs: number, value: EcsValue, changes: Partial<AlertCandidate> = {}): AlertCandidate {
  const alert = makeAlert(carried, { id, kind: "event", atMs, events: [event(id, atMs)] }, emptyObject);
  return { alert, startMs: atMs, endMs: atMs, sourceValue: () => value, ...changes };
}

const run = (nowMs: number) => ({ nowMs, fromMs: nowMs - 10, toMs: nowMs });
const lasting: SuppressionOptions = { fields: ["user.name"], missing: "suppress", durationMs: 1000 };
const counts = (alerts: readonly { id: string; suppressed?: number }[]) =>
  alerts.map(({ id, suppressed }) => `${id} ${suppressed}`);

describe("what suppression remembers", () => {
  it("is so many instances, the oldest forgotten first and counted", () => {
    const memory = new MemorySuppression("r", lasting, limit, 5, 2);
    for (const [i, user] of ["ana", "bob", "eve"].entries()) {
      memory.write(run(10 * (i + 1)), [candidate(`a${i}`, 10 * i + 5, user)]);
    }
    memory.write(run(40), [candidate("b0", 35, "ana"), candidate("b2", 35, "eve")]);
    assert.deepEqual(counts(memory.alerts()), ["a0 0", "a1 0", "a2 1", "b0 0"]);
    assert.deepEqual(memory.losses(), ["2 suppression groups forgotten, too many were open"]);
  });
  it("is so many buckets", () => {
    const { durationMs: _, ...perRun } = lasting;
    const buckets = new BucketSuppression("r", perRun, limit, 1);
    buckets.write(run(10), [candidate("a", 8, "ana"), candidate("b", 9, "bob")]);
    assert.deepEqual(buckets.losses(), [
      "1 suppression groups forgotten, too many were open",
      "1 suppression groups forgotten, too many were remembered",
    ]);
  });
  it("ends with the duration, which costs nothing", () => {
    const memory = new MemorySuppression("r", { ...lasting, durationMs: 5 }, limit, 5, 1);
    memory.write(run(10), [candidate("a", 9, "ana")]);
    memory.write(run(20), [candidate("b", 19, "bob")]);
    assert.deepEqual(memory.losses(), []);
  });
});

describe("an event in many buckets", () => {
  it("counts in the first thousand, and the rest is counted", () => {
    const users = Array.from({ length: 40 }, (_, i) => `u${i}`);
    const two: SuppressionOptions = { fields: ["user.name", "host.name"], missing: "suppress" };
    const buckets = new BucketSuppression("r", two, limit);
    buckets.write(run(10), [candidate("a", 9, users)]);
    assert.equal(buckets.alerts().length, 1000);
    assert.deepEqual(buckets.losses(), ["600 suppression groups left out, one event was in too many"]);
  });
});

describe("a rule type's own terms", () => {
  it("suppress by their values alone, whatever the rule's fields", () => {
    const memory = new MemorySuppression("r", { ...lasting, fields: [] }, limit, 5);
    const terms = (...values: string[]) => ({ terms: values.map((value, i) => ({ field: `f${i}`, value })) });
    memory.write(run(10), [candidate("a", 5, null, { ...terms("x", "y"), startMs: 1, endMs: 5 })]);
    memory.write(run(20), [candidate("b", 15, null, { ...terms("y", "x"), startMs: 11, endMs: 15 })]);
    memory.write(run(30), [candidate("c", 25, null, { ...terms("x", "z"), startMs: 21, endMs: 25 })]);
    assert.deepEqual(counts(memory.alerts()), ["a 1", "c 0"]);
    const { document } = memory.alerts()[0]!;
    assert.equal(getField(document, "kibana.alert.suppression.start"), "1970-01-01T00:00:00.001Z");
    assert.equal(getField(document, "kibana.alert.suppression.end"), "1970-01-01T00:00:00.015Z");
  });
});

describe("max_signals with suppression", () => {
  const perRun: SuppressionOptions = { fields: ["user.name"], missing: "doNotSuppress" };
  const limited = { most: 2, keeps: "firstNew" } as const;

  it("lets a run look at several alerts for each that it may create", () => {
    const memory = new MemorySuppression("r", perRun, limited, 5);
    const many = Array.from({ length: 12 }, (_, i) => candidate(`a${String(i).padStart(2, "0")}`, i, "ana"));
    memory.write(run(12), many);
    assert.deepEqual(counts(memory.alerts()), ["a00 9"]);
    assert.deepEqual(memory.losses(), ["2 alerts not created, a run reached max_signals"]);
  });
  it("creates those that stand alone first", () => {
    const memory = new MemorySuppression("r", perRun, limited, 5);
    memory.write(run(10), [candidate("a", 1, "ana"), candidate("b", 2, "bob"), candidate("c", 3, null)]);
    assert.deepEqual(counts(memory.alerts()), ["c undefined", "a 0"]);
  });
});
