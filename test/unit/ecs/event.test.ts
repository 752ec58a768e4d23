import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { printDocument, setField } from "../../../src/ecs/document.ts";
import { documentView } from "../../../src/ecs/event.ts";
import type { FieldType } from "../../../src/ecs/field.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../../src/ecs/value.ts";

/** A document without prototypes from a literal. */
function documentOf(literal: unknown): EcsObject {
  if (Array.isArray(literal)) return literal.map(documentOf) as unknown as EcsObject;
  if (typeof literal !== "object" || literal === null) return literal as unknown as EcsObject;
  const object = emptyObject();
  for (const [key, value] of Object.entries(literal)) object[key] = documentOf(value);
  return object;
}

const cases: readonly (readonly [
  title: string,
  document: unknown,
  name: string,
  expected: readonly unknown[],
  type?: FieldType,
])[] = [
  ["a nested key", { a: { b: 1 } }, "a.b", ["1"]],
  ["a dotted key", { "a.b": "x" }, "a.b", ["x"]],
  ["both at once, the nearer first", { a: { b: "1" }, "a.b": "2" }, "a.b", ["1", "2"]],
  ["a dotted key inside", { a: { "b.c": "x" } }, "a.b.c", ["x"]],
  ["arrays of scalars", { a: ["x", ["y", null], "x"] }, "a", ["x", "y", "x"]],
  [
    "arrays of objects at any level",
    { a: [{ b: [{ c: 1 }, { c: [2, 3] }] }, { b: { c: 4 } }] },
    "a.b.c",
    ["1", "2", "3", "4"],
  ],
  ["null", { a: null }, "a", []],
  ["an empty list", { a: [] }, "a", []],
  ["a missing field", {}, "a.b", []],
  ["an object where a scalar belongs", { a: { b: "x" } }, "a", []],
  ["a scalar where an object belongs", { a: "x" }, "a.b", []],
  ["a longer key with the same start", { a: { bc: "x" }, ab: "y" }, "a.b", []],
  ["leaves of a flattened field", { a: { b: 1, c: [true, { d: "x" }] } }, "a", ["1", "true", "x"], "flattened"],
  ["numbers", { a: ["1", 2, "x"] }, "a", [1, 2], "long"],
  ["names of Object.prototype", {}, "constructor.name", []],
];

for (const [title, document, name, expected, type = "keyword"] of cases) {
  test(title, () => assert.deepEqual(documentView(documentOf(document)).values({ name, type }), expected));
}

test("__proto__ is a key like any other", () => {
  const document = emptyObject();
  setField(document, "__proto__.polluted", "yes");
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  assert.deepEqual(documentView(document).values({ name: "__proto__.polluted", type: "keyword" }), ["yes"]);
  assert.equal(printDocument(document), '{"__proto__":{"polluted":"yes"}}');
});

test("values are computed once per field", () => {
  const view = documentView(documentOf({ a: "x" }));
  const field = { name: "a", type: "keyword" } as const;
  assert.equal(view.values(field), view.values(field));
});

test("_index is the data stream", () => {
  const index = defaultCatalogue.field("_index")!;
  const stream = { data_stream: { type: "logs", dataset: "aws.cloudtrail", namespace: "default" } };
  assert.deepEqual(documentView(documentOf(stream)).values(index), ["logs-aws.cloudtrail-default"]);
  assert.deepEqual(documentView(emptyObject()).values(index), []);
});

test("depth of data is no matter", () => {
  let nested: EcsValue = "x";
  for (let level = 0; level < 100_000; level++) nested = [nested];
  const document = emptyObject();
  document["a"] = nested;
  assert.deepEqual(documentView(document).values({ name: "a", type: "keyword" }), ["x"]);
  assert.equal(printDocument(document).length, '{"a":"x"}'.length + 200_000);
});
