import assert from "node:assert/strict";
import { test } from "node:test";
import { getField, setField } from "../../../../src/ecs/document.ts";
import type { Field } from "../../../../src/ecs/field.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../../../src/ecs/value.ts";
import { eventView } from "../../../../src/engine/eventView.ts";
import { IndicatorIndex, type ThreatMatchExecution } from "../../../../src/engine/run/indicatorIndex.ts";
import { threatMatchExecutor } from "../../../../src/engine/run/threatMatchRun.ts";
import { event, hit, rule } from "../scene.ts";

const minute = 60_000;
const address: Field = { name: "source.ip", type: "ip" };
const user: Field = { name: "user.name", type: "keyword" };
const agent: Field = { name: "user_agent.original", type: "keyword" };
const port: Field = { name: "source.port", type: "long" };

type Entries = ThreatMatchExecution["groups"][number]["entries"];

function entry(field: Field, value: string, negate = false): Entries[number] {
  return { field, value, negate };
}

function indicator(fields: Record<string, EcsValue>): EcsObject {
  const document = emptyObject();
  for (const [path, value] of Object.entries(fields)) setField(document, path, value);
  return document;
}

function executionOf(groups: readonly Entries[], indicators: readonly EcsObject[]): ThreatMatchExecution {
  return {
    kind: "threatMatch",
    groups: groups.map((entries) => ({ entries })),
    indicators,
    indicatorPath: "threat.indicator",
  };
}

/** What an event with these fields matches, as `indicator field`. */
function matched(execution: ThreatMatchExecution, fields: Record<string, EcsValue>): string[] {
  const view = eventView(event("a", 0, fields));
  return new IndicatorIndex(execution).matches(view).map(({ indicator: at, field }) => `${at} ${field.name}`);
}

test("an entry holds if any value of the field is any value of the indicator", () => {
  const execution = executionOf(
    [[entry(user, "threat.indicator.name")]],
    [
      indicator({ "threat.indicator.name": ["ana", "bob"] }),
      indicator({ "threat.indicator.name": "cyd" }),
      indicator({}),
    ],
  );
  assert.deepEqual(matched(execution, { "user.name": "bob" }), ["0 user.name"]);
  assert.deepEqual(matched(execution, { "user.name": ["cyd", "ana", "dan"] }), ["0 user.name", "1 user.name"]);
  assert.deepEqual(matched(execution, { "user.name": "Ana" }), []);
  assert.deepEqual(matched(execution, {}), []);
});

test("addresses are compared by their bits, and blocks hold their addresses", () => {
  const execution = executionOf(
    [[entry(address, "threat.indicator.ip")]],
    [
      indicator({ "threat.indicator.ip": "2001:db8::1" }),
      indicator({ "threat.indicator.ip": "198.51.100.0/24" }),
      indicator({ "threat.indicator.ip": "198.51.100.7" }),
      indicator({ "threat.indicator.ip": "no address" }),
    ],
  );
  assert.deepEqual(matched(execution, { "source.ip": "2001:0DB8:0:0:0:0:0:1" }), ["0 source.ip"]);
  assert.deepEqual(matched(execution, { "source.ip": "198.51.100.7" }), ["1 source.ip", "2 source.ip"]);
  assert.deepEqual(matched(execution, { "source.ip": "198.51.101.7" }), []);
});

test("numbers are compared as the event's field indexes them", () => {
  const execution = executionOf([[entry(port, "port")]], [indicator({ port: "443" }), indicator({ port: 8443 })]);
  assert.deepEqual(matched(execution, { "source.port": 443 }), ["0 source.port"]);
  assert.deepEqual(matched(execution, { "source.port": "8443" }), ["1 source.port"]);
});

test("entries of a group hold together on one indicator, groups are alternatives", () => {
  const execution = executionOf(
    [[entry(user, "name"), entry(address, "ip")], [entry(agent, "agent")]],
    [
      indicator({ name: "ana", ip: "203.0.113.7" }),
      indicator({ name: "bob", ip: "203.0.113.8" }),
      indicator({ agent: "curl" }),
    ],
  );
  assert.deepEqual(matched(execution, { "user.name": "ana", "source.ip": "203.0.113.7" }), [
    "0 user.name",
    "0 source.ip",
  ]);
  assert.deepEqual(matched(execution, { "user.name": "ana", "source.ip": "203.0.113.8" }), []);
  assert.deepEqual(matched(execution, { "user.name": "x", "user_agent.original": "curl" }), ["2 user_agent.original"]);
});

test("a negated entry refuses the indicator's value", () => {
  const execution = executionOf(
    [[entry(address, "ip"), entry(user, "name", true)]],
    [indicator({ ip: "203.0.113.7", name: "ana" })],
  );
  assert.deepEqual(matched(execution, { "source.ip": "203.0.113.7", "user.name": "ana" }), []);
  assert.deepEqual(matched(execution, { "source.ip": "203.0.113.7", "user.name": "bob" }), ["0 source.ip"]);
  assert.deepEqual(matched(execution, { "source.ip": "203.0.113.7" }), ["0 source.ip"]);
  const without = executionOf([[entry(address, "ip"), entry(user, "name", true)]], [indicator({ ip: "203.0.113.7" })]);
  assert.deepEqual(matched(without, { "source.ip": "203.0.113.7" }), []);
  assert.deepEqual(matched(without, { "source.ip": "203.0.113.7", "user.name": "bob" }), ["0 source.ip"]);
});

test("a group of negated entries alone matches nothing", () => {
  const execution = executionOf([[entry(user, "name", true)]], [indicator({ name: "ana" })]);
  assert.deepEqual(matched(execution, { "user.name": "bob" }), []);
});

test("an event matches at most 200 times", () => {
  const indicators = Array.from({ length: 300 }, () => indicator({ name: "ana" }));
  assert.equal(matched(executionOf([[entry(user, "name")]], indicators), { "user.name": "ana" }).length, 200);
});

test("too many combinations of one event are cut and counted", () => {
  const index = new IndicatorIndex(
    executionOf([[entry(user, "name"), entry(address, "ip")]], [indicator({ name: "user0", ip: "203.0.113.0" })]),
  );
  const names = Array.from({ length: 100 }, (_, at) => `user${at}`);
  const addresses = Array.from({ length: 100 }, (_, at) => `203.0.113.${at}`);
  assert.equal(index.matches(eventView(event("a", 0, { "user.name": names, "source.ip": addresses }))).length, 2);
  assert.equal(index.cut, 9000);
});

test("an alert is enriched with the indicators that its event matches", () => {
  const execution = executionOf(
    [[entry(address, "threat.indicator.ip")]],
    [
      indicator({
        _id: "ti-1",
        _index: "logs-ti_custom-default",
        "threat.indicator.ip": "203.0.113.7",
        "threat.indicator.type": "ipv4-addr",
        "threat.feed.name": "ours",
      }),
      indicator({ "threat.indicator.ip": "203.0.113.9" }),
    ],
  );
  const query = { kind: "event", predicate: { kind: "constant", value: true } } as const;
  const executor = threatMatchExecutor({ rule: rule("r", { type: "threat_match" }), query, execution }, 0, execution);
  const bad = event("a", minute, { "source.ip": "203.0.113.7", "threat.enrichments": [indicator({ known: true })] });
  executor.add(hit(0, bad));
  executor.add(hit(0, bad));
  executor.add(hit(0, event("b", 2 * minute, { "source.ip": "203.0.113.9" })));
  executor.add(hit(0, event("c", 3 * minute, { "source.ip": "203.0.113.1" })));
  assert.deepEqual(executor.times(), [minute, 2 * minute]);
  const candidates = executor.candidates({ nowMs: 5 * minute, fromMs: 0, toMs: 5 * minute }, 100);
  assert.deepEqual(
    candidates.map(({ alert }) => alert.events.map(({ id }) => id)),
    [["b"], ["a"]],
  );
  const document = candidates[1]!.alert.document;
  assert.deepEqual(JSON.parse(JSON.stringify(getField(document, "threat.enrichments"))), [
    { known: true },
    {
      indicator: { ip: "203.0.113.7", type: "ipv4-addr" },
      feed: { name: "ours" },
      matched: {
        atomic: "203.0.113.7",
        field: "source.ip",
        id: "ti-1",
        index: "logs-ti_custom-default",
        type: "indicator_match_rule",
      },
    },
  ]);
  assert.deepEqual((getField(bad.document, "threat.enrichments") as EcsValue[]).length, 1, "the event is not changed");
});
