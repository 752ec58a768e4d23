import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventView, ValueNumbers } from "../../../src/ecs/event.ts";
import type { Field } from "../../../src/ecs/field.ts";
import { KnownByNumber } from "../../../src/ecs/knownByNumber.ts";

const field: Field = { name: "user.name", type: "keyword" };

function viewOf(numbers: ValueNumbers, number: number): EventView {
  return { values: () => [], numbers, numberAt: (place) => (place === 7 ? number : -1) };
}

test("what was found out is known by number until the numbers are others", () => {
  const known = new KnownByNumber(field, (length) => new Int32Array(length));
  const first: ValueNumbers = { placeOf: () => 7 };
  assert.equal(known.numberIn(viewOf(first, 3)), 3);
  assert.equal(known.get(3), 0);
  known.set(3, 41);
  known.set(5000, 42);
  assert.deepEqual([known.get(3), known.get(4), known.get(5000), known.get(5001)], [41, 0, 42, 0]);
  const second: ValueNumbers = { placeOf: () => 7 };
  assert.equal(known.numberIn(viewOf(second, 3)), 3);
  assert.equal(known.get(3), 0);
});

test("there is no number where a view has none, the field has no place, or the number is beyond what is kept", () => {
  const known = new KnownByNumber(field, (length) => new Uint8Array(length));
  assert.equal(known.numberIn({ values: () => [] }), -1);
  assert.equal(known.numberIn(viewOf({ placeOf: () => -1 }, 3)), -1);
  const numbers: ValueNumbers = { placeOf: () => 7 };
  assert.equal(known.numberIn(viewOf(numbers, -2)), -2);
  assert.equal(known.numberIn(viewOf(numbers, 65_535)), 65_535);
  assert.equal(known.numberIn(viewOf(numbers, 65_536)), -1);
});
