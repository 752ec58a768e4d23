import assert from "node:assert/strict";
import { test } from "node:test";
import { lossesOf } from "../../../src/engine/lostState.ts";

const nothingLost = {
  started: 5,
  completed: 1,
  overwritten: 2,
  expired: 1,
  cancelled: 1,
  evicted: 0,
  rejected: 1,
  forgotten: 0,
  decidedEarly: 0,
  late: 0,
  cutTuples: 0,
};

test("ordinary ends of partial matches are no loss", () => {
  assert.deepEqual(lossesOf(nothingLost), []);
});

test("state that was given up is named with its number", () => {
  assert.deepEqual(lossesOf({ ...nothingLost, evicted: 1200, cutTuples: 2 }), [
    "1,200 partial matches given up, too many were pending",
    "2 join key combinations left out, one event had too many",
  ]);
});
