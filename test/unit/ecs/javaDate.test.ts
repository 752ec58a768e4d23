import assert from "node:assert/strict";
import { test } from "node:test";
import { javaDateText } from "../../../src/ecs/javaDate.ts";

const rows: readonly [value: number | bigint, unit: "milliseconds" | "nanoseconds", text: string][] = [
  [0, "milliseconds", "1970-01-01T00:00Z"],
  [5_000, "milliseconds", "1970-01-01T00:00:05Z"],
  [250, "milliseconds", "1970-01-01T00:00:00.250Z"],
  [-1, "milliseconds", "1969-12-31T23:59:59.999Z"],
  [Date.UTC(2026, 0, 31, 12), "milliseconds", "2026-01-31T12:00Z"],
  [Date.UTC(12026, 0, 1), "milliseconds", "+12026-01-01T00:00Z"],
  [-62_167_219_200_001, "milliseconds", "-0001-12-31T23:59:59.999Z"],
  [1_767_225_600_000_000_001n, "nanoseconds", "2026-01-01T00:00:00.000000001Z"],
  [1_767_225_600_000_001_000n, "nanoseconds", "2026-01-01T00:00:00.000001Z"],
  [1_767_225_600_500_000_000n, "nanoseconds", "2026-01-01T00:00:00.500Z"],
  [60_000_000_000, "nanoseconds", "1970-01-01T00:01Z"],
];

for (const [value, unit, text] of rows) {
  test(`java date ${text}`, () => assert.equal(javaDateText(value, unit), text));
}
