import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Hit } from "../../../../src/engine/hit.ts";
import type { RunOptions } from "../../../../src/engine/run/ruleRun.ts";
import { startRun } from "../../../../src/engine/run/startRun.ts";
import type { RunnableRule, Schedule } from "../../../../src/rule/rule.ts";
import { equals, event, eventRule, hit, rule, sequenceRule } from "../scene.ts";

const minute = 60_000;
const any = equals("event.dataset", "aws.cloudtrail");
const every5: Schedule = { intervalMs: 5 * minute, fromMs: 6 * minute, toMs: 0 };
const gaps: Schedule = { intervalMs: 10 * minute, fromMs: 6 * minute, toMs: 0 };

const at = (minutes: number, id: string, ...steps: number[]): Hit => hit(0, event(id, minutes * minute), ...steps);

function run(runnable: RunnableRule, hits: Hit[], options: RunOptions = {}) {
  const started = startRun(runnable, 0);
  for (const one of hits) started.add(one);
  return started.finish(options);
}

function ids(runnable: RunnableRule, hits: Hit[], options: RunOptions = {}): string[] {
  return run(runnable, hits, options)
    .alerts.map(({ kind, events }) => `${kind === "event" ? "" : `${kind} `}${events.map(({ id }) => id).join("+")}`)
    .sort();
}

const single = (schedule: Schedule, maxSignals = 100): RunnableRule => ({
  ...eventRule("r", any, { type: "query", maxSignals }),
  schedule,
});

describe("event rules on a schedule", () => {
  it("alert once on an event that two runs see", () => {
    assert.deepEqual(ids(single(every5), [at(14.5, "a"), at(16, "b"), at(14.5, "a")]), ["a", "b"]);
  });
  it("do not see what falls between windows", () => {
    assert.deepEqual(ids(single(gaps), [at(1, "lost"), at(4, "edge"), at(9, "seen")]), ["edge", "seen"]);
  });
  it("see nothing after the end, and runs count back from it", () => {
    const hits = [at(1, "a"), at(5, "b"), at(13, "c"), at(14, "d")];
    assert.deepEqual(ids(single(gaps), hits, { asOfMs: 13 * minute }), ["a", "c"]);
  });
  it("see by their timestamp override, and without it by @timestamp", () => {
    const overridden: RunnableRule = {
      ...single(gaps),
      rule: rule("r", { type: "query", timestampOverride: "event.created" }),
    };
    const created = hit(0, event("a", 9 * minute, { "event.created": new Date(2 * minute).toISOString() }));
    assert.deepEqual(ids(overridden, [created, at(9, "b"), at(2, "c")]), ["b"]);
  });
  it("are the same with and without replay of each run", () => {
    const hits = [at(1, "lost"), at(4, "edge"), at(14.5, "a"), at(14.6, "b"), at(30, "c")];
    assert.deepEqual(ids(single(gaps), hits, { isLikeKibana: true }), ids(single(gaps), hits));
  });
  it("apply pipes to each run", () => {
    const first: RunnableRule = {
      ...single(every5),
      query: { kind: "event", predicate: any, pipes: [{ kind: "head", count: 1 }] },
    };
    assert.deepEqual(ids(first, [at(11, "a"), at(12, "b"), at(17, "c"), at(18, "d")]), ["a", "c"]);
  });
});

describe("max_signals", () => {
  it("lets a query rule create the first new ones in each run, and says how many were not", () => {
    const hits = [at(11, "a"), at(12, "b"), at(14.5, "c"), at(16, "d"), at(16.5, "e")];
    const result = run(single(every5, 2), hits, { isLikeKibana: true });
    // The run at 20 still sees c, and passes over none that it wrote.
    assert.deepEqual(result.alerts.map(({ events }) => events[0]!.id).sort(), ["a", "b", "c", "d"]);
    assert.deepEqual(result.losses, ["1 alerts not created, a run reached max_signals"]);
  });
  it("lets an EQL rule find the last ones in each run", () => {
    const eql: RunnableRule = { ...single(every5), rule: rule("r", { type: "eql", maxSignals: 2 }) };
    assert.deepEqual(ids(eql, [at(11, "a"), at(12, "b"), at(13, "c")], { isLikeKibana: true }), ["b", "c"]);
  });
  it("counts sequences, not their building blocks", () => {
    const pair: RunnableRule = { ...sequenceRule("s", [any, any], {}, { maxSignals: 1 }), schedule: every5 };
    const hits = [at(11, "a", 0), at(12, "b", 1), at(13, "c", 0), at(14, "d", 1)];
    assert.deepEqual(ids(pair, hits, { isLikeKibana: true }), ["buildingBlock c", "buildingBlock d", "sequence c+d"]);
  });
  it("is not applied unless asked for", () => {
    assert.equal(run(single(every5, 1), [at(11, "a"), at(12, "b")]).alerts.length, 2);
  });
});

describe("sequences on a schedule", () => {
  const pair = (schedule: Schedule): RunnableRule => ({ ...sequenceRule("s", [any, any]), schedule });

  it("are not found where no window holds all of it", () => {
    const hits = [at(8, "a", 0), at(16, "b", 1)];
    assert.deepEqual(ids(pair(every5), hits), []);
    assert.deepEqual(ids(pair({ ...every5, fromMs: 12 * minute }), hits).length, 3);
  });
  it("are written once, with their building blocks, when several runs find them", () => {
    const hits = [at(11, "a", 0), at(12, "b", 1), at(17, "c", 1)];
    const wide = { ...every5, fromMs: 20 * minute };
    assert.deepEqual(ids(pair(wide), hits), ["buildingBlock a", "buildingBlock b", "sequence a+b"]);
  });
  it("run anew in each window, so that what an earlier run used is free again", () => {
    // At 10 the pair is a+b; at 20, whose window begins after a, b stands first.
    const both = (minutes: number, id: string) => at(minutes, id, 0, 1);
    const found = ids(pair({ intervalMs: 10 * minute, fromMs: 12 * minute, toMs: 0 }), [
      both(7, "a"),
      both(9, "b"),
      both(19, "c"),
    ]);
    assert.deepEqual(
      found.filter((one) => one.startsWith("sequence")),
      ["sequence a+b", "sequence b+c"],
    );
  });
  it("are found anywhere without a schedule, up to the end", () => {
    const { schedule: _, ...once } = pair(every5);
    const hits = [at(1, "a", 0), at(500, "b", 1)];
    assert.equal(ids(once, hits).length, 3);
    assert.deepEqual(ids(once, hits, { asOfMs: 400 * minute }), []);
  });
  it("tell the largest loss of overlapping runs, not their sum", () => {
    const hits = [at(11, "a", 0), at(12, "b", 1)];
    const many = Array.from({ length: 1001 }, (_, i) => `v${String(i).padStart(4, "0")}`);
    const wide = hit(0, event("w", 11.5 * minute, { "user.name": many }), 0);
    const by: RunnableRule = {
      ...sequenceRule("s", [any, any], { by: ["user.name"] }),
      schedule: { ...every5, fromMs: 12 * minute },
    };
    const later = hit(0, event("z", 21 * minute, { "user.name": "eve" }), 0);
    assert.deepEqual(run(by, [...hits, wide, later]).losses, [
      "1 join key combinations left out, one event had too many, at most, in each of 2 runs",
    ]);
  });
});
