import assert from "node:assert/strict";
import { test } from "node:test";
import * as build from "../../../src/predicate/build.ts";
import { type Explanation, explain } from "../../../src/predicate/explain.ts";
import { leftOf, possible } from "../../../src/predicate/partial.ts";
import type { Predicate } from "../../../src/predicate/predicate.ts";
import { whyMatched } from "../../../src/predicate/whyMatched.ts";
import { fieldOf, view } from "./support.ts";

const action = fieldOf("event.action");
const user = fieldOf("user.name");
const country = fieldOf("geo");
const isCreate = build.equals(action, "CreateSnapshot");
const isAdmin = build.wildcard(user, ["adm*"], true);
const predicate = build.and(isCreate, build.or(isAdmin, build.exists(country)), build.not(build.equals(user, "root")));

function outline({ label, truth, fields, children }: Explanation): unknown[] {
  const seen = fields.map((field) => `${field.field.name}=${field.values.join()}`);
  return [label, truth, ...seen, ...children.map(outline)];
}

test("explain shows every part, decided or not, with the values it saw", () => {
  assert.deepEqual(outline(explain(predicate, view({ "event.action": "StopInstances", "user.name": ["x", "root"] }))), [
    "and",
    false,
    ['event.action == "CreateSnapshot"', false, 'event.action="StopInstances"'],
    ["or", false, ['user.name like~ "adm*"', false, 'user.name="x","root"'], ["geo != null", false, "geo="]],
    ["not", false, ['user.name == "root"', true, 'user.name="x","root"']],
  ]);
});

test("explain caps the number and the length of values", () => {
  const many = Array.from({ length: 100 }, () => "v".repeat(10_000));
  const [seen] = explain(isCreate, view({ "event.action": many })).fields;
  assert.equal(seen?.count, 100);
  assert.equal(seen?.values.length, 5);
  assert.ok(seen?.values.every((value) => value.length < 210 && value.endsWith("…")));
});

test("whyMatched lists the leaves that carried the match with the value that did", () => {
  const event = view({ "event.action": "CreateSnapshot", "user.name": ["bob", "Admin"], geo: "NL" });
  assert.deepEqual(whyMatched(predicate, event), [
    'event.action == "CreateSnapshot" (event.action is "CreateSnapshot")',
    'user.name like~ "adm*" (user.name is "Admin")',
    'not user.name == "root" (user.name is "bob" and 1 more)',
  ]);
  assert.deepEqual(whyMatched(predicate, view({ "event.action": "CreateSnapshot", geo: "NL" })), [
    'event.action == "CreateSnapshot" (event.action is "CreateSnapshot")',
    'geo != null (geo is "NL")',
    'not user.name == "root" (user.name has no value)',
  ]);
  assert.deepEqual(whyMatched(predicate, view({})), []);
});

test("whyMatched under not takes the operand that failed", () => {
  const neither = build.not(build.and(build.equals(user, "a"), isCreate));
  assert.deepEqual(whyMatched(neither, view({ "user.name": "a", "event.action": "X" })), [
    'not event.action == "CreateSnapshot" (event.action is "X")',
  ]);
});

test("possible decides only what the known fields decide", () => {
  const known = (values: Readonly<Record<string, readonly string[]>>) =>
    possible(predicate, (field) => values[field.name]);
  assert.equal(known({}), "maybe");
  assert.equal(known({ "event.action": ["StopInstances"] }), "no");
  assert.equal(known({ "event.action": [] }), "no");
  assert.equal(known({ "event.action": ["CreateSnapshot"] }), "maybe");
  assert.equal(known({ "event.action": ["CreateSnapshot"], "user.name": ["admin"] }), "yes");
  assert.equal(known({ "user.name": ["root"] }), "no");
  assert.equal(
    possible(build.constant(true), () => undefined),
    "yes",
  );
  assert.equal(
    possible(build.not(build.exists(user)), () => []),
    "yes",
  );
});

test("what decided atoms leave of a predicate is what the rest of it says", () => {
  const isRoot = build.equals(user, "root");
  const left = (...decided: readonly (readonly [Predicate, boolean])[]) =>
    leftOf(predicate, (atom) => decided.find(([one]) => one === atom)?.[1]);
  assert.equal(left(), predicate);
  assert.deepEqual(left([isCreate, false]), build.constant(false));
  const rest = left([isCreate, true]);
  assert.deepEqual(rest, build.and(build.or(isAdmin, build.exists(country)), build.not(isRoot)));
  assert.equal(
    leftOf(rest, () => undefined),
    rest,
  );
  assert.deepEqual(left([isCreate, true], [isAdmin, false]), build.and(build.exists(country), build.not(isRoot)));
  assert.deepEqual(left([isCreate, true], [isAdmin, true]), build.not(isRoot));
  const notRoot = build.not(isRoot);
  assert.deepEqual(
    leftOf(notRoot, () => true),
    build.constant(false),
  );
  assert.deepEqual(
    leftOf(build.or(isCreate, isRoot), () => false),
    build.constant(false),
  );
});
