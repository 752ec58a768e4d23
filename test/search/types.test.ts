import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { documentsOf, idsOf, mappingOf } from "./searchCase.ts";

interface TypeCase {
  readonly type: string | object;
  /** Values of field `f`, one document each; undefined leaves the field out. */
  readonly values: readonly unknown[];
  /** Conditions and which of the documents they find, by number from 1. */
  readonly finds: Readonly<Record<string, readonly number[]>>;
}

/** What a condition finds in a field of each type (eql facts §5, §6; Elasticsearch reference, field types). */
const cases: Readonly<Record<string, TypeCase>> = {
  keyword: {
    type: "keyword",
    values: ["abc", "ABC", "abd", 5, true, null, [], undefined, ["x", "abc"]],
    finds: {
      'f == "abc"': [1, 9],
      'f : "abc"': [1, 2, 9],
      'f : "ab?"': [1, 2, 3, 9],
      'f != "abc"': [2, 3, 4, 5, 6, 7, 8],
      'f == "5"': [4],
      'f == "true"': [5],
      "f == null": [6, 7, 8],
      'f > "abc"': [3, 5, 9],
      'f in ("abd", "x")': [3, 9],
    },
  },
  "keyword with ignore_above": {
    type: { type: "keyword", ignore_above: 3 },
    values: ["abc", "abcd", ["abcd", "ab"]],
    finds: { 'f : "a*"': [1, 3], "f == null": [2], 'f == "abcd"': [] },
  },
  "keyword with null_value": {
    type: { type: "keyword", null_value: "NULL" },
    values: [null, "a", [], [null, "b"], undefined],
    finds: { 'f == "NULL"': [1, 4], "f == null": [3, 5], 'f == "b"': [4] },
  },
  constant_keyword: {
    type: { type: "constant_keyword", value: "prod" },
    values: ["prod", undefined],
    finds: { 'f == "prod"': [1, 2], 'f : "PR*"': [1, 2], "f == null": [] },
  },
  "constant_keyword without a value": {
    type: "constant_keyword",
    values: ["prod", undefined],
    finds: { 'f == "prod"': [1], "f == null": [2] },
  },
  wildcard: {
    type: "wildcard",
    values: ["cmd.exe /c whoami", "CMD.EXE"],
    finds: { 'f like "*whoami"': [1], 'f : "cmd*"': [1, 2], 'f regex ".+[.]EXE"': [2] },
  },
  "text with a keyword sub-field": {
    type: { type: "text", fields: { keyword: { type: "keyword", ignore_above: 8 } } },
    values: ["Create VM", "create", "much too long"],
    finds: { 'f == "create"': [2], 'f : "CREATE*"': [2], "f == null": [], "f.keyword == null": [1, 3] },
  },
  ip: {
    type: "ip",
    values: ["10.0.0.5", "192.168.1.1", "2001:DB8::1", "not an address", undefined],
    finds: {
      'f == "10.0.0.0/8"': [1],
      'f == "10.0.0.5"': [1],
      'f == "2001:db8:0::1"': [3],
      'cidrMatch(f, "2001:db8::/32", "192.168.0.0/16")': [2, 3],
      'f >= "10.0.0.5"': [1, 2, 3],
      "f == null": [4, 5],
    },
  },
  date: {
    type: "date",
    values: ["2026-01-01T10:00:00.123Z", "2026-01-01T12:30:00+02:00", 1767312000000, "2026", "yesterday"],
    finds: {
      'f == "2026-01-01"': [1, 2, 4],
      'f > "2026-01-01"': [3],
      'f >= "2026-01-01T10:00:00.123Z" and f < "2026-01-02"': [1, 2],
      "f == 1767312000000": [3],
      "f == null": [5],
    },
  },
  date_nanos: {
    type: "date_nanos",
    values: [
      "2026-01-01T00:00:00.123456788Z",
      "2026-01-01T00:00:00.123456789Z",
      "2026-01-01T00:00:00.123456790Z",
      "1969-12-31T23:59:59Z",
    ],
    finds: {
      'f == "2026-01-01T00:00:00.123456789Z"': [2],
      'f > "2026-01-01T00:00:00.123456788Z"': [2, 3],
      'f <= "2026-01-01T00:00:00.123456789Z"': [1, 2],
      'f == "2026-01-01T00:00:00"': [1, 2, 3],
      'f < "2026-01-01T00:00:00.123Z"': [],
      "f > 1767225600123": [1, 2, 3],
      "f == null": [4],
    },
  },
  long: {
    type: "long",
    values: ["9007199254740993", 9007199254740992n, 9007199254740993n, 12, "12.9", "abc", 9223372036854775808n],
    finds: {
      "f == 9007199254740993": [1, 3],
      "f > 9007199254740992": [1, 3],
      "f == 9007199254740992": [2],
      "f == 12": [4, 5],
      "f == 12.0": [4, 5],
      "f + 1 == 9007199254740994": [1, 3],
      "f == null": [6, 7],
    },
  },
  short: { type: "short", values: [32767, 32768, -32768], finds: { "f > 0": [1], "f < 0": [3], "f == null": [2] } },
  byte: { type: "byte", values: [127, 128, "-128"], finds: { "f > 0": [1], "f < 0": [3], "f == null": [2] } },
  unsigned_long: {
    type: "unsigned_long",
    values: ["18446744073709551615", 18446744073709551614n, -1],
    finds: { "f > 9223372036854775807": [1, 2], "f == null": [3] },
  },
  double: {
    type: "double",
    values: [0.1, "1e3", 2, 9007199254740993n],
    finds: { "f == 0.1": [1], "f == 1000": [2], "f / 4 == 0.5": [3], "f == 9007199254740992": [4] },
  },
  float: {
    type: "float",
    values: [0.1, 0.100000001, 16777217, 1e300],
    finds: { "f == 0.1": [1, 2], "f == 16777216": [3], "f > 0.1": [3], "f == null": [4] },
  },
  half_float: {
    type: "half_float",
    values: [0.1, 0.09999, 2049, 65520, 1e-8],
    finds: { "f == 0.1": [1, 2], "f == 2048": [3], "f == null": [4], "f == 0": [5] },
  },
  scaled_float: {
    type: { type: "scaled_float", scaling_factor: 100 },
    values: [1.234, 1.23, 1.235],
    finds: { "f == 1.23": [1, 2], "f == 1.234": [1, 2], "f > 1.23": [3] },
  },
  boolean: {
    type: "boolean",
    values: [true, "true", false, "", "yes", undefined, [true, false]],
    finds: {
      f: [1, 2, 7],
      "f == true": [1, 2, 7],
      "f == false": [3, 4, 7],
      "not f": [3, 4, 5, 6],
      "f == null": [5, 6],
    },
  },
  version: {
    type: "version",
    values: ["1.9.0", "1.10.0", "1.10.0-rc1", "not a version"],
    finds: { 'f > "1.9.0"': [2, 3, 4], 'f < "1.10.0"': [1, 3], 'f == "1.10.0"': [2] },
  },
  flattened: {
    type: "flattened",
    values: [{ a: 1, b: { c: "x" } }, { a: ["1", "2"] }, { "b.c": "x" }],
    finds: { 'f.a == "1"': [1, 2], 'f.b.c == "x"': [1, 3], "f.z == null": [1, 2, 3] },
  },
  "object with fields": {
    type: { properties: { a: { type: "long" }, "b.c": { type: "keyword" } } },
    values: [{ a: 1, b: { c: "x" } }, { a: "2", "b.c": "y" }, [{ a: 3 }, { a: 4 }]],
    finds: { "f.a > 1": [2, 3], 'f.b.c in ("x", "y")': [1, 2], "f.a > 3 and f.a < 4": [3] },
  },
};

for (const [name, { type, values, finds }] of Object.entries(cases)) {
  describe(`a field of type ${name}`, () => {
    const documents = documentsOf(values.map((value) => (value === undefined ? {} : { f: value })));
    for (const [condition, ids] of Object.entries(finds)) {
      test(condition, () => {
        const found = idsOf(`any where ${condition}`, documents, { mapping: mappingOf({ f: type }), size: 100 });
        assert.deepEqual(found, ids.map(String));
      });
    }
  });
}

describe("an optional field", () => {
  const documents = documentsOf([{ f: "a" }, {}, { f: null }]);
  const options = { mapping: mappingOf({ f: "keyword" }) };
  const finds: Readonly<Record<string, readonly number[]>> = {
    'f != "a"': [2, 3],
    '?f != "a"': [2, 3],
    'not ?f : "A"': [2, 3],
    // Not mapped: a literal null, of which neither a pattern nor its negation holds (eql facts §5).
    '?nope : "a"': [],
    'not ?nope : "a"': [],
    "?nope == null": [1, 2, 3],
    'f == "a" or ?nope == "a"': [1],
  };
  for (const [condition, ids] of Object.entries(finds)) {
    test(condition, () => assert.deepEqual(idsOf(`any where ${condition}`, documents, options), ids.map(String)));
  }
});

test("an alias is the field it leads to", () => {
  const mapping = mappingOf({ pid: "long", "process.id": { type: "alias", path: "pid" } });
  assert.deepEqual(idsOf("any where process.id > 1", documentsOf([{ pid: 1 }, { pid: 2 }]), { mapping }), ["2"]);
});

test("multi-fields read the values of their parent", () => {
  const name = { type: "keyword", fields: { version: { type: "version" }, number: { type: "long" } } };
  const documents = documentsOf([{ name: "1.10" }, { name: "1.9" }, { name: "x" }]);
  const options = { mapping: mappingOf({ name }) };
  assert.deepEqual(idsOf('any where name < "1.9"', documents, options), ["1"]);
  assert.deepEqual(idsOf('any where name.version < "1.10"', documents, options), ["2"]);
  assert.deepEqual(idsOf("any where name.number == 1", documents, options), ["1", "2"]);
});
