import assert from "node:assert/strict";
import { test } from "node:test";
import { getField, printDocument, setField } from "../../../src/ecs/document.ts";
import { javaDouble, numberText } from "../../../src/ecs/javaNumber.ts";
import { emptyObject } from "../../../src/ecs/value.ts";

test("setField makes the objects on the way, getField finds what was set", () => {
  const document = emptyObject();
  setField(document, "a.b.c", 1);
  setField(document, "a.b.d", ["x"]);
  setField(document, "e", true);
  assert.equal(getField(document, "a.b.c"), 1);
  assert.deepEqual(getField(document, "a.b.d"), ["x"]);
  assert.equal(getField(document, "a.b.x"), undefined);
  assert.equal(getField(document, "e.f"), undefined);
  assert.equal(getField(document, "a.toString"), undefined);
});

test("setField replaces a scalar that stands in the way", () => {
  const document = emptyObject();
  setField(document, "a", "x");
  setField(document, "a.b", "y");
  assert.equal(printDocument(document), '{"a":{"b":"y"}}');
});

test("printDocument writes big integers by their digits and what JSON cannot hold as null", () => {
  const document = emptyObject();
  setField(document, "n", [9007199254740993n, 1.5, Number.NaN, null, false, [], emptyObject(), 'a"\u2028']);
  assert.equal(printDocument(document), '{"n":[9007199254740993,1.5,null,null,false,[],{},"a\\"\\u2028"]}');
});

test("printDocument escapes in keys and strings what a terminal would act upon", () => {
  const document = emptyObject();
  const nasty = "\u009b31m\u202egnp\u200b";
  document[nasty] = [nasty];
  const escaped = '"\\u009b31m\\u202egnp\\u200b"';
  assert.equal(printDocument(document), `{${escaped}:[${escaped}]}`);
  assert.deepEqual(JSON.parse(printDocument(document)), { [nasty]: [nasty] });
});

test("printDocument prints documents of any depth", () => {
  const document = emptyObject();
  let inner = document;
  for (let depth = 0; depth < 100_000; depth++) inner["a"] = inner = emptyObject();
  assert.equal(printDocument(document).length, 100_000 * '{"a":}'.length + 2);
});

test("an empty object inherits nothing, and has no key that is special", () => {
  const object = emptyObject();
  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty", "toJSON"]) {
    assert.equal(object[key], undefined);
    assert.equal(key in object, false);
    object[key] = key;
    assert.deepEqual(Object.getOwnPropertyDescriptor(object, key)?.value, key);
  }
  assert.deepEqual(Object.keys(emptyObject()), []);
  assert.equal(printDocument(object).startsWith('{"__proto__":"__proto__"'), true);
});

const doubles: readonly (readonly [number, string])[] = [
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [100, "100.0"],
  [1234567, "1234567.0"],
  [9999999.5, "9999999.5"],
  [1e7, "1.0E7"],
  [12345678.9, "1.23456789E7"],
  [0.001, "0.001"],
  [0.00099, "9.9E-4"],
  [-0.5, "-0.5"],
  [0.1, "0.1"],
  [1.7976931348623157e308, "1.7976931348623157E308"],
  [5e-324, "4.9E-324"],
  [1e21, "1.0E21"],
  [Number.POSITIVE_INFINITY, "Infinity"],
];

for (const [value, text] of doubles)
  test(`Java prints ${value} as ${text}`, () => assert.equal(javaDouble(value), text));

test("whole numbers print by their digits", () => {
  assert.equal(numberText(10_000_000), "10000000");
  assert.equal(numberText(-0), "0");
});
