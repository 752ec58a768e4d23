import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { clockOf, firstSight, runsFor } from "../../src/engine/run/schedule.ts";
import { numRuns } from "./numRuns.ts";

const cases = fc.record({
  times: fc
    .array(fc.integer({ min: -50, max: 150 }), { minLength: 1, maxLength: 12 })
    .map((times) => times.sort((a, b) => a - b)),
  schedule: fc.record({
    intervalMs: fc.integer({ min: 1, max: 20 }),
    fromMs: fc.integer({ min: 0, max: 40 }),
    toMs: fc.integer({ min: -10, max: 20 }),
  }),
  asOfMs: fc.option(fc.integer({ min: -60, max: 160 }), { nil: undefined }),
});

const options = (asOfMs: number | undefined) => (asOfMs === undefined ? {} : { asOfMs });

it("runs are those of all ticks that have an event in their window", () => {
  let made = 0;
  fc.assert(
    fc.property(cases, ({ times, schedule, asOfMs }) => {
      const { intervalMs, fromMs, toMs } = schedule;
      const last = asOfMs ?? Math.ceil((200 + fromMs) / intervalMs) * intervalMs;
      const expected: number[] = [];
      for (let now = last; now > -400; now -= intervalMs) {
        if (times.some((at) => at >= now - fromMs && at <= now - toMs)) expected.unshift(now + 0);
      }
      const runs = [...runsFor(times, schedule, options(asOfMs)).runs].map(({ nowMs }) => nowMs + 0);
      made += runs.length;
      assert.deepEqual(runs, expected);
    }),
    { numRuns: numRuns(500) },
  );
  assert.ok(made > 500);
});

it("thinned runs see every event that all runs see", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 20 }), ({ times, schedule, asOfMs }, views) => {
      const seenBy = (most: number | undefined) => {
        const runs = [...runsFor(times, schedule, options(asOfMs), most).runs];
        return times.filter((at) => runs.some(({ fromMs, toMs }) => fromMs <= at && at <= toMs));
      };
      assert.deepEqual(seenBy(views), seenBy(undefined));
    }),
    { numRuns: numRuns(500) },
  );
});

it("the first sight of an event is the first run that sees it", () => {
  fc.assert(
    fc.property(cases, ({ times, schedule, asOfMs }) => {
      const runs = [...runsFor(times, schedule, options(asOfMs)).runs];
      const clock = clockOf(schedule, times.at(-1)!, asOfMs);
      for (const at of times) {
        const run = runs.find(({ fromMs, toMs }) => fromMs <= at && at <= toMs);
        const sight = firstSight(at, clock);
        assert.equal(sight === undefined ? undefined : sight + 0, run === undefined ? undefined : run.nowMs + 0);
      }
    }),
    { numRuns: numRuns(500) },
  );
});
