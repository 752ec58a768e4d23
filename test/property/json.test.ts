import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JsonNumber, type JsonValue, parseJson, printJson } from "../../src/text/json.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return value.toNumber();
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, member]) => [key, plain(member)]));
}

function jsonParse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function agrees(text: string): void {
  const expected = jsonParse(text);
  const actual = parseJson(text, { depth: 10_000 });
  assert.equal(actual.ok, expected !== null, text);
  if (actual.ok) assert.deepEqual(plain(actual.value), expected!.value);
  else assert.ok(actual.offset >= 0 && actual.offset <= text.length && actual.reason !== "");
}

test("parseJson reads every JSON text as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(4), (text, indent) => {
      agrees(text);
      agrees(JSON.stringify(JSON.parse(text), null, indent));
    }),
    { seed, numRuns: 1000 },
  );
});

test("parseJson accepts and refuses exactly what JSON.parse does", () => {
  const piece = fc.constantFrom(
    ...'{}[],:"\\/ \t\n-+.eE0123456789aub',
    "true",
    "null",
    '"a"',
    "\\u00e9",
    '{"k":',
    "\u0001",
    "\ud800",
    "\u2028",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => agrees(pieces.join(""))),
    { seed, numRuns: 5000 },
  );
});

test("printJson and JSON.stringify write the same", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = JSON.stringify(value);
      const result = parseJson(text);
      assert.ok(result.ok);
      assert.equal(printJson(result.value), text);
    }),
    { seed, numRuns: 1000 },
  );
});
