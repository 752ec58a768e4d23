import assert from "node:assert/strict";
import { it } from "node:test";
import { distinctChoices } from "../../../src/engine/state/distinctChoices.ts";
import { type SampleLimits, SampleRun } from "../../../src/engine/state/sampleRun.ts";
import type { SampleQuery } from "../../../src/predicate/query.ts";
import { equals, event } from "./scene.ts";

const keys = [{ field: { name: "user.name", type: "keyword" as const }, optional: false }];

function runOf(items: number, limits: SampleLimits = {}): SampleRun {
  const query: SampleQuery = {
    kind: "sample",
    steps: Array.from({ length: items }, () => ({ predicate: equals("a", "b"), keys })),
  };
  return new SampleRun(query, {}, limits);
}

function idsOf(run: SampleRun): string[] {
  return run.finish().map(({ key, events }) => `${key.values.join("/")}: ${events.map(({ id }) => id).join(" ")}`);
}

it("keeps few events however many come, and answers as if it kept all", () => {
  const run = runOf(2);
  for (let i = 0; i < 1000; i++) run.add(event(`e${i}`, 1000 - i, { "user.name": "ana" }), [0, 1]);
  assert.deepEqual(idsOf(run), ["ana: e999 e998"]);
});

it("refuses key tuples beyond its cap, and counts", () => {
  const run = runOf(2, { keys: 2 });
  for (const user of ["ana", "bob", "eve", "eve"]) run.add(event(`e-${user}`, 1, { "user.name": user }), [0]);
  for (const user of ["ana", "eve"]) run.add(event(`f-${user}`, 1, { "user.name": user }), [1]);
  assert.deepEqual(idsOf(run), ["ana: e-ana f-ana"]);
  assert.deepEqual(run.counters, { completed: 1, cutTuples: 0, refusedTuples: 3 });
});

it("counts the tuples that one event has too many of", () => {
  const run = runOf(2);
  const users = Array.from({ length: 1200 }, (_, i) => `u${i}`);
  run.add(event("e1", 1, { "user.name": users }), [0, 1]);
  run.add(event("e2", 1, { "user.name": "u3" }), [1]);
  assert.deepEqual(idsOf(run), ["u3: e1 e2"]);
  assert.equal(run.counters.cutTuples, 400);
});

it("takes the earliest of copies that differ", () => {
  const early = event("e1", 1, { "user.name": "ana" });
  const late = event("e1", 9, { "user.name": "ana" });
  const other = event("e2", 5, { "user.name": "ana" });
  for (const order of [
    [early, late, other],
    [late, other, early],
    [other, late, early],
  ]) {
    const run = runOf(2);
    for (const one of order) run.add(one, [0, 1]);
    const [sample] = run.finish();
    assert.deepEqual(
      sample!.events.map(({ id, atMs }) => `${id}@${atMs}`),
      ["e1@1", "e2@5"],
    );
  }
});

it("finds none soon where none is", () => {
  const many = Array.from({ length: 20_000 }, (_, i) => String(i));
  const id = (text: string) => text;
  assert.deepEqual(distinctChoices([many, many, many, ["x"], ["x"]], id, 5), []);
  assert.deepEqual(distinctChoices([many, many, ["1"], ["0"], ["x"]], id, 2), [
    ["2", "3", "1", "0", "x"],
    ["2", "4", "1", "0", "x"],
  ]);
  assert.deepEqual(distinctChoices([["a"], ["b"]], id, 0), []);
});
