import assert from "node:assert/strict";
import { it } from "node:test";
import { type EcsObject, type EcsValue, emptyObject } from "../../../src/ecs/value.ts";
import { intersection } from "../../../src/engine/intersection.ts";

/** The same value without prototypes, as documents are. */
function bare(value: unknown): EcsValue {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value as EcsValue;
  const object = emptyObject();
  for (const [key, item] of Object.entries(value)) object[key] = bare(item);
  return object;
}

function meets(documents: readonly object[], expected: object): void {
  assert.deepEqual(intersection(documents.map((document) => bare(document) as EcsObject)), bare(expected));
}

it("keeps equal scalars, drops others", () =>
  meets(
    [
      { a: 1, b: "x" },
      { a: 1, b: "y" },
    ],
    { a: 1 },
  ));
it("tells types apart", () => meets([{ a: 1 }, { a: "1" }], {}));
it("meets objects key by key", () => meets([{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }], { a: { b: 1 } }));
it("drops objects with nothing in common", () => meets([{ a: { b: 1 } }, { a: { b: 2 } }], {}));
it("keeps equal arrays, of objects too", () =>
  meets([{ a: [1, { b: [2] }] }, { a: [1, { b: [2] }] }], { a: [1, { b: [2] }] }));
it("keeps what arrays share, in the first's order", () =>
  meets([{ a: ["z", "y", "x"] }, { a: ["x", "z"] }], { a: ["z", "x"] }));
it("drops arrays with nothing in common", () => meets([{ a: ["z"] }, { a: ["x"] }], {}));
it("takes a scalar for an array of one", () => meets([{ a: ["z", "y"] }, { a: "y" }], { a: ["y"] }));
it("meets all documents", () =>
  meets(
    [
      { a: 1, b: 1 },
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    { a: 1 },
  ));
it("keeps a single document", () => meets([{ a: { b: 1 } }], { a: { b: 1 } }));
it("has no special keys", () => {
  const document = bare(JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "toString": "x"}')) as EcsObject;
  assert.deepEqual(intersection([document, document]), document);
  assert.deepEqual(intersection([document, emptyObject()]), emptyObject());
});
it("does not change what it is given", () => {
  const document = bare({ a: { b: 1 } }) as EcsObject;
  const common = intersection([document]);
  (common["a"] as EcsObject)["b"] = 2;
  assert.deepEqual(document, bare({ a: { b: 1 } }));
});
