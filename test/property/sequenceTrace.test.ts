import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JoinedKey } from "../../src/engine/state/joinedKey.ts";
import { type SequenceCounters, type SequenceInput, SequenceMachine } from "../../src/engine/state/sequence.ts";
import type { SequenceTraceEntry } from "../../src/engine/state/sequenceTrace.ts";

interface Step {
  readonly after: number;
  readonly key: number;
  /** Bit k: satisfies step k; the bit after the last step is `until`. */
  readonly bits: number;
}

const shapes = [
  { steps: 2 },
  { steps: 3, maxspanMs: 5 },
  { steps: 3, missing: [1], maxspanMs: 6 },
  { steps: 3, missing: [0], maxspanMs: 6 },
  { steps: 3, missing: [2], maxspanMs: 6 },
  { steps: 4, missing: [0, 3], maxspanMs: 8 },
];

const step: fc.Arbitrary<Step> = fc.record({ after: fc.nat(3), key: fc.nat(1), bits: fc.nat(31) });

function run(
  shape: (typeof shapes)[number],
  stream: readonly Step[],
  trace?: (entry: SequenceTraceEntry<number>) => void,
) {
  const machine = new SequenceMachine<number>(shape, { pendingKeys: 1 }, trace);
  const results: string[] = [];
  let atMs = 0;
  stream.forEach(({ after, key, bits }, event) => {
    atMs += after;
    const joined: JoinedKey = { text: String(key), values: [key] };
    const steps = Array.from({ length: shape.steps + 1 }, (_, at) => at).filter((at) => (bits >> at) & 1);
    const input: SequenceInput<number> = { atMs, steps: steps.map((at) => ({ step: at, keys: [joined], event })) };
    for (const match of machine.push(input)) results.push(match.events.join(" "));
  });
  for (const match of machine.finish()) results.push(match.events.join(" "));
  return { results, counters: machine.counters };
}

const counted = ["started", "completed", "overwritten", "expired", "cancelled", "evicted", "rejected"] as const;

test("a trace changes no result, tells of all that is counted, and of each partial match in order", () => {
  fc.assert(
    fc.property(fc.constantFrom(...shapes), fc.array(step, { maxLength: 30 }), (shape, stream) => {
      const entries: SequenceTraceEntry<number>[] = [];
      const traced = run(shape, stream, (entry) => entries.push(entry));
      assert.deepEqual(traced, run(shape, stream));
      const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
      const told = Object.fromEntries(counted.map((kind) => [kind, count(kind)]));
      const { forgotten: _, decidedEarly: __, ...counters }: SequenceCounters = traced.counters;
      assert.deepEqual(told, counters);
      const rejected = entries.filter(({ kind }) => kind === "rejected");
      const completed = entries.flatMap((entry) => (entry.kind === "completed" ? [entry.events.join(" ")] : []));
      assert.equal(completed.length - rejected.length, traced.results.length);
      for (const result of traced.results) assert.ok(completed.includes(result));
      for (const entry of entries) if ("events" in entry) assert.ok(isAscending(entry.events));
    }),
    { numRuns: 500 },
  );
});

function isAscending(events: readonly number[]): boolean {
  return events.every((event, at) => at === 0 || event > events[at - 1]!);
}
