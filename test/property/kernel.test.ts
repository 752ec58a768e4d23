import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { JsonScan, type RecordSpans, type ValueScan } from "../../src/kernel/jsonScan.ts";
import { RecordScanner } from "../../src/kernel/recordScanner.ts";
import { fastestScan } from "../../src/kernel/wasmScan.ts";
import { numRuns } from "./numRuns.ts";

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

const scans: readonly (readonly [string, ValueScan])[] = [
  ["scalar", new JsonScan()],
  ["WebAssembly", fastestScan()],
];

/** Scans the value at the front of the bytes; where and why it stopped, and what it saw of the record's keys. */
function scanFront(scan: ValueScan, bytes: Uint8Array): { end: number; at: number | undefined; spans: unknown } {
  const window = scan.buffer(bytes.length);
  window.set(bytes);
  const end = scan.value(window, 0, bytes.length);
  return { end, at: end < -1 ? scan.at : undefined, spans: end > 0 ? seen(scan.spans) : undefined };
}

/** The spans of the keys that are there. */
function seen(spans: RecordSpans): unknown {
  const pairs = (["name", "source", "time", "id"] as const).map((key) => [spans[`${key}Start`], spans[`${key}End`]]);
  return [spans.plain, pairs.map(([start, end]) => (start === -1 ? "absent" : `${start}-${end}`))];
}

test("the fast scan is the WebAssembly one here", () => {
  assert.ok(!(scans[1]![1] instanceof JsonScan));
});

for (const [name, scan] of scans) {
  test(`the ${name} scan accepts what JSON.parse accepts, and nothing else`, () => {
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = encode(`${text}\n`);
        const { end } = scanFront(scan, bytes);
        const rest = end < 0 ? "" : new TextDecoder().decode(bytes.subarray(end));
        assert.equal(end > 0 && rest.trim() === "", parses(text), JSON.stringify(text));
      }),
      { numRuns: 5000 },
    );
  });
}

/** Records with the keys that dispatch needs, some repeated, escaped, nested or of a wrong type. */
const recordTexts = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        "eventName",
        "eventSource",
        "eventTime",
        "eventID",
        "eventIDs",
        "eventname",
        "even\\u0074Name",
        "x",
      ),
      fc.constantFrom('"CreateSnapshot"', '"a\\nb"', "7", "null", '{"eventName":"Inner"}', '["eventID"]', '""', '"ü"'),
    ),
    { maxLength: 8 },
  )
  .map((members) => `{${members.map(([key, value]) => `"${key}": ${value}`).join(" ,")}}`);

test("both scans stop at the same places and see the same keys", () => {
  const anyText = fc.oneof(
    texts,
    recordTexts,
    fc.tuple(recordTexts, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    fc.nat({ max: 300 }).map((depth) => "[".repeat(depth)),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = encode(text);
      assert.deepEqual(scanFront(scans[1]![1], bytes), scanFront(scans[0]![1], bytes), JSON.stringify(text));
    }),
    { numRuns: 20_000 },
  );
});

test("the committed scanner is what its source compiles to", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "eqlite-scanner-test-"));
  const made = join(folder, "scanner.ts");
  execFileSync(process.execPath, ["scripts/generateScanner.mjs", made]);
  const committed = readFileSync("src/kernel/generated/scanner.ts", "utf8");
  assert.equal(readFileSync(made, "utf8"), committed, "run scripts/generateScanner.mjs");
  rmSync(folder, { recursive: true });
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
        assert.deepEqual(split(encode(text), chunk), whole);
        const sound = values.every((value) => parses(value));
        if (sound && form !== "lines") {
          assert.deepEqual(
            whole.records.map((value) => JSON.parse(value)),
            values.map((value) => JSON.parse(value)),
          );
          assert.deepEqual(whole.rejects, []);
        }
      },
    ),
    { numRuns: numRuns(3000) },
  );
});

function split(bytes: Uint8Array, chunk: number): { records: string[]; rejects: string[] } {
  const found = { records: [] as string[], rejects: [] as string[] };
  const scanner = new RecordScanner({
    record: (window, start, end) => found.records.push(new TextDecoder().decode(window.subarray(start, end))),
    reject: (reason, offset, length) => found.rejects.push(`${reason} ${offset}+${length}`),
  });
  for (let i = 0; i < bytes.length; i += chunk) scanner.push(bytes.slice(i, i + chunk));
  scanner.end();
  return found;
}
