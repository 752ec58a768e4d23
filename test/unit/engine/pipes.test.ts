import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { applyPipes } from "../../../src/engine/pipes.ts";

const head = (count: number) => ({ kind: "head" as const, count });
const tail = (count: number) => ({ kind: "tail" as const, count });
const results = [1, 2, 3, 4, 5, 6];

describe("pipes", () => {
  it("leave all without pipe and size", () => assert.deepEqual(applyPipes(results), results));
  it("run from left to right", () => {
    assert.deepEqual(applyPipes(results, [head(4), tail(2)]), [3, 4]);
    assert.deepEqual(applyPipes(results, [tail(4), head(2)]), [3, 4]);
  });
  it("never give more than size, counted from the end of the first pipe", () => {
    assert.deepEqual(applyPipes(results, [head(5)], { size: 3 }), [1, 2, 3]);
    assert.deepEqual(applyPipes(results, [tail(5)], { size: 3 }), [4, 5, 6]);
    assert.deepEqual(applyPipes(results, [tail(2), head(1)], { size: 3, resultPosition: "head" }), [5]);
  });
  it("leave it to the result position which end size keeps", () => {
    assert.deepEqual(applyPipes(results, [], { size: 2 }), [5, 6]);
    assert.deepEqual(applyPipes(results, undefined, { size: 2, resultPosition: "head" }), [1, 2]);
  });
  it("of none keep none", () => {
    assert.deepEqual(applyPipes(results, [head(0)]), []);
    assert.deepEqual(applyPipes(results, [tail(0)]), []);
    assert.deepEqual(applyPipes(results, [], { size: 0 }), []);
    assert.deepEqual(applyPipes([], [tail(3)]), []);
  });
  it("do not change what they are given", () => {
    const frozen = Object.freeze([...results]);
    applyPipes(frozen, [tail(1)]).push(9);
    assert.deepEqual(frozen, results);
  });
});
