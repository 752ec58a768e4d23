import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JsonScan } from "../../src/kernel/jsonScan.ts";
import { RecordScanner } from "../../src/kernel/recordScanner.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** JSON texts, most of them sound, some with one character changed, dropped or doubled. */
const texts = fc
  .tuple(
    fc.json({ maxDepth: 6 }),
    fc.nat(),
    fc.constantFrom("", '"', "{", "]", ",", ":", "\\", "0", "-", "e", "\n", "\u0001", "t", "é"),
    fc.constantFrom("keep", "put", "drop"),
  )
  .map(([json, at, piece, how]) => {
    const i = at % (json.length + 1);
    return how === "keep"
      ? json
      : how === "put"
        ? json.slice(0, i) + piece + json.slice(i)
        : json.slice(0, i) + json.slice(i + 1);
  });

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("the scan accepts what JSON.parse accepts, and nothing else", () => {
  const scan = new JsonScan();
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = encode(`${text}\n`);
      const end = scan.value(bytes, 0, bytes.length);
      const rest = end < 0 ? "" : new TextDecoder().decode(bytes.subarray(end));
      assert.equal(end > 0 && rest.trim() === "", parses(text), JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
});

test("records are the same however the bytes are cut, damaged or not", () => {
  fc.assert(
    fc.property(
      fc.array(texts, { maxLength: 6 }),
      fc.constantFrom("lines", "array", "envelope"),
      fc.integer({ min: 1, max: 40 }),
      (values, form, chunk) => {
        const text =
          form === "lines"
            ? values.join("\n")
            : form === "array"
              ? `[${values.join(",")}]`
              : `{"Records":[${values.join(",")}]}`;
        const whole = split(encode(text), text.length + 8);
        assert.deepEqual(split(encode(text), chunk).records, whole.records);
        const sound = values.every((value) => parses(value));
        if (sound && form !== "lines") {
          assert.deepEqual(
            whole.records.map((value) => JSON.parse(value)),
            values.map((value) => JSON.parse(value)),
          );
          assert.equal(whole.rejects, 0);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

function split(bytes: Uint8Array, chunk: number): { records: string[]; rejects: number } {
  const found = { records: [] as string[], rejects: 0 };
  const scanner = new RecordScanner({
    record: (window, start, end) => found.records.push(new TextDecoder().decode(window.subarray(start, end))),
    reject: () => found.rejects++,
  });
  for (let i = 0; i < bytes.length; i += chunk) scanner.push(bytes.slice(i, i + chunk));
  scanner.end();
  return found;
}
