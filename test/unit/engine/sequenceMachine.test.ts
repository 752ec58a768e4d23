import assert from "node:assert/strict";
import { it } from "node:test";
import { SequenceMachine, type SequenceShape } from "../../../src/engine/state/sequence.ts";
import { SequenceRun } from "../../../src/engine/state/sequenceRun.ts";
import { equals, event, sequenceRule } from "./scene.ts";

const key = (text: string) => ({ text, values: [text] });

function machine(shape: SequenceShape, pendingKeys?: number) {
  const made = new SequenceMachine<string>(shape, pendingKeys === undefined ? {} : { pendingKeys });
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
