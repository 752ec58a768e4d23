import assert from "node:assert/strict";
import { test } from "node:test";
import type { Plan } from "../../../src/engine/plan.ts";
import { LiteralFilter } from "../../../src/io/literalFilter.ts";
import { fastestScan, JsonScan } from "../../../src/kernel/index.ts";

const many = Array.from({ length: 70 }, (_, i) => `text number ${i}.`);
const long = "long".repeat(30);
/** By rule the lists of texts that it needs. */
const literals: readonly (readonly (readonly string[])[])[] = [
  [["AKIA"]],
  [["S3 Browser", "Cyberduck"], ["AKIA"]],
  [],
  [many.slice(0, 35), many.slice(35)],
  [[]],
  [[long]],
];
const plan = { literals: (rule: number) => literals[rule] ?? [] } as Plan;

for (const [kind, scan] of [
  ["scalar", new JsonScan()],
  ["WebAssembly", fastestScan()],
] as const) {
  const filter = new LiteralFilter(plan, scan);
  const remaining = (candidates: readonly number[], record: string) => {
    const bytes = Buffer.from(record);
    const window = scan.buffer(bytes.length);
    window.set(bytes);
    const left = filter.remaining(candidates, window, 0, bytes.length);
    assert.deepEqual(filter.remaining(candidates, bytes, 0, bytes.length), left, "bytes elsewhere");
    return left;
  };

  test(`${kind}: a rule is left when the record holds a text of each of its lists`, () => {
    const all = [0, 1, 2, 3, 4, 5];
    assert.deepEqual(remaining(all, "{}"), [2]);
    assert.deepEqual(remaining(all, '{"k":"AKIA1"}'), [0, 2]);
    assert.deepEqual(remaining(all, '{"k":"AKIA1","a":"Cyberduck/1"}'), [0, 1, 2]);
    assert.deepEqual(remaining(all, `{"a":"Cyberduck","b":"${many[3]}","c":"${many[69]}"}`), [2, 3]);
    assert.deepEqual(remaining(all, `{"a":"${many[3]}","b":"${many[4]}"}`), [2]);
    assert.deepEqual(remaining(all, `{"a":"${long}"}`), [2, 5]);
  });

  test(`${kind}: nothing is ruled out in a record with a unicode escape, nor without texts to look for`, () => {
    const all = [0, 1, 3, 4];
    assert.equal(remaining(all, '{"k":"\\u0041KIA"}'), all);
    const free = [2];
    assert.equal(remaining(free, "{}"), free);
  });

  test(`${kind}: what is left is the list itself when all are, and one shared list when none is`, () => {
    const two = [0, 1];
    assert.equal(remaining(two, "AKIA S3 Browser"), two);
    assert.equal(remaining(two, "{}"), remaining([0], "[]"));
  });
}
