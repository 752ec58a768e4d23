import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quoteForTerminal, quoteJson } from "../../../src/text/quote.ts";

const cases: readonly (readonly [text: string, literal: string])[] = [
  ["", '""'],
  ['plain ~ text [x] "q" \\ end', '"plain ~ text [x] \\"q\\" \\\\ end"'],
  ["é 日本 🔥", '"é 日本 🔥"'],
  ["a\nb\u0000\u001b[2J", '"a\\nb\\u0000\\u001b[2J"'],
  ["\u007f\u0085\u009b31m", '"\\u007f\\u0085\\u009b31m"'],
  ["\u061c\u200e\u200f\u202a\u202e\u2066\u2069", '"\\u061c\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069"'],
  ["\u2028\u2029", '"\\u2028\\u2029"'],
  ["a\u200b\u200d\u2060\ufeff\u00adb", '"a\\u200b\\u200d\\u2060\\ufeff\\u00adb"'],
  ["\ud800x\udc00", '"\\ud800x\\udc00"'],
  ["\u{e0041}", '"\\udb40\\udc41"'],
];

for (const [text, literal] of cases) {
  test(`quotes ${literal} for a terminal`, () => assert.equal(quoteForTerminal(text), literal));
}

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test("no code point passes a terminal's literal unsafely, and each reads back", () => {
  for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 7) {
    const text = `"${String.fromCodePoint(code)}`;
    const literal = quoteForTerminal(text);
    assert.doesNotMatch(literal, unsafe);
    assert.equal(JSON.parse(literal), text);
  }
});

test("literals read back as the same text; the plain one is JSON.stringify's", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.equal(JSON.parse(quoteForTerminal(text)), text);
      assert.doesNotMatch(quoteForTerminal(text), unsafe);
      assert.equal(quoteJson(text), JSON.stringify(text));
    }),
  );
});
