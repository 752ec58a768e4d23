import assert from "node:assert/strict";
import { test } from "node:test";
import { dateMathMs } from "../../../src/ecs/dateMath.ts";

/** A Thursday. */
const nowMs = Date.parse("2026-03-12T14:35:46.789Z");

const cases: readonly (readonly [text: string, down: string, up?: string])[] = [
  ["now", "2026-03-12T14:35:46.789Z"],
  ["now-1d", "2026-03-11T14:35:46.789Z"],
  ["now-d", "2026-03-11T14:35:46.789Z"],
  ["now+36h", "2026-03-14T02:35:46.789Z"],
  ["now-90m-10s", "2026-03-12T13:05:36.789Z"],
  ["now-1d/d", "2026-03-11T00:00:00.000Z", "2026-03-11T23:59:59.999Z"],
  ["now/d-1d", "2026-03-11T00:00:00.000Z", "2026-03-11T23:59:59.999Z"],
  ["now/s", "2026-03-12T14:35:46.000Z", "2026-03-12T14:35:46.999Z"],
  ["now/m", "2026-03-12T14:35:00.000Z", "2026-03-12T14:35:59.999Z"],
  ["now/h", "2026-03-12T14:00:00.000Z", "2026-03-12T14:59:59.999Z"],
  ["now/H", "2026-03-12T14:00:00.000Z", "2026-03-12T14:59:59.999Z"],
  ["now/w", "2026-03-09T00:00:00.000Z", "2026-03-15T23:59:59.999Z"],
  ["now/M", "2026-03-01T00:00:00.000Z", "2026-03-31T23:59:59.999Z"],
  ["now/y", "2026-01-01T00:00:00.000Z", "2026-12-31T23:59:59.999Z"],
  ["2026-01-31||+1M", "2026-02-28T00:00:00.000Z"],
  ["2024-01-31||+1M", "2024-02-29T00:00:00.000Z"],
  ["2024-02-29||+1y", "2025-02-28T00:00:00.000Z"],
  ["2026-03-31||-1M/M", "2026-02-01T00:00:00.000Z", "2026-02-28T23:59:59.999Z"],
  ["2026-03-01T10:00:00Z||-2w", "2026-02-15T10:00:00.000Z"],
  ["1969-12-31T23:00:00Z||/d", "1969-12-31T00:00:00.000Z", "1969-12-31T23:59:59.999Z"],
];

for (const [text, down, up = down] of cases) {
  test(`${text} is ${down}, rounded up ${up}`, () => {
    assert.equal(new Date(dateMathMs(text, nowMs, false)!).toISOString(), down);
    assert.equal(new Date(dateMathMs(text, nowMs, true)!).toISOString(), up);
  });
}

for (const text of [
  ...["", "nowx", "now-", "now-1", "now-1x", "now/", "now/5d", "now 1d", "now--1d", "2026-01-01", "||-1d", "x||-1d"],
  ...["2026-02-30||+1d", "now-1234567d", "now+999999y", `now${"+1d".repeat(40)}`],
]) {
  test(`${JSON.stringify(text.slice(0, 20))} is no date mathematics`, () => {
    assert.equal(dateMathMs(text, nowMs, false), undefined);
  });
}
