import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clockOf, firstSight, runsFor } from "../../../../src/engine/run/schedule.ts";
import type { Schedule } from "../../../../src/rule/rule.ts";

const minute = 60_000;
const minutes = (...all: number[]) => all.map((each) => each * minute);
const every5 = { intervalMs: 5 * minute, fromMs: 6 * minute, toMs: 0 };

/** The runs in minutes, `now[from-to]`. */
function shown(atMinutes: readonly number[], schedule: Schedule | undefined, asOf?: number): string[] {
  const options = asOf === undefined ? {} : { asOfMs: asOf * minute };
  return [...runsFor(minutes(...atMinutes), schedule, options).runs].map(
    ({ nowMs, fromMs, toMs }) => `${nowMs / minute}[${fromMs / minute}-${toMs / minute}]`,
  );
}

describe("runs of a schedule", () => {
  it("are at whole intervals, and look back", () => {
    assert.deepEqual(shown([12], every5), ["15[9-15]"]);
    assert.deepEqual(shown([11, 14, 19], every5), ["15[9-15]", "20[14-20]", "25[19-25]"]);
  });
  it("see both ends of their window", () => {
    assert.deepEqual(shown([10], { intervalMs: 5 * minute, fromMs: 5 * minute, toMs: 0 }), ["10[5-10]", "15[10-15]"]);
    assert.deepEqual(shown([10, 30], { intervalMs: 5 * minute, fromMs: 5 * minute, toMs: 0 }), [
      "10[5-10]",
      "15[10-15]",
      "30[25-30]",
      "35[30-35]",
    ]);
  });
  it("end when none sees the last event any more", () => {
    assert.deepEqual(shown([13], every5), ["15[9-15]"]);
    assert.deepEqual(shown([14], every5), ["15[9-15]", "20[14-20]"]);
  });
  it("are none where nothing is to be seen", () => {
    assert.deepEqual(shown([], every5), []);
    assert.deepEqual(shown([2, 1_000_002], every5), ["5[-1-5]", "1000005[999999-1000005]"]);
  });
  it("never see what falls between windows that do not meet", () => {
    const gaps = { intervalMs: 10 * minute, fromMs: 6 * minute, toMs: 0 };
    assert.deepEqual(shown([1, 3], gaps), []);
    assert.deepEqual(shown([1, 4, 13, 25], gaps), ["10[4-10]", "30[24-30]"]);
  });
  it("wait until the window has reached the event, if it ends before the run", () => {
    const late = { intervalMs: 5 * minute, fromMs: 12 * minute, toMs: 6 * minute };
    assert.deepEqual(shown([12], late), ["20[8-14]"]);
  });
  it("may look ahead", () => {
    const ahead = { intervalMs: 10 * minute, fromMs: 0, toMs: -10 * minute };
    assert.deepEqual(shown([12], ahead), ["10[10-20]"]);
  });
  it("count back from a given end, and see nothing after it", () => {
    assert.deepEqual(shown([1, 12, 14], every5, 13), ["3[-3-3]", "13[7-13]"]);
    assert.deepEqual(shown([14], every5, 13), []);
    assert.deepEqual(shown([1], every5, 13), ["3[-3-3]"]);
  });
  it("are one over everything without a schedule", () => {
    assert.deepEqual(shown([3, 7], undefined), ["7[3-7]"]);
    assert.deepEqual(shown([3, 7], undefined, 5), ["5[3-5]"]);
    assert.deepEqual(shown([7], undefined, 5), []);
  });
  it("are none for a window that ends before it begins", () => {
    assert.deepEqual(shown([1, 2, 3], { intervalMs: minute, fromMs: 0, toMs: minute }), []);
  });
  it("do not divide by an interval of nothing", () => {
    assert.deepEqual(shown([1], { intervalMs: 0, fromMs: 0, toMs: 0 }), ["1[1-1]"]);
  });
});

describe("runs that would look at too much", () => {
  const hostile = { intervalMs: 1000, fromMs: 365 * 24 * 60 * minute, toMs: 0 };

  it("are thinned out evenly, and their number is bounded", () => {
    const times = Array.from({ length: 100 }, (_, i) => i * 30 * 24 * 60 * minute);
    const { runs, every } = runsFor(times, hostile, {}, 1000);
    assert.ok(every > 1);
    let views = 0;
    const seen = new Set<number>();
    for (const { fromMs, toMs } of runs) {
      for (const at of times) {
        if (at < fromMs || at > toMs) continue;
        views++;
        seen.add(at);
      }
    }
    assert.equal(seen.size, times.length);
    assert.ok(views <= 1200, `${views} views`);
  });
  it("leave no event out, however few views are allowed", () => {
    const times = minutes(1, 2, 3, 7, 11, 12, 29, 31, 44, 58);
    const schedule = { intervalMs: minute, fromMs: 10 * minute, toMs: 0 };
    for (const views of [1, 10, 20, 50]) {
      const runs = [...runsFor(times, schedule, {}, views).runs];
      for (const at of times)
        assert.ok(
          runs.some(({ fromMs, toMs }) => fromMs <= at && at <= toMs),
          `${at} ${views}`,
        );
    }
  });
  it("are all made where the work is small", () => {
    assert.equal(runsFor(minutes(1, 2), every5).every, 1);
  });
});

describe("the first sight of an event", () => {
  const clock = (schedule: Schedule, last: number, asOf?: number) =>
    clockOf(schedule, last * minute, asOf === undefined ? undefined : asOf * minute);

  it("is the first run that has it in its window", () => {
    assert.equal(firstSight(12 * minute, clock(every5, 12)), 15 * minute);
  });
  it("is none in a gap or after the end", () => {
    const gaps = { intervalMs: 10 * minute, fromMs: 6 * minute, toMs: 0 };
    assert.equal(firstSight(3 * minute, clock(gaps, 30)), undefined);
    assert.equal(firstSight(14 * minute, clock(every5, 14, 13)), undefined);
  });
});
