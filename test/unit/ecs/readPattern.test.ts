import assert from "node:assert/strict";
import { test } from "node:test";
import { readPattern } from "../../../src/ecs/readPattern.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../../src/ecs/value.ts";

/** An object without a prototype, as documents have them. */
function ecs(value: unknown): EcsValue {
  if (Array.isArray(value)) return value.map(ecs);
  if (typeof value !== "object" || value === null) return value as EcsValue;
  return Object.assign(emptyObject(), Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ecs(one)])));
}

function read(document: object, pattern: string, ...objects: string[]) {
  return readPattern(ecs(document) as EcsObject, pattern, objects);
}

test("reads all scalars below the object whose names match, in the document's order", () => {
  const document = { a: { hash: { md5: "1", sha: { one: "2" } }, name: "3" }, b: { hash: "4" } };
  assert.deepEqual(read(document, "a.hash.*", "a.hash"), ["1", "2"]);
  assert.deepEqual(read(document, "a.*", "a"), ["1", "2", "3"]);
  assert.deepEqual(read(document, "*", "a", "b"), ["1", "2", "3", "4"]);
  assert.deepEqual(read(document, "a.*.one", "a"), ["2"]);
  assert.deepEqual(read(document, "b.*", "a"), []);
});

test("sees through arrays, of objects and of values; nulls are no values", () => {
  const document = { a: [{ x: [1, null, [2]] }, { y: { x: 3 } }, "no object", null, [{ x: false }]] };
  assert.deepEqual(read(document, "a.x", "a"), [1, 2, false]);
  assert.deepEqual(read(document, "a.*", "a"), [1, 2, 3, false]);
});

test("a name with dots is as good as objects, and comes behind them", () => {
  assert.deepEqual(read({ "a.b": { c: 1 }, a: { b: { d: 3 } } }, "a.b.*", "a.b"), [3, 1]);
});

test("only the star is a wildcard, and case counts", () => {
  const document = { a: { "x?": 1, xy: 2, X: 3, "x*": 4 } };
  assert.deepEqual(read(document, "a.x?", "a"), [1]);
  assert.deepEqual(read(document, "a.x*", "a"), [1, 2, 4]);
});

test("an object that is not there, or is a value, has nothing", () => {
  assert.deepEqual(read({ a: 1 }, "a.*", "a"), []);
  assert.deepEqual(read({}, "*", "a", "__proto__", "constructor"), []);
});

test("depth and width are no matter", () => {
  let deep: EcsValue = "leaf";
  for (let level = 0; level < 50_000; level++) {
    const object = emptyObject();
    object["k"] = deep;
    deep = level % 2 === 0 ? object : [object];
  }
  assert.deepEqual(readPattern(Object.assign(emptyObject(), { a: deep }), "a.zz*", ["a"]), []);
});
