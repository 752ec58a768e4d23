import assert from "node:assert/strict";
import { test } from "node:test";
import { rowKinds } from "../../../../src/engine/run/rowKinds.ts";

const columns = (...cells: readonly (readonly number[])[]) => cells.map((column) => (row: number) => column[row]!);

test("rows that are alike in every column are of one kind", () => {
  const { kinds, firsts } = rowKinds(6, columns([1, 1, 2, 1, 2, 1], [5, 6, 5, 5, 5, 6]));
  assert.deepEqual([...kinds], [0, 1, 2, 0, 2, 1]);
  assert.deepEqual([...firsts], [0, 1, 2]);
});

test("without columns all rows are alike, and there may be none", () => {
  assert.deepEqual([...rowKinds(3, []).kinds], [0, 0, 0]);
  assert.deepEqual([...rowKinds(0, columns([])).firsts], []);
});

test("rows made to meet in the table are told apart, in time in proportion", () => {
  const count = 32_768;
  const cells = Array.from({ length: count }, (_, row) => meeting(row % (count / 2)));
  const start = process.cpuUsage();
  const { kinds, firsts } = rowKinds(count, columns(cells));
  assert.ok(process.cpuUsage(start).user < 1_000_000);
  for (let row = 0; row < count; row++) assert.equal(cells[firsts[kinds[row]!]!], cells[row]);
  assert.ok(firsts.length > count / 2, "they do not meet");
});

/** Cells whose hash has the same low 16 bits: the hash of one column, backwards. */
function meeting(number: number): number {
  const factor = 0x9e3779b1;
  let inverse = factor;
  for (let step = 0; step < 5; step++) inverse = Math.imul(inverse, 2 - Math.imul(factor, inverse));
  const hash = number << 16;
  return Math.imul(hash ^ (hash >>> 15) ^ (hash >>> 30), inverse);
}
