import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getField, printDocument } from "../../../src/ecs/document.ts";
import { type EcsObject, emptyObject } from "../../../src/ecs/value.ts";
import type { Alert } from "../../../src/engine/alert.ts";
import { eventAlertId, shellAlertId } from "../../../src/engine/alertId.ts";
import { buildAlerts, type SampleListener } from "../../../src/engine/alerts.ts";
import { alertsDataset, type NormalizedEvent } from "../../../src/normalize/record.ts";
import { equals, event, eventRule, hit, rule, rulesOnly, sequenceRule } from "./scene.ts";

const index = "logs-aws.cloudtrail-default";
const any = equals("event.dataset", "aws.cloudtrail");
const first = Date.UTC(2026, 0, 2, 3, 4, 5);
const json = (value: unknown) => JSON.parse(JSON.stringify(value));
const nested = (document: EcsObject, path: string) => json(getField(document, path) ?? null);

describe("an event's alert", () => {
  const plan = rulesOnly([eventRule("r1", any, { note: "look", buildingBlock: true })]);
  const shared = event("e1", first, {
    "event.action": "ModifySnapshotAttribute",
    "event.original": "{}",
    "user.name": "alice",
    "source.ip": "203.0.113.7",
    signal: "no",
  });
  const [alert] = buildAlerts(plan, [hit(0, shared)]);

  it("has Kibana's id in all places", () => {
    assert.equal(alert?.id, eventAlertId(index, "e1", "r1"));
    assert.equal(nested(alert!.document, "kibana.alert.uuid"), alert?.id);
  });
  it("is nested, as a reader of its JSON finds it", () => {
    const document = JSON.parse(printDocument(alert!.document));
    assert.equal(document.kibana.alert.rule.rule_id, "r1");
    assert.equal(document.kibana.alert.severity, "high");
    assert.equal(document.kibana.alert.risk_score, 73);
    assert.equal(document.kibana.alert.original_event.id, "e1");
    assert.deepEqual(document.kibana.space_ids, ["default"]);
    assert.deepEqual(
      Object.keys(document).filter((key) => key.includes(".")),
      [],
    );
  });
  it("names its event as ancestor", () => {
    assert.deepEqual(nested(alert!.document, "kibana.alert.ancestors"), [{ id: "e1", type: "event", index, depth: 0 }]);
    assert.equal(nested(alert!.document, "kibana.alert.depth"), 1);
  });
  it("keeps the event's fields, and its event fields as original ones", () => {
    assert.equal(nested(alert!.document, "user.name"), "alice");
    assert.equal(nested(alert!.document, "event.action"), "ModifySnapshotAttribute");
    assert.equal(nested(alert!.document, "event.kind"), "signal");
    assert.equal(nested(alert!.document, "kibana.alert.original_event.kind"), "event");
    assert.equal(nested(alert!.document, "kibana.alert.original_data_stream.dataset"), "aws.cloudtrail");
    assert.equal(nested(alert!.document, "signal"), null);
  });
  it("does not change the event", () => {
    assert.equal(getField(shared.document, "event.kind"), "event");
    assert.equal(getField(shared.document, "kibana"), undefined);
    assert.equal(getField(shared.document, "signal"), "no");
  });
  it("has the event's time", () => {
    assert.equal(nested(alert!.document, "@timestamp"), "2026-01-02T03:04:05.000Z");
    assert.equal(nested(alert!.document, "kibana.alert.original_time"), "2026-01-02T03:04:05.000Z");
    assert.equal(alert!.atMs, first);
  });
  it("says what its rule says", () => {
    const own = nested(alert!.document, "kibana.alert.rule");
    assert.equal(own.name, "Rule r1");
    assert.equal(own.uuid, "r1");
    assert.equal(own.category, "Event Correlation Rule");
    assert.equal(own.building_block_type, "default");
    assert.equal(own.note, "look");
    assert.equal(own.version, 3);
    assert.deepEqual(own.tags, ["Cloud"]);
    assert.deepEqual(own.indices, ["logs-aws.cloudtrail-*"]);
    assert.deepEqual(own.parameters, { rule_id: "r1", type: "eql", query: "any where true" });
    assert.equal(nested(alert!.document, "kibana.alert.building_block_type"), "default");
    assert.equal(nested(alert!.document, "kibana.alert.workflow_status"), "open");
    assert.equal(nested(alert!.document, "kibana.alert.status"), "active");
  });
  it("survives times outside the calendar", () => {
    const [early] = buildAlerts(plan, [hit(0, { ...event("e", -1), atMs: -9e15 })]);
    assert.equal(nested(early!.document, "@timestamp"), "-271821-04-20T00:00:00.000Z");
  });
});

/** An event that is an alert itself. */
function asAlert(one: NormalizedEvent): NormalizedEvent {
  return { ...one, dataset: alertsDataset };
}

describe("alerts of events", () => {
  const plan = rulesOnly([eventRule("b", any), eventRule("a", any)]);

  it("come one per rule and event id, by time, rule and id", () => {
    const hits = [
      hit(0, event("z", 2)),
      hit(1, event("z", 2)),
      hit(0, event("y", 2)),
      hit(0, event("x", 9)),
      hit(0, event("z", 2)),
    ];
    const shown = buildAlerts(plan, hits).map(({ atMs, ruleId, events }) => `${atMs} ${ruleId} ${events[0]?.id}`);
    assert.deepEqual(shown, ["2 a z", "2 b y", "2 b z", "9 b x"]);
  });
  it("keep the smallest of differing copies, whatever their order", () => {
    const small = event("e", 1, { "event.original": "a", "user.name": "zoe" });
    const large = event("e", 1, { "event.original": "b", "user.name": "ana" });
    for (const hits of [
      [hit(0, small), hit(0, large)],
      [hit(0, large), hit(0, small)],
    ]) {
      const alerts = buildAlerts(plan, hits);
      assert.equal(alerts.length, 1);
      assert.equal(nested(alerts[0]!.document, "user.name"), "zoe");
    }
  });
  it("skip an event that stands on an alert of the same rule", () => {
    const ancestors = [Object.assign(emptyObject(), { id: "x", rule: "b" })];
    const onOwn = asAlert(event("e", 1, { "kibana.alert.ancestors": ancestors }));
    const isOwn = asAlert(event("f", 1, { "kibana.alert.uuid": "f", "kibana.alert.rule.uuid": "b" }));
    assert.deepEqual(buildAlerts(plan, [hit(0, onOwn), hit(0, isOwn)]), []);
    const [other] = buildAlerts(plan, [hit(1, isOwn)]);
    assert.equal(nested(other!.document, "kibana.alert.depth"), 2);
    assert.equal(nested(other!.document, "kibana.alert.rule.uuid"), "a");
    assert.deepEqual(nested(other!.document, "kibana.alert.ancestors"), [
      { id: "f", type: "signal", index: ".alerts-security.alerts-default", depth: 1, rule: "b" },
    ]);
  });
  it("are none without hits", () => assert.deepEqual(buildAlerts(plan, []), []));
});

describe("alerts of a sequence", () => {
  const plan = rulesOnly([sequenceRule("s", [any, any], { by: ["user.name"], maxspanMs: 10 })]);
  const one = event("e1", 1, { "user.name": "alice", "event.action": "CreateSnapshot", tags: ["t"] });
  const two = event("e2", 5, { "user.name": "alice", "event.action": "ModifySnapshotAttribute", tags: ["t"] });
  const alerts = buildAlerts(plan, [hit(0, two, 1), hit(0, one, 0)]);
  const shell = alerts.find(({ kind }) => kind === "sequence")!;
  const blocks = alerts.filter(({ kind }) => kind === "buildingBlock");

  it("are one shell and one building block per event, by time", () => {
    assert.deepEqual(
      alerts.map(({ kind, atMs, events }) => `${atMs} ${kind} ${events.map(({ id }) => id)}`),
      ["1 buildingBlock e1", "5 sequence e1,e2", "5 buildingBlock e2"],
    );
  });
  it("share a group, which is the shell", () => {
    for (const alert of alerts) {
      assert.equal(alert.group?.id, shell.id);
      assert.equal(nested(alert.document, "kibana.alert.group.id"), shell.id);
    }
    assert.deepEqual(
      blocks.map(({ document }) => nested(document, "kibana.alert.group.index")),
      [0, 1],
    );
    assert.equal(nested(shell.document, "kibana.alert.group.index"), null);
  });
  it("mark the building blocks only", () => {
    assert.deepEqual(
      blocks.map(({ document }) => nested(document, "kibana.alert.building_block_type")),
      ["default", "default"],
    );
    assert.equal(nested(shell.document, "kibana.alert.building_block_type"), null);
  });
  it("name their ancestors as Kibana does", () => {
    const block = (i: number) => ({ id: blocks[i]!.id, type: "signal", index: "", depth: 1, rule: "s" });
    const source = (id: string) => ({ id, type: "event", index, depth: 0 });
    assert.deepEqual(nested(blocks[0]!.document, "kibana.alert.ancestors"), [source("e1")]);
    assert.deepEqual(nested(shell.document, "kibana.alert.ancestors"), [
      source("e1"),
      block(0),
      source("e2"),
      block(1),
    ]);
    assert.equal(nested(shell.document, "kibana.alert.depth"), 2);
    assert.equal(nested(blocks[1]!.document, "kibana.alert.depth"), 1);
    assert.equal(shell.id, shellAlertId(nested(shell.document, "kibana.alert.ancestors"), "s"));
  });
  it("give the shell what the events have in common", () => {
    assert.equal(nested(shell.document, "user.name"), "alice");
    assert.deepEqual(nested(shell.document, "tags"), ["t"]);
    assert.equal(nested(shell.document, "event.action"), null);
    assert.equal(nested(shell.document, "event.kind"), "signal");
    assert.equal(nested(shell.document, "kibana.alert.original_event.action"), null);
    assert.equal(nested(shell.document, "kibana.alert.original_event.dataset"), "aws.cloudtrail");
    assert.equal(nested(shell.document, "kibana.alert.original_time"), "1970-01-01T00:00:00.001Z");
    assert.equal(nested(shell.document, "@timestamp"), "1970-01-01T00:00:00.005Z");
    assert.equal(nested(shell.document, "kibana.alert.reason"), "event by alice created high alert Rule s.");
  });
  it("are dropped whole when one event stands on an alert of the same rule", () => {
    const own = asAlert(
      event("e1", 1, { "user.name": "alice", "kibana.alert.uuid": "u", "kibana.alert.rule.uuid": "s" }),
    );
    assert.deepEqual(buildAlerts(plan, [hit(0, own, 0), hit(0, two, 1)]), []);
  });
  it("come with an account of the partial matches", () => {
    const seen: [number, number, number][] = [];
    buildAlerts(plan, [hit(0, one, 0), hit(0, two, 1)], (rule, counters) => {
      seen.push([rule, counters.started, counters.completed]);
    });
    assert.deepEqual(seen, [[0, 1, 1]]);
  });
  it("are written once when two key tuples complete by the same events", () => {
    const both = (id: string, at: number) => event(id, at, { "user.name": ["alice", "bob"] });
    assert.equal(buildAlerts(plan, [hit(0, both("e1", 1), 0), hit(0, both("e2", 2), 1)]).length, 3);
  });
});

describe("alerts of a sequence with missing events", () => {
  const lone = sequenceRule("lone", [any, any], { by: ["user.name"], maxspanMs: 10, missing: [1] });
  const between = sequenceRule("between", [any, any, any], { by: ["user.name"], maxspanMs: 10, missing: [1] });
  const plan = rulesOnly([lone, between]);
  const one = event("e1", 1, { "user.name": "alice", "event.action": "CreateSnapshot" });
  const two = event("e2", 5, { "user.name": "alice", "event.action": "CreateSnapshot" });
  const shown = (alerts: readonly Alert[]) => alerts.map(({ kind, events }) => `${kind} ${events.map(({ id }) => id)}`);

  it("have no building block for what is missing", () => {
    const alerts = buildAlerts(plan, [hit(1, one, 0), hit(1, two, 2)]);
    assert.deepEqual(shown(alerts), ["buildingBlock e1", "sequence e1,e2", "buildingBlock e2"]);
    const indices = alerts.map(({ document }) => nested(document, "kibana.alert.group.index"));
    assert.deepEqual(indices, [0, null, 1]);
    assert.equal(nested(alerts[1]!.document, "event.action"), "CreateSnapshot");
  });
  it("may be of one event alone", () => {
    const [shell, block] = buildAlerts(plan, [hit(0, one, 0)]);
    assert.deepEqual(shown([shell!, block!]), ["sequence e1", "buildingBlock e1"]);
    assert.equal(nested(shell!.document, "user.name"), "alice");
  });
  it("are none when the event was there", () => {
    const there = event("x", 3, { "user.name": "alice" });
    assert.deepEqual(buildAlerts(plan, [hit(1, one, 0), hit(1, there, 1), hit(1, two, 2)]), []);
    assert.deepEqual(buildAlerts(plan, [hit(0, one, 0), hit(0, there, 1)]), []);
  });
});

describe("alerts of a sample", () => {
  const keys = [{ field: { name: "user.name", type: "keyword" as const }, optional: false }];
  const step = { predicate: any, keys };
  const plan = rulesOnly([{ rule: rule("sample"), query: { kind: "sample", steps: [step, step] } }]);
  const late = event("e1", 9, { "user.name": "alice" });
  const early = event("e2", 2, { "user.name": "alice" });

  it("are those of a sequence of its events, which Kibana cannot tell apart", () => {
    const alerts = buildAlerts(plan, [hit(0, late, 0), hit(0, early, 1)]);
    assert.deepEqual(
      alerts.map(({ kind, atMs, events }) => `${atMs} ${kind} ${events.map(({ id }) => id)}`),
      ["2 buildingBlock e2", "9 sequence e1,e2", "9 buildingBlock e1"],
    );
    assert.equal(nested(alerts[1]!.document, "kibana.alert.original_time"), "1970-01-01T00:00:00.009Z");
    assert.equal(nested(alerts[0]!.document, "kibana.alert.group.index"), 1);
  });
  it("come with an account of the run", () => {
    const seen: unknown[] = [];
    const onSample: SampleListener = (index, counters) => seen.push([index, counters]);
    buildAlerts(plan, [hit(0, late, 0), hit(0, early, 1)], undefined, onSample);
    assert.deepEqual(seen, [[0, { completed: 1, cutTuples: 0, refusedTuples: 0 }]]);
  });
});

describe("alerts of a rule with pipes", () => {
  const pipes = [{ kind: "tail" as const, count: 2 }];
  const events = eventRule("events", any);
  const sequence = sequenceRule("sequence", [any, any]);
  const ordered = rule("ordered", { tiebreakerField: "event.sequence" });
  const plan = rulesOnly([
    { ...events, query: { ...events.query, pipes } },
    { ...sequence, query: { ...sequence.query, pipes: [{ kind: "head", count: 1 }] } },
    { rule: ordered, query: { ...events.query, pipes: [{ kind: "head", count: 1 }] } },
  ]);
  const one = event("e1", 1, { "event.sequence": 2 });
  const two = event("e2", 2);
  const three = event("e3", 3);

  it("are of the last events in order of time, however they came", () => {
    const alerts = buildAlerts(plan, [hit(0, three), hit(0, one), hit(0, two), hit(0, three)]);
    assert.deepEqual(
      alerts.map(({ events: [of] }) => of!.id),
      ["e2", "e3"],
    );
  });
  it("are of the first sequence", () => {
    const hits = [one, two, three].map((of) => hit(1, of, 0, 1));
    const shells = buildAlerts(plan, hits).filter(({ kind }) => kind === "sequence");
    assert.deepEqual(
      shells.map(({ events: of }) => of.map(({ id }) => id)),
      [["e1", "e2"]],
    );
  });
  it("go by the rule's tiebreaker", () => {
    const sameTime = event("e9", 1, { "event.sequence": 1 });
    const [alert] = buildAlerts(plan, [hit(2, one), hit(2, sameTime)]);
    assert.equal(alert!.events[0]!.id, "e9");
  });
});
