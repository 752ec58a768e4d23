import assert from "node:assert/strict";
import { test } from "node:test";
import { coerce } from "../../../src/ecs/coerce.ts";
import type { FieldType } from "../../../src/ecs/field.ts";
import type { Scalar } from "../../../src/ecs/value.ts";

const cases: readonly (readonly [FieldType, Scalar, Scalar | undefined])[] = [
  ["keyword", "a", "a"],
  ["keyword", 5, "5"],
  ["keyword", 1.5, "1.5"],
  ["keyword", 1.5e10 + 0.5, "1.50000000005E10"],
  ["keyword", 0.0001, "1.0E-4"],
  ["keyword", 9007199254740993n, "9007199254740993"],
  ["keyword", true, "true"],
  ["constant_keyword", "logs", "logs"],
  ["match_only_text", false, "false"],
  ["long", "12", 12],
  ["long", "12.9", 12],
  ["long", -1.9, -1],
  ["long", "1e3", 1000],
  ["long", "9007199254740993", 9007199254740993n],
  ["long", 9223372036854775807n, 9223372036854775807n],
  ["long", 9223372036854775808n, undefined],
  ["long", "abc", undefined],
  ["long", "", undefined],
  ["long", true, undefined],
  ["integer", 2147483647, 2147483647],
  ["integer", 2147483648, undefined],
  ["unsigned_long", -1, undefined],
  ["unsigned_long", 18446744073709551615n, 18446744073709551615n],
  ["double", "1.5", 1.5],
  ["double", ".5", 0.5],
  ["double", "1e999", undefined],
  ["double", "0x10", undefined],
  ["float", 0.1, Math.fround(0.1)],
  ["float", 1e300, undefined],
  ["boolean", true, true],
  ["boolean", "true", true],
  ["boolean", "false", false],
  ["boolean", "", false],
  ["boolean", "True", undefined],
  ["boolean", 1, undefined],
  ["date", "2026-03-10T02:14:07Z", 1773108847000],
  ["date", "2026-03-10T02:14:07.1239Z", 1773108847123],
  ["date", "2026-03-10T02:14:07+02:00", 1773101647000],
  ["date", "2026-03-10T02:14", 1773108840000],
  ["date", "2026-03-10", 1773100800000],
  ["date", 1773108847000, 1773108847000],
  ["date", "1773108847000", 1773108847000],
  ["date", "2026", 1767225600000],
  ["date", "2026-02-30", undefined],
  ["date", "2026-03-10T25:00:00Z", undefined],
  ["date", "yesterday", undefined],
  ["ip", "203.0.113.7", "203.0.113.7"],
  ["ip", "2001:DB8:0:0::1", "2001:db8::1"],
  ["ip", "::ffff:192.0.2.1", "192.0.2.1"],
  ["ip", "AWS Internal", undefined],
  ["ip", "010.0.0.1", undefined],
  ["ip", 1, undefined],
  ["geo_point", "41.12,-71.34", undefined],
];

for (const [type, value, expected] of cases) {
  test(`${typeof value} ${String(value)} in a ${type} field`, () =>
    assert.deepEqual(coerce(value, { name: "f", type }), expected));
}

test("a string longer than ignoreAbove is not indexed; length is in UTF-16 units", () => {
  const field = { name: "f", type: "keyword", ignoreAbove: 4 } as const;
  assert.equal(coerce("abcd", field), "abcd");
  assert.equal(coerce("abcde", field), undefined);
  assert.equal(coerce("😀😀", field), "😀😀");
  assert.equal(coerce("😀😀a", field), undefined);
  assert.equal(coerce(12345, field), undefined);
});
