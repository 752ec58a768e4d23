import assert from "node:assert/strict";
import { test } from "node:test";
import { compares, compareValues, type StringOrder, valuesEqual } from "../../../src/predicate/compareValues.ts";
import type { Value } from "../../../src/predicate/value.ts";

/** Sign of the left against the right; null where they cannot be compared. */
const rows: readonly [order: StringOrder, left: Value, right: Value, sign: number | null][] = [
  [undefined, "a", "b", -1],
  [undefined, "B", "a", -1],
  [undefined, "a", "ab", -1],
  [undefined, "a", "a", 0],
  // UTF-16 would put U+FFFD after the pair of U+1F600
  [undefined, "\ufffd", "😀", -1],
  [undefined, "\ud7ff", "😀", -1],
  [undefined, "😀", "😁", -1],
  [undefined, 1, 2, -1],
  [undefined, 2, 1.5, 1],
  [undefined, 1, 1n, 0],
  [undefined, 9007199254740992, 9007199254740993n, -1],
  [undefined, 2n ** 63n, 2 ** 63, 0],
  [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1],
  [undefined, Number.NaN, Number.NaN, 0],
  [undefined, 0, -0, 0],
  [undefined, false, true, -1],
  [undefined, true, true, 0],
  [undefined, null, 1, null],
  [undefined, null, null, null],
  [undefined, "1", 1, null],
  [undefined, true, 1, null],
  [undefined, "true", true, null],
  ["version", "1.2.3", "1.10.0", -1],
  ["version", "1.0.0-alpha", "1.0.0", -1],
  ["version", "1.0.0-alpha", "1.0.0-alpha.1", -1],
  ["version", "1.0.0-alpha.1", "1.0.0-alpha.beta", -1],
  ["version", "1.0.0-beta.2", "1.0.0-beta.11", -1],
  ["version", "1.0.0-rc.1", "1.0.0", -1],
  ["version", "1.0", "1.0.0", -1],
  ["version", "1.0.0", "1.0.0+build", -1],
  ["version", "99.99", "not a version", -1],
  ["version", "99.99", "", -1],
  ["version", "01.2", "1.2", 1],
  ["version", "9", "10", -1],
  ["version", "1.2.3", "1.2.3", 0],
  ["version", `1${".1".repeat(40)}`, "2", 1],
  ["version", "9".repeat(200), "1", 1],
  ["ip", "9.0.0.0", "10.0.0.0", -1],
  ["ip", "10.0.0.0", "::ffff:10.0.0.0", 0],
  ["ip", "::1", "0:0:0:0:0:0:0:1", 0],
  ["ip", "nonsense", "10.0.0.0", null],
  ["ip", "10.0.0.0", "10.0.0.0/8", null],
];

for (const [order, left, right, sign] of rows) {
  test(`${order ?? "plain"}: ${String(left).slice(0, 30)} against ${String(right).slice(0, 30)}`, () => {
    const forward = compareValues(order, left, right);
    const backward = compareValues(order, right, left);
    assert.equal(forward && Math.sign(forward), sign);
    assert.equal(backward && Math.sign(backward) + 0, sign && -sign + 0);
    const isBlock = right === "10.0.0.0/8";
    assert.equal(valuesEqual(order, left, right), isBlock || (sign === null ? null : sign === 0));
  });
}

test("versions in order stay in order", () => {
  const ordered = [
    "1.0.0-1",
    "1.0.0-a",
    "1.0.0-a-b",
    "1.0.0-a.1",
    "1.0.0",
    "1.0.0+a",
    "1.0.1-x",
    "1.2",
    "2",
    "11",
    "a",
  ];
  for (let i = 1; i < ordered.length; i++) {
    assert.ok(compareValues("version", ordered[i - 1]!, ordered[i]!)! < 0, `${ordered[i - 1]} < ${ordered[i]}`);
  }
});

test("a CIDR block equals its addresses on ip fields only, from either side", () => {
  assert.equal(valuesEqual("ip", "10.1.2.3", "10.0.0.0/8"), true);
  assert.equal(valuesEqual("ip", "10.0.0.0/8", "10.1.2.3"), true);
  assert.equal(valuesEqual("ip", "11.1.2.3", "10.0.0.0/8"), false);
  assert.equal(valuesEqual(undefined, "10.1.2.3", "10.0.0.0/8"), false);
  assert.equal(valuesEqual("ip", "10.1.2.3", "nonsense"), null);
});

test("operators read the sign, and are unknown where there is none", () => {
  const truths = (left: Value, right: Value) =>
    (["==", "!=", "<", "<=", ">", ">="] as const).map((operator) => compares(operator, undefined, left, right));
  assert.deepEqual(truths(1, 2), [false, true, true, true, false, false]);
  assert.deepEqual(truths(2, 2), [true, false, false, true, false, true]);
  assert.deepEqual(truths("b", "a"), [false, true, false, false, true, true]);
  assert.deepEqual(truths("1", 1), [null, null, null, null, null, null]);
});
