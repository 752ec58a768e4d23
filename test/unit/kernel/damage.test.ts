import assert from "node:assert/strict";
import { test } from "node:test";
import type { ValueScan } from "../../../src/kernel/jsonScan.ts";
import { RecordScanner } from "../../../src/kernel/recordScanner.ts";
import { fastestScan } from "../../../src/kernel/wasmScan.ts";

/** Records with what makes damage hard to tell: arrays of objects, JSON inside strings, nesting. */
const records = Array.from({ length: 5 }, (_, i) =>
  JSON.stringify({
    eventVersion: "1.09",
    userIdentity: { type: "R", n: { a: [1, 2] } },
    eventName: `E${i}`,
    resources: [{ ARN: "a" }, { ARN: "b" }],
    requestParameters: { items: [{ key: "a", value: '{"x":[1]}' }] },
    eventID: `id${i}`,
  }),
);
const forms = {
  envelope: { text: `{"Records":[${records.join(",")}]}`, from: 12 },
  array: { text: `[${records.join(",")}]`, from: 1 },
  lines: { text: records.join("\n"), from: 0 },
};
const values = [...'"\\{}[],:X\n '].map((character) => character.charCodeAt(0)).concat(0);

function read(bytes: Uint8Array): { found: Set<string>; rejects: number } {
  const found = new Set<string>();
  let rejects = 0;
  const scanner = new RecordScanner({
    record: (window, start, end) => found.add(Buffer.from(window.subarray(start, end)).toString()),
    reject: () => rejects++,
  });
  scanner.push(bytes);
  scanner.end();
  return { found, rejects };
}

for (const [form, { text, from }] of Object.entries(forms)) {
  test(`one changed byte costs one record at most: ${form}`, () => {
    const clean = Buffer.from(text);
    for (let at = from; at < clean.length; at++) {
      for (const value of [...values, clean[at]! ^ 1, clean[at]! ^ 0x80]) {
        const bytes = Buffer.from(clean);
        bytes[at] = value;
        const { found } = read(bytes);
        const lost = records.filter((record) => !found.has(record));
        assert.ok(lost.length <= 1, `byte ${at} made ${value}: lost ${lost.length}`);
      }
    }
  });
}

test("a missing byte costs two records at most", () => {
  for (const { text, from } of Object.values(forms)) {
    for (let at = from; at < text.length; at++) {
      const { found } = read(Buffer.from(text.slice(0, at) + text.slice(at + 1)));
      assert.ok(records.filter((record) => !found.has(record)).length <= 2, `byte ${at}`);
    }
  }
});

test("what another input left over in the scan's buffer is not looked at", () => {
  const scan = fastestScan();
  const longer = Buffer.from(`[${JSON.stringify({ a: "x".repeat(40) })},{"b":1}]`);
  for (let length = 1; length < longer.length; length++) {
    for (const tail of ["", ",", ",{", "{"]) {
      const input = Buffer.concat([Buffer.from("{x"), longer.subarray(2, length), Buffer.from(tail)]);
      const alone = rejectsOf(input, fastestScan());
      rejectsOf(longer, scan);
      assert.deepEqual(rejectsOf(input, scan), alone, input.toString());
    }
  }
});

function rejectsOf(bytes: Uint8Array, scan: ValueScan): string[] {
  const rejects: string[] = [];
  const reject = (reason: string, offset: number, length: number) => rejects.push(`${reason} ${offset}+${length}`);
  const scanner = new RecordScanner({ record: () => {}, reject }, scan);
  scanner.push(bytes);
  scanner.end();
  return rejects;
}

test("damage after damage is read in linear time", () => {
  const units = [
    '{"a":x,',
    '{"a":[x,',
    '{"a":"x},',
    '{"a":1}x',
    '[{"a":x',
    '{"a":{"b":\\',
    '{"a" 1},{"a":2,',
    '{,"a":',
  ];
  for (const unit of units) {
    for (const close of ["", "]".repeat(9), '"}]}']) {
      const bytes = Buffer.from(`[${unit.repeat(400_000)}${close}`);
      const startMs = performance.now();
      read(bytes);
      assert.ok(performance.now() - startMs < 3000, `${unit} closed by ${close}`);
    }
  }
});
