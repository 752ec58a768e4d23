import assert from "node:assert/strict";
import { test } from "node:test";
import { DistinctKeys } from "../../../src/io/distinctKeys.ts";

/** Keys made of small numbers, four words each. */
function keysOf(numbers: readonly number[]): Uint32Array {
  return Uint32Array.from(numbers.flatMap((number) => [number, 0, 0, number >>> 3]));
}

test("no keys are none", () => {
  const keys = new DistinctKeys();
  keys.add(new Uint32Array(0));
  assert.equal(keys.count(), 0);
});

test("keys count once, however they are gathered, and can be counted on the way", () => {
  const keys = new DistinctKeys();
  keys.add(keysOf([1, 2, 1, 0]));
  assert.equal(keys.count(), 3);
  keys.add(keysOf([0, 2, 3]));
  assert.equal(keys.count(), 4);
  assert.equal(keys.count(), 4);
});

test("repetitions that were dropped on the way change no count", () => {
  for (const dropAt of [1, 2, 7, 100, 5000]) {
    const keys = new DistinctKeys(dropAt);
    const expected = new Set<number>();
    let seed = 7;
    for (let round = 0; round < 60; round++) {
      const numbers = Array.from({ length: round }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed % 900;
      });
      keys.add(keysOf(numbers));
      for (const number of numbers) expected.add(number);
    }
    assert.equal(keys.count(), expected.size, `dropped from ${dropAt} keys on`);
  }
});

test("one key in very many copies, among as many others, needs no room of its own", () => {
  const keys = new DistinctKeys(1 << 16);
  const copies = keysOf(new Array(5000).fill(42));
  for (let round = 0; round < 40; round++) {
    keys.add(copies);
    keys.add(keysOf(Array.from({ length: 5000 }, (_, at) => round * 5000 + at)));
  }
  assert.equal(keys.count(), 200_000);
});
