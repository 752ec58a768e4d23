import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyObject } from "../../src/ecs/value.ts";
import { NewTermsPresence } from "../../src/engine/run/newTermsPresence.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import { numRuns } from "./numRuns.ts";

interface Seen {
  readonly key: string;
  readonly atMs: number;
  readonly id: string;
}

const scenes = fc
  .record({
    seen: fc.array(
      fc.record({
        key: fc.constantFrom("x", "y"),
        atMs: fc.integer({ min: 0, max: 200 }),
        id: fc.constantFrom("a", "b", "c"),
      }),
      { maxLength: 40 },
    ),
    intervalMs: fc.integer({ min: 1, max: 20 }),
    lookBackMs: fc.integer({ min: 1, max: 30 }),
    delayMs: fc.integer({ min: 0, max: 4 }),
    beforeMs: fc.integer({ min: 1, max: 60 }),
  })
  .map((scene) => ({ ...scene, historyMs: scene.lookBackMs + scene.beforeMs }));

test("what is kept of presences answers each run as all events would, whatever their order and repetition", () => {
  fc.assert(
    fc.property(scenes, fc.infiniteStream(fc.nat()), (scene, random) => {
      const { seen, intervalMs, lookBackMs, delayMs, historyMs } = scene;
      const events = seen.map((one) => ({ ...one, event: eventOf(one) }));
      const presence = new NewTermsPresence(historyMs - lookBackMs);
      const shuffled = [...events, ...events.slice(0, 5)]
        .map((one) => ({ one, key: random.next().value as number }))
        .sort((a, b) => a.key - b.key);
      for (const { one } of shuffled) presence.add({ text: one.key, values: [one.key] }, one.atMs, one.event);
      const times = new Set(presence.times());
      for (let nowMs = 0; nowMs <= 240; nowMs += intervalMs) {
        const toMs = nowMs - delayMs;
        const window = { historyMs: toMs - historyMs, fromMs: toMs - lookBackMs, toMs };
        const found = presence.newIn(window).map(({ key, atMs, event }) => `${atMs} ${event.id} ${key.text}`);
        assert.deepEqual(found, naive(seen, window));
        for (const one of found) assert.ok(times.has(Number(one.split(" ")[0])));
      }
    }),
    { numRuns: numRuns(300) },
  );
});

test("presences are as few as the gaps between events", () => {
  const presence = new NewTermsPresence(100, 3);
  const key = { text: "x", values: ["x"] };
  for (let atMs = 0; atMs <= 10_000; atMs += 50) presence.add(key, atMs, eventOf({ key: "x", atMs, id: "a" }));
  assert.deepEqual(presence.times(), [0]);
  for (const atMs of [20_000, 30_000, 40_000]) presence.add(key, atMs, eventOf({ key: "x", atMs, id: "a" }));
  assert.deepEqual(presence.times(), [0, 20_000, 30_000]);
  assert.equal(presence.lost, 1);
});

function eventOf({ id, atMs }: Seen): NormalizedEvent {
  return { kind: "event", dataset: "aws.cloudtrail", document: emptyObject(), id, atMs, derived: [] };
}

/** kibana …/new_terms/README.md: first seen in history and look-back, after the look-back's start; its earliest document. */
function naive(
  seen: readonly Seen[],
  { historyMs, fromMs, toMs }: { historyMs: number; fromMs: number; toMs: number },
): string[] {
  const found: Seen[] = [];
  for (const key of ["x", "y"]) {
    const own = seen.filter((one) => one.key === key && one.atMs >= historyMs && one.atMs <= toMs);
    const [first] = own.sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
    if (first !== undefined && first.atMs > fromMs) found.push(first);
  }
  return found
    .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) || (a.key < b.key ? -1 : 1))
    .map(({ atMs, id, key }) => `${atMs} ${id} ${key}`);
}
