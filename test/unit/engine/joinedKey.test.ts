import assert from "node:assert/strict";
import { it } from "node:test";
import type { EventView } from "../../../src/ecs/event.ts";
import type { Scalar } from "../../../src/ecs/value.ts";
import { compareJoinedKeys, joinedKeys } from "../../../src/engine/state/joinedKey.ts";
import type { JoinKey } from "../../../src/predicate/query.ts";

const key = (name: string, optional = false): JoinKey => ({ field: { name, type: "keyword" }, optional });
const view = (values: Record<string, Scalar[]>): EventView => ({ values: ({ name }) => values[name] ?? [] });
const texts = (values: Scalar[]) => joinedKeys([key("a")], view({ a: values })).keys.map(({ text }) => text);

it("keeps types apart, and numbers of one worth together", () => {
  assert.equal(new Set(texts([1, "1", true, "true"])).size, 4);
  assert.deepEqual(texts([1, 1n, 1.0]), texts([1]));
  assert.deepEqual(texts([2 ** 60, 2n ** 60n]), texts([2n ** 60n]));
  assert.notDeepEqual(texts([2n ** 60n]), texts([2n ** 60n + 1n]));
});
it("keeps values in their place", () => {
  const of = (a: string, b: string) => joinedKeys([key("a"), key("b")], view({ a: [a], b: [b] })).keys[0]?.text;
  assert.notEqual(of("a", "bc"), of("ab", "c"));
  assert.notEqual(of("x", "s1:y"), of("xs1:y", ""));
});
it("has one empty tuple without keys, none when a key has no value", () => {
  assert.deepEqual(joinedKeys([], view({})).keys, [{ text: "", values: [] }]);
  assert.deepEqual(joinedKeys([key("a")], view({})).keys, []);
  assert.deepEqual(
    joinedKeys([key("a", true)], view({})).keys.map(({ values }) => values),
    [[null]],
  );
});
it("multiplies arrays up to a cap and counts the rest", () => {
  const values = { a: Array.from({ length: 70 }, (_, i) => i), b: Array.from({ length: 50 }, (_, i) => i) };
  const { keys, cut } = joinedKeys([key("a"), key("b")], view(values));
  assert.equal(keys.length, 1000);
  assert.equal(cut, 2500);
  assert.equal(new Set(keys.map(({ text }) => text)).size, 1000);
});
it("orders null first, then values", () => {
  const of = (...values: (Scalar | null)[]) => ({ text: "", values });
  const sorted = [of("b"), of(10), of(null), of("a"), of(9)].sort(compareJoinedKeys);
  assert.deepEqual(
    sorted.map(({ values }) => values[0]),
    [null, 9, 10, "a", "b"],
  );
});
