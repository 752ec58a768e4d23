import assert from "node:assert/strict";
import { test } from "node:test";
import { getField } from "../../../../src/ecs/document.ts";
import type { Field } from "../../../../src/ecs/field.ts";
import type { EcsValue } from "../../../../src/ecs/value.ts";
import { objectHash } from "../../../../src/engine/objectHash.ts";
import type { Executor } from "../../../../src/engine/run/executor.ts";
import { newTermsExecutor } from "../../../../src/engine/run/newTermsRun.ts";
import type { RunnableRule, Schedule } from "../../../../src/rule/rule.ts";
import { event, hit, rule } from "../scene.ts";

const minute = 60_000;
const hour = 60 * minute;
const user: Field = { name: "user.name", type: "keyword" };
const address: Field = { name: "source.ip", type: "ip" };
const isMfa: Field = { name: "mfa", type: "boolean" };
const schedule: Schedule = { intervalMs: 5 * minute, fromMs: 10 * minute, toMs: 0 };

function executorOf(fields: readonly Field[], historyMs = hour, of: Schedule | undefined = schedule): Executor {
  const execution = { kind: "newTerms", fields, historyMs } as const;
  const runnable: RunnableRule = {
    rule: rule("r", { type: "new_terms" }),
    query: { kind: "event", predicate: { kind: "constant", value: true } },
    execution,
    ...(of === undefined ? {} : { schedule: of }),
  };
  return newTermsExecutor(runnable, 0, execution);
}

function add(executor: Executor, id: string, atMs: number, fields: Record<string, EcsValue>): void {
  executor.add(hit(0, event(id, atMs, fields)));
}

/** The alerts of a run, as `event id: terms`. */
function newAt(executor: Executor, nowMs: number): string[] {
  const run = { nowMs, fromMs: nowMs - schedule.fromMs, toMs: nowMs };
  return executor.candidates(run, Number.POSITIVE_INFINITY).map(({ alert }) => {
    const terms = getField(alert.document, "kibana.alert.new_terms");
    return `${alert.events[0]!.id}: ${(terms as string[]).join(" ")}`;
  });
}

test("the first event of a value alerts, later ones do not", () => {
  const executor = executorOf([user]);
  add(executor, "b", 2 * minute, { "user.name": "ana" });
  add(executor, "a", minute, { "user.name": "ana" });
  add(executor, "c", 3 * minute, { "user.name": "bob" });
  add(executor, "d", 3 * minute, {});
  assert.deepEqual(newAt(executor, 5 * minute), ["a: ana", "c: bob"]);
});

test("what occurs in the history is not new, what fell out of it is", () => {
  const executor = executorOf([user]);
  for (const at of [0, 55, 120]) add(executor, `${at}`, at * minute, { "user.name": "ana" });
  assert.deepEqual(newAt(executor, 60 * minute), []);
  // The history of a run at 115 begins at 55, that of one at 120 at 60.
  assert.deepEqual(newAt(executor, 120 * minute), ["120: ana"]);
});

test("an event at the very start of the look-back belongs to the history", () => {
  const executor = executorOf([user]);
  add(executor, "a", 10 * minute, { "user.name": "ana" });
  assert.deepEqual(newAt(executor, 20 * minute), []);
  assert.deepEqual(newAt(executor, 19 * minute), ["a: ana"]);
});

test("several fields are new together, arrays give each combination", () => {
  const executor = executorOf([user, address]);
  add(executor, "a", minute, { "user.name": ["ana", "bob"], "source.ip": ["203.0.113.7", "203.0.113.8"] });
  add(executor, "b", 2 * minute, { "user.name": "cyd" });
  assert.deepEqual(newAt(executor, 5 * minute), [
    "a: ana 203.0.113.7",
    "a: ana 203.0.113.8",
    "a: bob 203.0.113.7",
    "a: bob 203.0.113.8",
  ]);
});

test("ids and terms are those of Kibana", () => {
  const kibana = objectHash([
    "myFakeSignalIndex",
    "d5e8eb51-a6a0-456d-8a15-4b79bfec3d71",
    "1",
    "default:04128c15-0d1b-4716-a4c5-46997ac7f3bd",
    ["127.0.0.1"],
  ]);
  assert.equal(kibana, "a36d9fe6fe4b2f65058fb1a487733275f811af58");
  const executor = executorOf([isMfa]);
  add(executor, "a", minute, { mfa: true });
  const [candidate] = executor.candidates({ nowMs: minute, fromMs: 0, toMs: minute }, 100);
  assert.equal(candidate!.alert.id, objectHash(["logs-aws.cloudtrail-default", "a", "undefined", "default:r", [1]]));
  assert.deepEqual(getField(candidate!.alert.document, "kibana.alert.new_terms"), [1]);
});

test("times tell of appearances and of the last event", () => {
  const executor = executorOf([user]);
  for (const at of [1, 2, 3]) add(executor, `${at}`, at * minute, { "user.name": "ana" });
  assert.deepEqual(executor.times(), [minute, 3 * minute]);
});

test("without a schedule what comes first is new, whenever", () => {
  const execution = { kind: "newTerms", fields: [user], historyMs: hour } as const;
  const runnable: RunnableRule = {
    rule: rule("r", { type: "new_terms" }),
    query: { kind: "event", predicate: { kind: "constant", value: true } },
    execution,
  };
  const executor = newTermsExecutor(runnable, 0, execution);
  add(executor, "a", 0, { "user.name": "ana" });
  add(executor, "b", 100 * hour, { "user.name": "ana" });
  assert.deepEqual(newAt(executor, 100 * hour), ["a: ana"]);
});

test("an event with too many combinations is told", () => {
  const executor = executorOf([user, address]);
  const names = Array.from({ length: 100 }, (_, at) => `user${at}`);
  const addresses = Array.from({ length: 100 }, (_, at) => `203.0.113.${at}`);
  add(executor, "a", minute, { "user.name": names, "source.ip": addresses });
  assert.equal(newAt(executor, 5 * minute).length, 1000);
  assert.deepEqual(executor.losses(), ["9,000 combinations were left out, of events that have more than 1,000"]);
});
