import assert from "node:assert/strict";
import { it } from "node:test";
import { SequenceMachine, type SequenceShape } from "../../../src/engine/state/sequence.ts";
import { SequenceRun } from "../../../src/engine/state/sequenceRun.ts";
import { equals, event, sequenceRule } from "./scene.ts";

const key = (text: string) => ({ text, values: [text] });

function machine(shape: SequenceShape, pendingKeys?: number, waitingSequences?: number) {
  const made = new SequenceMachine<string>(shape, {
    ...(pendingKeys === undefined ? {} : { pendingKeys }),
    ...(waitingSequences === undefined ? {} : { waitingSequences }),
  });
  const push = (atMs: number, id: string, keyText: string, ...steps: number[]) =>
    made
      .push({ atMs, steps: steps.map((step) => ({ step, keys: [key(keyText)], event: id })) })
      .map(({ events }) => events.join(" "));
  return { made, push };
}

it("holds no key once its partial matches are used up", () => {
  const { made, push } = machine({ steps: 2 });
  push(1, "one", "k", 0);
  assert.equal(made.pending, 1);
  assert.deepEqual(push(2, "two", "k", 1), ["one two"]);
  assert.equal(made.pending, 0);
});

it("gives up the key that has waited longest, and counts it", () => {
  const { made, push } = machine({ steps: 3 }, 2);
  push(1, "a1", "a", 0);
  push(2, "b1", "b", 0);
  push(3, "a2", "a", 1);
  push(4, "c1", "c", 0);
  assert.equal(made.pending, 2);
  assert.equal(made.counters.evicted, 1);
  assert.deepEqual([...push(5, "b2", "b", 1), ...push(6, "b3", "b", 2)], []);
  assert.deepEqual(push(7, "a3", "a", 2), ["a1 a2 a3"]);
});

it("keeps only what maxspan allows, however many keys pass", () => {
  const { made, push } = machine({ steps: 2, maxspanMs: 10 });
  for (let i = 0; i < 1000; i++) push(i, `e${i}`, `k${i}`, 0);
  assert.equal(made.pending, 11);
  assert.equal(made.counters.expired, 989);
});

it("emits for a hundred steps", () => {
  const { push } = machine({ steps: 101 });
  for (let i = 0; i < 100; i++) assert.deepEqual(push(i, `e${i}`, "k", i), []);
  assert.equal(push(100, "last", "k", 100)[0]?.split(" ").length, 101);
});

it("refuses and counts what comes after its time has passed", () => {
  const { query } = sequenceRule("s", [equals("a", "b"), equals("a", "b")]);
  assert.ok(query.kind === "sequence");
  const run = new SequenceRun(query);
  assert.equal(run.add(event("e1", 100), [0]), true);
  assert.deepEqual(run.advance(150), []);
  assert.equal(run.add(event("e0", 149), [0]), false);
  assert.equal(run.add(event("e2", 150), [1]), true);
  assert.deepEqual(
    run.finish().map(({ events }) => events.map(({ id }) => id)),
    [["e1", "e2"]],
  );
  assert.equal(run.counters.late, 1);
});

it("does not move back in time", () => {
  const { query } = sequenceRule("s", [equals("a", "b"), equals("a", "b")]);
  assert.ok(query.kind === "sequence");
  const run = new SequenceRun(query);
  run.advance(150);
  run.advance(10);
  assert.equal(run.add(event("e0", 149), [0]), false);
});

it("holds a sequence back until no trailing event can reject it", () => {
  const { made, push } = machine({ steps: 2, missing: [1], maxspanMs: 10 });
  assert.deepEqual(push(1, "one", "k", 0), []);
  assert.equal(made.waiting, 1);
  assert.deepEqual(push(11, "late", "j", 1), []);
  assert.deepEqual(shown(made.expire(11)), []);
  assert.deepEqual(shown(made.expire(12)), ["one"]);
  assert.equal(made.waiting, 0);
});

it("forgets a sequence as soon as it is rejected", () => {
  const { made, push } = machine({ steps: 2, missing: [1], maxspanMs: 10 });
  push(1, "one", "k", 0);
  assert.deepEqual(push(2, "no", "k", 1), []);
  assert.equal(made.waiting, 0);
  assert.equal(made.counters.rejected, 1);
  assert.deepEqual(made.finish(), []);
});

it("gives what waits when all is over", () => {
  const { made, push } = machine({ steps: 2, missing: [1], maxspanMs: 10 });
  push(1, "one", "k", 0);
  push(2, "two", "j", 0);
  assert.deepEqual(shown(made.finish()), ["one", "two"]);
});

it("tells sequences in order though a later one is certain first", () => {
  const { push } = machine({ steps: 3, missing: [0, 2], maxspanMs: 10 });
  push(1, "near", "k", 0);
  push(2, "one", "k", 1);
  // Without anything before it, nothing behind it can reject the second.
  assert.deepEqual(push(3, "two", "j", 1), []);
  assert.deepEqual(push(12, "other", "i", 2), ["one", "two"]);
});

it("accepts the first that waits when too many do, and counts it", () => {
  const { made, push } = machine({ steps: 2, missing: [1], maxspanMs: 10 }, undefined, 2);
  assert.deepEqual([...push(1, "one", "k", 0), ...push(2, "two", "k", 0)], []);
  assert.deepEqual(push(3, "three", "k", 0), ["one"]);
  assert.equal(made.counters.decidedEarly, 1);
  assert.deepEqual(push(4, "no", "k", 1), []);
  assert.equal(made.counters.rejected, 2);
});

it("forgets the key of a missing event that was met longest ago, and counts it", () => {
  const { made, push } = machine({ steps: 2, missing: [0], maxspanMs: 10 }, 2);
  push(1, "x1", "a", 0);
  push(2, "x2", "b", 0);
  push(3, "x3", "a", 0);
  push(4, "x4", "c", 0);
  assert.equal(made.sightings, 2);
  assert.equal(made.counters.forgotten, 1);
  assert.deepEqual([...push(5, "a1", "a", 1), ...push(5, "b1", "b", 1), ...push(5, "c1", "c", 1)], ["b1"]);
});

it("remembers missing events only as long as maxspan", () => {
  const { made, push } = machine({ steps: 3, missing: [1], maxspanMs: 10 });
  for (let i = 0; i < 1000; i++) push(i, `x${i}`, `k${i}`, 1);
  assert.equal(made.sightings, 11);
  assert.equal(made.counters.forgotten, 0);
});

it("asks a repeated missing event once", () => {
  const keys = [{ field: { name: "user.name", type: "keyword" as const }, optional: false }];
  const a = { predicate: equals("a", "b"), keys };
  const x = { predicate: equals("a", "c"), keys, missing: true as const };
  const run = new SequenceRun({ kind: "sequence", steps: [a, x, x, x, a], maxspanMs: 10 });
  run.add(event("e1", 1, { "user.name": "ana" }), [0, 4]);
  run.add(event("e2", 2, { "user.name": "bob" }), [1, 2, 3]);
  assert.deepEqual(run.advance(3), []);
  assert.equal(run.held.sightings, 1);
  run.add(event("e3", 3, { "user.name": "ana" }), [0, 4]);
  assert.deepEqual(
    run.finish().map(({ events }) => events.map(({ id }) => id)),
    [["e1", "e3"]],
  );
});

function shown(matches: readonly { readonly events: readonly string[] }[]): string[] {
  return matches.map(({ events }) => events.join(" "));
}
