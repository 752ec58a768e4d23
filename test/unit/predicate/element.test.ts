import assert from "node:assert/strict";
import { test } from "node:test";
import { documentView } from "../../../src/ecs/event.ts";
import type { Field } from "../../../src/ecs/field.ts";
import type { EcsObject, EcsValue } from "../../../src/ecs/value.ts";
import { atomKey } from "../../../src/predicate/atomKey.ts";
import { and, compare, constant, element, equals, exists, not, or, regex } from "../../../src/predicate/build.ts";
import { compile } from "../../../src/predicate/compile.ts";
import { evaluate } from "../../../src/predicate/evaluate.ts";
import { explain } from "../../../src/predicate/explain.ts";
import { fieldsOf } from "../../../src/predicate/fields.ts";
import { possible } from "../../../src/predicate/partial.ts";
import type { Predicate, TestAtom } from "../../../src/predicate/predicate.ts";
import { printPredicate } from "../../../src/predicate/print.ts";
import { unsupportedPatterns } from "../../../src/predicate/unsupportedPatterns.ts";
import { whyMatched } from "../../../src/predicate/whyMatched.ts";

const deltas: Field = { name: "policy.deltas", type: "nested" };
const action: Field = { name: "policy.deltas.action", type: "keyword" };
const role: Field = { name: "policy.deltas.role", type: "keyword" };
const size: Field = { name: "policy.deltas.size", type: "unsigned_long" };
const parts: Field = { name: "policy.deltas.parts", type: "nested" };
const part: Field = { name: "policy.deltas.parts.name", type: "keyword" };

function answers(predicate: Predicate, elements: EcsValue): boolean {
  const view = documentView({ policy: { deltas: elements } } as EcsObject);
  const reference = evaluate(predicate, view);
  assert.equal(compile(predicate)(view), reference, "compiled differs from the reference");
  return reference;
}

const owned = element(deltas, and(equals(action, "ADD"), equals(role, "owner")));

test("one element must satisfy the condition by itself", () => {
  assert.equal(answers(owned, [{ action: "ADD", role: "owner" }]), true);
  assert.equal(answers(owned, [{ action: "DROP" }, { action: "ADD", role: ["viewer", "owner"] }]), true);
  assert.equal(
    answers(owned, [
      { action: "ADD", role: "viewer" },
      { action: "DROP", role: "owner" },
    ]),
    false,
  );
});

test("one object is one element, arrays within arrays are transparent, and what is no object is no element", () => {
  assert.equal(answers(owned, { action: "ADD", role: "owner" }), true);
  assert.equal(answers(owned, [[{ action: "ADD", role: "owner" }]]), true);
  for (const none of [null, [], "ADD", ["ADD", "owner"], [null]]) assert.equal(answers(owned, none), false);
});

test("a negation within asks for an element that is not so, a negation around for none that is", () => {
  const other = element(deltas, not(equals(action, "ADD")));
  assert.equal(answers(other, [{ action: "ADD" }, {}]), true);
  assert.equal(answers(other, [{ action: "ADD" }]), false);
  assert.equal(answers(other, []), false);
  assert.equal(answers(not(owned), []), true);
  assert.equal(answers(element(deltas, constant(true)), [{}]), true);
});

test("elements of elements, dotted keys, big integers and keys like __proto__ are read as in the event", () => {
  const inner = element(deltas, and(equals(action, "ADD"), element(parts, equals(part, "x"))));
  assert.equal(answers(inner, [{ action: "ADD", parts: [{ name: "y" }, { name: "x" }] }]), true);
  assert.equal(
    answers(inner, [
      { action: "ADD", parts: [{ name: "y" }] },
      { action: "DROP", parts: { name: "x" } },
    ]),
    false,
  );
  const big = element(deltas, compare(size, ">", 9007199254740992n));
  assert.equal(answers(big, [{ size: 9007199254740993n }]), true);
  assert.equal(answers(big, [{ size: 9007199254740992n }]), false);
  const own: Field = { name: "policy.deltas.__proto__", type: "keyword" };
  assert.equal(answers(element(deltas, exists(own)), [{ role: "x" }]), false);
  const dotted = documentView({ "policy.deltas": [{ action: "ADD", role: "owner" }] });
  assert.equal(evaluate(owned, dotted), true);
});

test("deep elements are read without recursion", () => {
  let deep: EcsValue = "x";
  for (let level = 0; level < 100; level++) deep = level % 2 === 0 ? [deep] : { a: deep };
  const leaf: Field = { name: `policy.deltas${".a".repeat(50)}`, type: "keyword" };
  assert.equal(answers(element(deltas, equals(leaf, "x")), deep), true);
});

test("it is one atom on the nested field, printed, keyed and explained with the element that satisfied it", () => {
  const atom = owned as TestAtom;
  const printed = 'policy.deltas: { policy.deltas.action == "ADD" and policy.deltas.role == "owner" }';
  assert.equal(printPredicate(owned), printed);
  assert.deepEqual(
    fieldsOf(owned).map(({ name }) => name),
    ["policy.deltas"],
  );
  assert.notEqual(
    atomKey(atom),
    atomKey(element(deltas, or(equals(action, "ADD"), equals(role, "owner"))) as TestAtom),
  );
  const view = documentView({ policy: { deltas: [{ action: "DROP" }, { action: "ADD", role: "owner" }] } });
  assert.equal(explain(owned, view).truth, true);
  assert.deepEqual(explain(owned, view).fields[0]?.count, 2);
  assert.match(whyMatched(owned, view)[0] ?? "", /policy\.deltas is .*owner/);
  assert.equal(
    possible(owned, () => undefined),
    "maybe",
  );
  assert.equal(
    possible(owned, () => []),
    "no",
  );
});

test("a pattern within that cannot be compiled is told", () => {
  assert.equal(unsupportedPatterns(element(deltas, regex(role, ["a{1,99999}"]))).length, 1);
});
