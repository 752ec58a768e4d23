import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../../src/ecs/catalogue.ts";
import { getField, printDocument } from "../../../../src/ecs/document.ts";
import type { EcsValue } from "../../../../src/ecs/value.ts";
import type { Alert } from "../../../../src/engine/alert.ts";
import { esqlEventAlertId, esqlRowAlertId } from "../../../../src/engine/alertId.ts";
import { eventRows, storedRows } from "../../../../src/engine/run/esqlRows.ts";
import { esqlExecutor } from "../../../../src/engine/run/esqlRun.ts";
import type { Executor } from "../../../../src/engine/run/executor.ts";
import type { ScheduledRun } from "../../../../src/engine/run/ruleRun.ts";
import { understandEsql } from "../../../../src/rule/understandEsql.ts";
import { event, hit, rule } from "../scene.ts";

const minute = 60_000;
const index = "logs-aws.cloudtrail-default";

function executorOf(query: string): Executor {
  const understood = understandEsql({ name: "query", text: query }, defaultCatalogue);
  assert.deepEqual(understood.diagnostics, []);
  const execution = { kind: "esql", query: understood.checked! } as const;
  const runnable = {
    rule: rule("r", { type: "esql", query }),
    query: { kind: "event", predicate: understood.predicate! },
    execution,
  } as const;
  const source = execution.query.isAggregating ? storedRows(runnable) : eventRows(runnable);
  return esqlExecutor(runnable, 0, execution, source);
}

function add(executor: Executor, id: string, atMs: number, fields: Record<string, EcsValue>): void {
  executor.add(hit(0, event(id, atMs, fields)));
}

function runAt(nowMs: number, windowMs = 10 * minute): ScheduledRun {
  return { nowMs, fromMs: nowMs - windowMs, toMs: nowMs };
}

function alertsOf(executor: Executor, run: ScheduledRun, most = Number.POSITIVE_INFINITY): Alert[] {
  return executor.candidates(run, most).map(({ alert }) => alert);
}

test("a row with an id is its event with the columns over it", () => {
  const executor = executorOf(
    `from logs-aws.cloudtrail-* metadata _id, _version, _index
     | where user.name == "ana"
     | eval Esql.name = to_upper(user.name), user.id = "2"
     | keep _id, _version, _index, Esql.name, user.id`,
  );
  add(executor, "a", minute, { "user.name": "ana", "user.id": "1", "event.action": "x" });
  add(executor, "b", minute, { "user.name": "bob" });
  add(executor, "c", 20 * minute, { "user.name": "ana" });
  const [alert, ...others] = alertsOf(executor, runAt(5 * minute));
  assert.deepEqual(others, []);
  const { document } = alert!;
  assert.equal(getField(document, "Esql.name"), "ANA");
  assert.equal(getField(document, "user.id"), "2");
  assert.equal(getField(document, "user.name"), "ana");
  assert.equal(getField(document, "event.action"), "x");
  assert.equal(getField(document, "_id"), undefined);
  assert.equal(getField(document, "kibana.alert.original_time"), "1970-01-01T00:01:00.000Z");
  assert.equal(alert!.id, esqlEventAlertId(index, "a", "r", []));
  assert.equal(alert!.kind, "event");
  assert.deepEqual(
    alert!.events.map(({ id }) => id),
    ["a"],
  );
});

test("the rows of one event that mv_expand made have ids by its values", () => {
  const executor = executorOf(
    "from logs-aws.cloudtrail-* metadata _id, _version, _index | mv_expand user.roles | keep _id, _version, _index, user.roles",
  );
  add(executor, "a", minute, { "user.roles": ["admin", "dev"] });
  assert.deepEqual(
    alertsOf(executor, runAt(5 * minute)).map(({ id }) => id),
    [esqlEventAlertId(index, "a", "r", ["admin"]), esqlEventAlertId(index, "a", "r", ["dev"])],
  );
});

const counting = "from logs-aws.cloudtrail-* | stats events = count(*) by user.name | sort user.name";

test("a row of a query that aggregates stands for no event, and each run makes it anew", () => {
  const executor = executorOf(counting);
  add(executor, "a", minute, { "user.name": "ana" });
  add(executor, "a", minute, { "user.name": "ana" });
  add(executor, "b", 2 * minute, { "user.name": ["ana", "bob"] });
  const first = alertsOf(executor, runAt(5 * minute));
  assert.deepEqual(
    first.map(({ document }) => [getField(document, "user.name"), getField(document, "events")]),
    [
      ["ana", 2],
      ["bob", 1],
    ],
  );
  const window = { from: "1969-12-31T23:55:00.000Z", to: "1970-01-01T00:05:00.000Z" };
  assert.deepEqual(
    first.map(({ id }) => id),
    [esqlRowAlertId(window, counting, "r", 0), esqlRowAlertId(window, counting, "r", 1)],
  );
  assert.deepEqual(first[0]!.events, []);
  assert.equal(first[0]!.kind, "group");
  assert.equal(first[0]!.atMs, 5 * minute);
  assert.equal(getField(first[0]!.document, "kibana.alert.original_time"), undefined);
  const second = alertsOf(executor, runAt(10 * minute));
  assert.equal(second.length, 2);
  assert.notEqual(second[0]!.id, first[0]!.id);
});

test("groups that never come to what is demanded leave the others as they are", () => {
  const executor = executorOf(
    `from logs-aws.cloudtrail-* | stats made = count(*) where event.action == "x", events = count(*) by user.name
     | where made > 1 | keep user.name, made, events`,
  );
  for (const [id, at, name, action] of [
    ["a", 1, "bob", "x"],
    ["b", 2, "ana", "x"],
    ["c", 3, "ana", "y"],
    ["d", 4, "ana", "x"],
    ["e", 14, "ana", "x"],
    ["f", 30, "eve", "x"],
    ["g", 50, "bob", "y"],
  ] as const) {
    add(executor, id, at * minute, { "user.name": name, "event.action": action });
  }
  const rowsAt = (at: number) =>
    alertsOf(executor, runAt(at * minute)).map(({ document }) =>
      ["user.name", "made", "events"].map((field) => getField(document, field)),
    );
  assert.deepEqual(rowsAt(5), [["ana", 2, 3]]);
  assert.deepEqual(rowsAt(12), [["ana", 2, 3]]);
  assert.deepEqual(rowsAt(14), [["ana", 2, 2]]);
  assert.deepEqual(rowsAt(20), []);
  assert.deepEqual(rowsAt(35), []);
  assert.deepEqual(rowsAt(55), []);
});

test("max_signals of a run is asked for three times over", () => {
  const executor = executorOf(counting);
  for (let at = 0; at < 10; at++) add(executor, `${at}`, minute, { "user.name": `user${at}` });
  assert.equal(alertsOf(executor, runAt(5 * minute), 2).length, 6);
});

test("now is the time of the run", () => {
  const executor = executorOf("from logs-aws.cloudtrail-* | stats latest = max(@timestamp) | eval seen = now()");
  add(executor, "a", minute, {});
  const [alert] = alertsOf(executor, runAt(5 * minute));
  assert.equal(getField(alert!.document, "seen"), "1970-01-01T00:05:00.000Z");
  assert.equal(getField(alert!.document, "latest"), "1970-01-01T00:01:00.000Z");
});

test("a row of an event without id column stands for no event", () => {
  const executor = executorOf("from logs-aws.cloudtrail-* | keep @timestamp, user.name");
  add(executor, "a", minute, { "user.name": "ana" });
  const [alert] = alertsOf(executor, runAt(5 * minute));
  assert.equal(alert!.kind, "group");
  assert.equal(alert!.atMs, minute);
  assert.equal(getField(alert!.document, "user.name"), "ana");
  assert.ok(!printDocument(alert!.document).includes("aws.cloudtrail-default"));
});
