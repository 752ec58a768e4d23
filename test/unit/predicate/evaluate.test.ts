import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldType } from "../../../src/ecs/field.ts";
import type { EcsValue } from "../../../src/ecs/value.ts";
import { compile } from "../../../src/predicate/compile.ts";
import { evaluate } from "../../../src/predicate/evaluate.ts";
import { fieldsOfExpression } from "../../../src/predicate/fields.ts";
import type { Comparison, Expression, FunctionName, Predicate, Test } from "../../../src/predicate/predicate.ts";
import { fieldOf, rawView, view } from "./support.ts";

function answers(predicate: Predicate, document: Readonly<Record<string, EcsValue>>): boolean {
  const reference = evaluate(predicate, view(document));
  assert.equal(compile(predicate)(view(document)), reference, "compiled differs from the reference");
  return reference;
}

type TestRow = readonly [FieldType, Test, matching: readonly EcsValue[], others: readonly EcsValue[]];

const tests: readonly TestRow[] = [
  ["keyword", { kind: "exists" }, ["", "a", ["a", null]], [null, [], [null]]],
  ["keyword", { kind: "equals", value: "a" }, ["a", ["b", "a"]], ["A", "b", "a*", null, []]],
  ["keyword", { kind: "equals", value: "5" }, [5, "5"], [6]],
  ["long", { kind: "equals", value: 5 }, [5, "5", [1, 5]], [6, null]],
  ["long", { kind: "equals", value: "5" }, [], [5]],
  ["long", { kind: "equals", value: 9007199254740993n }, [9007199254740993n], [9007199254740992n]],
  ["double", { kind: "equals", value: 5 }, [5, 5.0], [5.5]],
  ["boolean", { kind: "equals", value: false }, [false, "false"], [true, null]],
  ["boolean", { kind: "equals", value: 0 }, [], [false, true]],
  ["date", { kind: "equals", value: 1_000 }, ["1970-01-01T00:00:01Z", "1970-01-01T01:00:01+01:00"], [null]],
  ["version", { kind: "equals", value: "1.0" }, ["1.0"], ["1.0.0"]],
  ["ip", { kind: "equals", value: "10.0.0.0/8" }, ["10.1.2.3", ["1.1.1.1", "10.0.0.1"]], ["11.0.0.1", null]],
  ["ip", { kind: "equals", value: "::1" }, ["0:0:0:0:0:0:0:1"], ["::2"]],
  ["keyword", { kind: "oneOf", values: ["a", "b"], ignoreCase: false }, ["a", ["x", "b"]], ["A", "c", null]],
  ["keyword", { kind: "oneOf", values: ["Te*", "é"], ignoreCase: true }, ["tE*", "é"], ["test", "É"]],
  ["keyword", { kind: "oneOf", values: [], ignoreCase: false }, [], ["a"]],
  ["long", { kind: "oneOf", values: [1, 2n], ignoreCase: true }, [1, 2, "2"], [3]],
  ["ip", { kind: "oneOf", values: ["10.0.0.0/8", "::1"], ignoreCase: false }, ["10.9.9.9", "::1"], ["11.1.1.1"]],
  [
    "keyword",
    { kind: "wildcard", patterns: ["a*c", "?"], ignoreCase: false },
    ["abc", "ac", "😀"],
    ["ABC", "xx", null],
  ],
  ["keyword", { kind: "wildcard", patterns: ["a*É"], ignoreCase: true }, ["ABÉ"], ["abé"]],
  ["keyword", { kind: "wildcard", patterns: ["a\\*b"], ignoreCase: false }, ["a\\xb"], ["a*b"]],
  ["keyword", { kind: "wildcard", patterns: ["*"], ignoreCase: false }, ["", "x"], [null]],
  ["keyword", { kind: "regex", patterns: ["a.+", "x"], ignoreCase: false }, ["ab", "x", ["q", "ab"]], ["a", "A", "xx"]],
  ["keyword", { kind: "regex", patterns: ["^a$"], ignoreCase: true }, ["^A$"], ["a"]],
  ["keyword", { kind: "compare", operator: "<", value: "b" }, ["B", "a", ["z", "a"]], ["b", "c", null]],
  ["keyword", { kind: "compare", operator: ">", value: "\ufffd" }, ["😀"], ["a"]],
  ["long", { kind: "compare", operator: ">=", value: 5 }, [5, 6, [1, 9]], [4, null]],
  ["long", { kind: "compare", operator: ">", value: 4.5 }, [5], [4]],
  ["long", { kind: "compare", operator: ">", value: "4" }, [], [5]],
  ["date", { kind: "compare", operator: ">", value: 0 }, ["2026-01-01T00:00:00Z"], ["1960-01-01T00:00:00Z"]],
  ["version", { kind: "compare", operator: ">", value: "1.9.0" }, ["1.10.0"], ["1.9.0-rc1"]],
  ["ip", { kind: "compare", operator: "<=", value: "10.0.0.5" }, ["9.255.0.0", "10.0.0.5"], ["10.0.0.6"]],
  ["ip", { kind: "cidr", blocks: ["10.6.48.157/8", "::1"] }, ["10.1.1.1", "::1"], ["11.0.0.0", null]],
  ["ip", { kind: "cidr", blocks: ["nonsense"] }, [], ["10.1.1.1"]],
];

for (const [type, condition, matching, others] of tests) {
  test(`${type} ${JSON.stringify(condition, (_, v) => (typeof v === "bigint" ? `${v}n` : v))}`, () => {
    const predicate: Predicate = { kind: "test", field: fieldOf("f", type), test: condition };
    const shown = (value: EcsValue) => `on ${String(value)}`;
    for (const value of matching) assert.equal(answers(predicate, { f: value }), true, shown(value));
    for (const value of others) assert.equal(answers(predicate, { f: value }), false, shown(value));
    assert.equal(answers(predicate, {}), false, "on a missing field");
  });
}

const literal = (value: string | number | bigint | boolean | null): Expression => ({ kind: "literal", value });
const field = (name: string, type: FieldType = "keyword"): Expression => ({
  kind: "field",
  field: fieldOf(name, type),
});
const call = (name: FunctionName, ...args: Expression[]): Expression => ({
  kind: "call",
  name,
  ignoreCase: false,
  args,
});
const comparison = (left: Expression, operator: Comparison, right: Expression): Expression => {
  return { kind: "comparison", operator, left, right };
};
const leaf = (expression: Expression): Predicate => {
  return { kind: "expression", fields: fieldsOfExpression(expression), expression };
};
const arithmetic = (left: Expression, operator: "+" | "-" | "*" | "/" | "%", right: Expression): Expression => {
  return { kind: "arithmetic", operator, left, right };
};

type LeafRow = readonly [
  name: string,
  Expression,
  matching: readonly Record<string, EcsValue>[],
  others: readonly Record<string, EcsValue>[],
];

const lengthOf = (name: string) => call("length", field(name));
const leaves: readonly LeafRow[] = [
  [
    "length(f) > 2 takes any value",
    comparison(lengthOf("f"), ">", literal(2)),
    [{ f: "abc" }, { f: ["a", "abc"] }],
    [{ f: "ab" }, {}, { f: [] }, { f: null }],
  ],
  [
    "concat(a, b) takes every combination of two fields",
    comparison(call("concat", field("a"), field("b")), "==", literal("x2")),
    [
      { a: ["x", "y"], b: ["1", "2"] },
      { a: "x", b: 2 },
    ],
    [{ a: ["x"], b: ["1"] }, { a: "x" }, { b: "2" }, {}],
  ],
  [
    "one field twice is one value in each combination",
    comparison(call("concat", field("a"), field("a")), "==", literal("xy")),
    [],
    [{ a: ["x", "y"] }],
  ],
  [
    "length(f) != 3 on no value is unknown, so false",
    comparison(lengthOf("f"), "!=", literal(3)),
    [{ f: "ab" }, { f: ["abc", "ab"] }],
    [{ f: "abc" }, {}],
  ],
  [
    "expression == null holds if some combination gives null",
    { kind: "isNull", operand: call("indexOf", field("f"), literal("x")) },
    [{}, { f: "a" }, { f: ["x", "a"] }],
    [{ f: "x" }],
  ],
  [
    "null == (exit_code > -1) on a missing exit_code",
    { kind: "isNull", operand: comparison(field("exit_code", "long"), ">", literal(-1)) },
    [{}],
    [{ exit_code: 0 }],
  ],
  [
    "true == (x in (1, null)) is unknown, not false, for 2",
    {
      kind: "isNull",
      operand: { kind: "in", operand: field("x", "long"), values: [literal(1), literal(null)], ignoreCase: false },
    },
    [{ x: 2 }, {}],
    [{ x: 1 }],
  ],
  [
    "in~ on a computed value lower-cases beyond ASCII",
    { kind: "in", operand: call("substring", field("f"), literal(1)), values: [literal("É*")], ignoreCase: true },
    [{ f: "xé*" }],
    [{ f: "xéa" }, {}],
  ],
  [
    "in~ on a computed value compares as Java does",
    { kind: "in", operand: call("string", field("f")), values: [literal("ısS\u{10400}ß")], ignoreCase: true },
    [{ f: "ISs\u{10428}ß" }, { f: "ıſs\u{10400}ß" }],
    [{ f: "isssß" }, { f: "ıss\u{10400}ss" }],
  ],
  [
    "like~ with wildcards on a computed value folds A to Z alone, without them everything",
    {
      kind: "pattern",
      operand: call("string", field("f")),
      syntax: "wildcard",
      patterns: ["É", "Xé*"],
      ignoreCase: true,
    },
    [{ f: "é" }, { f: "xéA" }],
    [{ f: "xÉa" }, { f: "éa" }, {}],
  ],
  [
    "wildcards on a computed value stop at line terminators",
    {
      kind: "pattern",
      operand: call("string", field("f")),
      syntax: "wildcard",
      patterns: ["a*?\nb*"],
      ignoreCase: false,
    },
    [{ f: "a1\nb" }, { f: "a1\nbc" }],
    [{ f: "a\nb" }, { f: "a1\n\nb" }, { f: "a1\nb\r" }, { f: "a1\u2028b" }],
  ],
  [
    "stars alone on a computed value match every text",
    { kind: "pattern", operand: call("string", field("f")), syntax: "wildcard", patterns: ["**"], ignoreCase: false },
    [{ f: "a\nb" }, { f: "" }],
    [{}],
  ],
  [
    "a date is what Java prints to string and concat",
    comparison(
      call("concat", field("d", "date"), literal("|"), call("string", field("d", "date"))),
      "==",
      literal("2026-01-31T12:00Z|2026-01-31T12:00Z"),
    ),
    [{ d: "2026-01-31T12:00:00.000Z" }],
    [{ d: "2026-01-31T12:00:01Z" }, {}],
  ],
  [
    "regex on a computed value is Java's, anchored",
    {
      kind: "pattern",
      operand: call("string", field("f")),
      syntax: "javaRegex",
      patterns: ["^a\\d+$"],
      ignoreCase: false,
    },
    [{ f: "a1" }],
    [{ f: "xa1" }, { f: "A1" }, {}],
  ],
  [
    "83 / 2 == 41 among integers",
    comparison(arithmetic(field("n", "long"), "/", literal(2)), "==", literal(41)),
    [{ n: 83 }],
    [{ n: 84 }, {}],
  ],
  [
    "a double field divides really, even when whole",
    comparison(arithmetic(field("n", "double"), "/", literal(2)), "==", literal(41.5)),
    [{ n: 83 }],
    [{ n: 82 }],
  ],
  [
    "a decimal literal divides really, even when whole",
    comparison(arithmetic(field("n", "long"), "/", { kind: "literal", value: 2, floating: true }), "==", literal(41.5)),
    [{ n: 83 }],
    [{ n: 82 }],
  ],
  [
    "string(double) has its point",
    comparison(call("string", field("n", "double")), "==", literal("3.0")),
    [{ n: 3 }],
    [{ n: 4 }],
  ],
  ["-n", comparison({ kind: "negate", operand: field("n", "long") }, ">", literal(1)), [{ n: -2 }], [{ n: 2 }, {}]],
  [
    "an ip field in a nested comparison takes a CIDR block",
    comparison(comparison(field("ip", "ip"), "==", literal("10.0.0.0/8")), "==", literal(true)),
    [{ ip: "10.1.1.1" }],
    [{ ip: "11.1.1.1" }, {}],
  ],
  [
    "or is true beside an unknown, and is not",
    { kind: "or", operands: [comparison(field("a"), "==", literal("x")), comparison(field("b"), "==", literal("y"))] },
    [{ a: "x" }, { b: "y" }],
    [{ a: "z" }, {}],
  ],
  [
    "not of unknown is unknown",
    { kind: "not", operand: comparison(field("a"), "==", literal("x")) },
    [{ a: "y" }],
    [{ a: "x" }, {}],
  ],
];

for (const [name, expression, matching, others] of leaves) {
  test(name, () => {
    const predicate = leaf(expression);
    for (const document of matching) assert.equal(answers(predicate, document), true, JSON.stringify(document));
    for (const document of others) assert.equal(answers(predicate, document), false, JSON.stringify(document));
  });
}

test("separate leaves may be met by different values (eql facts §5 rule 3)", () => {
  const pid = fieldOf("pid", "long");
  const above: Predicate = { kind: "test", field: pid, test: { kind: "compare", operator: ">", value: 100 } };
  const below: Predicate = { kind: "test", field: pid, test: { kind: "compare", operator: "<", value: 200 } };
  const both: Predicate = { kind: "and", operands: [above, below] };
  assert.equal(answers(both, { pid: [50, 300] }), true);
  assert.equal(answers(both, { pid: [50] }), false);
});

test("not is two-valued: true on a missing field, false if any value equals (eql facts §5 rule 2)", () => {
  const operand: Predicate = { kind: "test", field: fieldOf("a"), test: { kind: "equals", value: "x" } };
  const predicate: Predicate = { kind: "not", operand };
  assert.equal(answers(predicate, {}), true);
  assert.equal(answers(predicate, { a: "y" }), true);
  assert.equal(answers(predicate, { a: ["x", "y"] }), false);
});

test("combinations are capped at ten thousand, in order", () => {
  const values = Array.from({ length: 1000 }, (_, i) => `${i}`);
  const matches = (wanted: string) => {
    const predicate = leaf(comparison(call("concat", field("a"), literal("-"), field("b")), "==", literal(wanted)));
    return answers(predicate, { a: values, b: values });
  };
  assert.equal(matches("9-999"), true);
  assert.equal(matches("10-0"), false);
});

test("all values of a single field are tried", () => {
  const values = [...Array.from({ length: 20_000 }, () => "no"), "yes"];
  const predicate = leaf(comparison(call("concat", field("a"), literal("!")), "==", literal("yes!")));
  assert.equal(answers(predicate, { a: values }), true);
});

test("a leaf without fields is evaluated once", () => {
  assert.equal(answers(leaf(comparison(literal(1), "<", literal(2))), {}), true);
  assert.equal(answers(leaf(literal(null)), {}), false);
});

test("a pattern that cannot be compiled matches nothing", () => {
  const predicate: Predicate = {
    kind: "test",
    field: fieldOf("f"),
    test: { kind: "regex", patterns: ["(", "b"], ignoreCase: false },
  };
  assert.equal(answers(predicate, { f: "(" }), false);
  assert.equal(answers(predicate, { f: "b" }), true);
});

test("hostile patterns and values stay linear", () => {
  const long = "a".repeat(50_000);
  const conditions: readonly Test[] = [
    { kind: "wildcard", patterns: [`${"*a".repeat(20)}*b`, `*${"?".repeat(50)}b`], ignoreCase: true },
    { kind: "regex", patterns: ["(a+)+$", "(a|a)*b"], ignoreCase: true },
  ];
  for (const condition of conditions) {
    const matches = compile({ kind: "test", field: fieldOf("f"), test: condition });
    const started = performance.now();
    assert.equal(matches(rawView({ f: [long, long] })), false);
    assert.ok(performance.now() - started < 1000);
  }
});
