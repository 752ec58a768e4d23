import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { coerce } from "../../src/ecs/coerce.ts";
import { documentView } from "../../src/ecs/event.ts";
import type { Field } from "../../src/ecs/field.ts";
import type { EcsObject, EcsValue, Scalar } from "../../src/ecs/value.ts";
import { isEcsObject } from "../../src/ecs/value.ts";

/** Straight from the definition: a name is a key, or a key, a dot and the name of something below it. */
function reference(value: EcsValue, name: string): Scalar[] {
  if (Array.isArray(value)) return value.flatMap((item) => reference(item, name));
  if (!isEcsObject(value)) return [];
  const found: Scalar[] = [];
  const keys = Object.keys(value).filter((key) => name === key || name.startsWith(`${key}.`));
  for (const key of keys.sort((a, b) => a.length - b.length)) {
    if (name === key) found.push(...scalarsOf(value[key]!));
    else found.push(...reference(value[key]!, name.slice(key.length + 1)));
  }
  return found;
}

function scalarsOf(value: EcsValue): Scalar[] {
  if (Array.isArray(value)) return value.flatMap(scalarsOf);
  return value === null || isEcsObject(value) ? [] : [value];
}

const keys = fc.constantFrom("a", "b", "a.b", "b.c", "a.b.c", "c");
const { value: anyValue } = fc.letrec<{ value: EcsValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<EcsValue>("x", 1, true, null, "y"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
  ),
}));

test("a field's values are those of its definition, whatever way the document spells the name", () => {
  fc.assert(
    fc.property(
      fc.dictionary(keys, anyValue, { maxKeys: 5 }),
      fc.constantFrom("a", "a.b", "a.b.c", "b.c"),
      (given, name) => {
        const field: Field = { name, type: "keyword" };
        const wanted = reference(given as EcsObject, name).map((value) => coerce(value, field));
        assert.deepEqual(documentView(given as EcsObject).values(field), wanted);
      },
    ),
    { numRuns: 2000 },
  );
});

describe("values of a field", () => {
  const cases: readonly (readonly [string, object, Field, readonly Scalar[]])[] = [
    ["of a path of another name", { a: 1 }, { name: "a.k", type: "keyword", path: "a" }, ["1"]],
    ["of a constant", {}, { name: "a", type: "constant_keyword", constant: "x" }, ["x"]],
    ["of nulls", { a: [null, "b"] }, { name: "a", type: "keyword", nullValue: "N" }, ["N", "b"]],
    ["of a null far down", { a: [{ b: null }] }, { name: "a.b", type: "long", nullValue: 5 }, [5]],
    ["of nothing", { a: [] }, { name: "a", type: "keyword", nullValue: "N" }, []],
    ["below a scalar", { a: 1 }, { name: "a.b", type: "keyword" }, []],
    ["of a type that holds none", { a: 1 }, { name: "a", type: "unsupported" }, []],
    ["of all leaves of a flattened field", { a: { b: 1, c: ["x"] } }, { name: "a", type: "flattened" }, ["1", "x"]],
  ];
  for (const [note, document, field, values] of cases) {
    test(note, () => assert.deepEqual(documentView(document as EcsObject).values(field), values));
  }

  test("a name of ten thousand parts costs no more than the document", () => {
    const field: Field = { name: new Array(10_000).fill("a").join("."), type: "keyword" };
    assert.deepEqual(documentView({ a: { a: 1 } }).values(field), []);
  });
});
