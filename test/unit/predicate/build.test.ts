import assert from "node:assert/strict";
import { test } from "node:test";
import { atomKey } from "../../../src/predicate/atomKey.ts";
import * as build from "../../../src/predicate/build.ts";
import { atomsOf, fieldsOf } from "../../../src/predicate/fields.ts";
import { AtomTable } from "../../../src/predicate/intern.ts";
import type { Atom, Expression, Predicate } from "../../../src/predicate/predicate.ts";
import { printPredicate } from "../../../src/predicate/print.ts";
import { unsupportedPatterns } from "../../../src/predicate/unsupportedPatterns.ts";
import { fieldOf } from "./support.ts";

const action = fieldOf("event.action");
const user = fieldOf("user.name");
const a = build.equals(action, "A");
const b = build.equals(action, "B");
const c = build.exists(user);
const yes = build.constant(true);
const no = build.constant(false);

const simplified: readonly [name: string, Predicate, Predicate][] = [
  ["and()", build.and(), yes],
  ["or()", build.or(), no],
  ["and(a)", build.and(a), a],
  ["and(a, true)", build.and(a, yes), a],
  ["and(a, false)", build.and(a, no, b), no],
  ["or(a, false)", build.or(no, a), a],
  ["or(a, true)", build.or(a, yes), yes],
  ["and(and(a, b), c)", build.and(build.and(a, b), c), { kind: "and", operands: [a, b, c] }],
  ["or(a, or(b, c))", build.or(a, build.or(b, c)), { kind: "or", operands: [a, b, c] }],
  ["and(a, or(b, c))", build.and(a, build.or(b, c)), { kind: "and", operands: [a, { kind: "or", operands: [b, c] }] }],
  ["and(a, a)", build.and(a, b, a), { kind: "and", operands: [a, b] }],
  ["not(not(a))", build.not(build.not(a)), a],
  ["not(true)", build.not(yes), no],
  ["oneOf()", build.oneOf(action, []), no],
  ["oneOf(A)", build.oneOf(action, ["A"]), a],
  ["oneOf~(1)", build.oneOf(fieldOf("n", "long"), [1], true), build.equals(fieldOf("n", "long"), 1)],
  ["wildcard(A)", build.wildcard(action, ["A"]), a],
  ["regex(A)", build.regex(action, ["A"]), a],
  ["cidr()", build.cidr(fieldOf("source.ip", "ip"), []), no],
  ["expression(true)", build.expression({ kind: "literal", value: true }), yes],
  ["expression(null)", build.expression({ kind: "literal", value: null }), no],
];

for (const [name, made, expected] of simplified) test(name, () => assert.deepEqual(made, expected));

test("lists that ignore case or hold a metacharacter stay as they are", () => {
  const kindOf = (predicate: Predicate) => (predicate.kind === "test" ? predicate.test.kind : predicate.kind);
  assert.equal(kindOf(build.oneOf(action, ["A"], true)), "oneOf");
  assert.equal(kindOf(build.wildcard(action, ["A"], true)), "oneOf");
  assert.equal(kindOf(build.wildcard(action, ["A", "b?"])), "wildcard");
  assert.equal(kindOf(build.regex(action, ["a@b"])), "regex");
  assert.equal(kindOf(build.regex(action, ["^a$"])), "equals");
});

const concat: Expression = {
  kind: "call",
  name: "concat",
  ignoreCase: false,
  args: [
    { kind: "field", field: user },
    { kind: "field", field: action },
    { kind: "field", field: user },
  ],
};
const computed = (right: Expression): Predicate => {
  return build.expression({ kind: "comparison", operator: "==", left: concat, right });
};

test("fieldsOf lists each field once, in order", () => {
  const predicate = build.and(build.not(computed({ kind: "literal", value: "x" })), a, c);
  assert.deepEqual(
    fieldsOf(predicate).map((field) => field.name),
    ["user.name", "event.action"],
  );
  assert.equal(atomsOf(predicate).length, 3);
});

const printed: readonly [Predicate, string][] = [
  [build.and(a, build.not(build.or(b, c))), 'event.action == "A" and not (event.action == "B" or user.name != null)'],
  [build.or(build.and(a, c), b), '(event.action == "A" and user.name != null) or event.action == "B"'],
  [build.not(a), 'not event.action == "A"'],
  [build.oneOf(action, ["A", 'q"\n'], true), 'event.action in~ ("A", "q\\"\\n")'],
  [build.wildcard(user, ["a*"]), 'user.name like "a*"'],
  [build.wildcard(user, ["a*", "b"], true), 'user.name like~ ("a*", "b")'],
  [build.regex(user, ["a.+"], true), 'user.name regex~ "a.+"'],
  [build.compare(fieldOf("n", "long"), ">=", 9007199254740993n), "n >= 9007199254740993"],
  [build.cidr(fieldOf("source.ip", "ip"), ["10.0.0.0/8", "::1"]), 'cidrMatch(source.ip, "10.0.0.0/8", "::1")'],
  [computed({ kind: "literal", value: "x" }), 'concat(user.name, event.action, user.name) == "x"'],
  [yes, "true"],
];

for (const [predicate, text] of printed) test(`prints ${text}`, () => assert.equal(printPredicate(predicate), text));

test("expressions print with the parentheses they need", () => {
  const n: Expression = { kind: "field", field: fieldOf("n", "long") };
  const two: Expression = { kind: "literal", value: 2 };
  const sum: Expression = { kind: "arithmetic", operator: "+", left: n, right: two };
  const product: Expression = { kind: "arithmetic", operator: "*", left: sum, right: { kind: "negate", operand: sum } };
  const nested: Expression = { kind: "arithmetic", operator: "-", left: two, right: sum };
  const print = (left: Expression) =>
    printPredicate(build.expression({ kind: "comparison", operator: "<", left, right: two }));
  assert.equal(print(product), "(n + 2) * -(n + 2) < 2");
  assert.equal(print(nested), "2 - (n + 2) < 2");
  const within: Expression = { kind: "in", operand: sum, values: [two], ignoreCase: false };
  assert.equal(printPredicate(build.expression({ kind: "isNull", operand: within })), "(n + 2) in (2) == null");
  const either: Expression = { kind: "or", operands: [within, { kind: "not", operand: within }] };
  assert.equal(
    printPredicate(build.not(build.expression({ kind: "and", operands: [either, within] }))),
    "not (((n + 2) in (2) or not (n + 2) in (2)) and (n + 2) in (2))",
  );
});

const same: readonly [Predicate, Predicate][] = [
  [build.equals(action, "A"), a],
  [build.oneOf(action, ["A", "B"]), build.oneOf(action, ["B", "A", "B"])],
  [build.equals(fieldOf("n", "long"), 5), build.equals(fieldOf("n", "long"), 5n)],
  [build.wildcard(user, ["a*", "b*"]), build.wildcard(user, ["b*", "a*"])],
  [
    { kind: "test", field: { type: "keyword", name: "event.action" }, test: { value: "A", kind: "equals" } },
    { kind: "test", field: { name: "event.action", type: "keyword" }, test: { kind: "equals", value: "A" } },
  ],
];
const different: readonly [Predicate, Predicate][] = [
  [a, b],
  [build.equals(action, "5"), build.equals(action, 5)],
  [build.equals(action, "true"), build.equals(action, true)],
  [build.equals(action, "A"), build.equals(fieldOf("event.action", "wildcard"), "A")],
  [build.equals(action, "A"), build.equals({ ...action, ignoreAbove: 1024 }, "A")],
  [build.oneOf(action, ["A", "B"]), build.oneOf(action, ["A", "B"], true)],
  [build.oneOf(action, ["A,B", "C"]), build.oneOf(action, ["A", "B,C"])],
  [build.wildcard(user, ["a*"]), build.regex(user, ["a*"])],
  [build.compare(action, "<", "A"), build.compare(action, "<=", "A")],
  [build.equals(fieldOf("n", "long"), 9007199254740993n), build.equals(fieldOf("n", "long"), 9007199254740992n)],
  [computed({ kind: "literal", value: "x" }), computed({ kind: "literal", value: null })],
];

test("atoms with one meaning have one key, others do not", () => {
  for (const [left, right] of same) assert.equal(atomKey(left as Atom), atomKey(right as Atom));
  for (const [left, right] of different) assert.notEqual(atomKey(left as Atom), atomKey(right as Atom));
});

test("an atom table makes equal atoms one object and leaves the rest alone", () => {
  const table = new AtomTable();
  const first = table.intern(build.and(a, c));
  const second = table.intern(build.or(build.not(build.equals(fieldOf("event.action"), "A")), b));
  assert.equal(atomsOf(first)[0], atomsOf(second)[0]);
  assert.deepEqual(table.atoms(), [a, c, b]);
  assert.equal(table.intern(first), first);
});

test("patterns that cannot run are named with their reason", () => {
  const lookAhead: Expression = {
    kind: "pattern",
    operand: { kind: "field", field: user },
    syntax: "javaRegex",
    patterns: ["(?=a)"],
    ignoreCase: false,
  };
  const predicate = build.and(a, build.not(build.regex(user, ["a(", "b"])), build.expression(lookAhead));
  assert.deepEqual(
    unsupportedPatterns(predicate).map((failure) => failure.pattern),
    ["a(", "(?=a)"],
  );
  assert.deepEqual(unsupportedPatterns(build.and(a, build.wildcard(user, ["a(*"]))), []);
});
