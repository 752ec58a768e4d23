import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JsonScan } from "../../src/kernel/jsonScan.ts";
import { LiteralSet } from "../../src/kernel/literalSet.ts";
import { fastestScan } from "../../src/kernel/wasmScan.ts";
import { numRuns } from "./numRuns.ts";

const fast = fastestScan();
const scalar = new JsonScan();

/** Pieces that needles and records share, some alike in a nibble, so that fingerprints hit what is no needle. */
const piece = fc.constantFrom(
  "a",
  "ab",
  "q",
  "1",
  "!",
  "AKIA",
  "AKIB",
  '"',
  "amazonaws.com",
  "ä",
  "\\u",
  "\0",
  "ÿ",
  "role",
);
const text = (maxLength: number) => fc.array(piece, { maxLength }).map((pieces) => Buffer.from(pieces.join("")));
const needle = text(4).filter(({ length }) => length > 0);

function present(answer: Int32Array, count: number): boolean[] {
  return Array.from({ length: count }, (_, number) => ((answer[number >>> 5]! >>> (number & 31)) & 1) === 1);
}

test("both searches find the needles that the bytes include, at every offset of the window", () => {
  fc.assert(
    fc.property(
      fc.array(needle, { maxLength: 24 }),
      text(5),
      text(12),
      text(5),
      fc.integer({ min: 0, max: 40 }),
      (needles, before, record, after, shift) => {
        const set = new LiteralSet(needles);
        const window = fast.buffer(1024);
        const start = shift + before.length;
        const end = start + record.length;
        window.fill(0x61, 0, shift);
        window.set(Buffer.concat([before, record, after]), shift);
        const expected = needles.map((bytes) => record.includes(bytes));
        assert.deepEqual(present(fast.literals(set, window, start, end), needles.length), expected);
        assert.deepEqual(present(scalar.literals(set, window, start, end), needles.length), expected);
      },
    ),
    { numRuns: numRuns(20_000) },
  );
});

test("both searches give up on the same bytes, and leave out no needle that is there", () => {
  let gaveUp = 0;
  fc.assert(
    fc.property(
      fc.array(needle, { minLength: 8, maxLength: 150 }),
      text(6),
      text(6),
      fc.integer({ min: 1, max: 400 }),
      (needles, once, repeated, times) => {
        const record = Buffer.concat([...Array.from({ length: times }, () => repeated), once]);
        const set = new LiteralSet(needles);
        const window = fast.buffer(record.length);
        window.set(record);
        const found = present(fast.literals(set, window, 0, record.length), needles.length);
        assert.deepEqual(found, present(scalar.literals(set, record, 0, record.length), needles.length));
        const expected = needles.map((bytes) => record.includes(bytes));
        if (found.every((isThere) => isThere) && expected.includes(false)) gaveUp++;
        else assert.deepEqual(found, expected);
      },
    ),
    { numRuns: numRuns(2000) },
  );
  assert.ok(gaveUp > 0);
});
