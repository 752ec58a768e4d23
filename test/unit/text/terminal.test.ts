import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { escapeForTerminal } from "../../../src/text/terminal.ts";

describe("escapeForTerminal", () => {
  const cases: [text: string, escaped: string][] = [
    ["plain é 日本 🔥 \\ ", "plain é 日本 🔥 \\ "],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u001b[31m\u0007\u0000\u007f", "\\u{1b}[31m\\u{7}\\u{0}\\u{7f}"],
    ["\u009b31m\u0085", "\\u{9b}31m\\u{85}"],
    ["\u202e\u202a\u2066\u2069\u200e\u200f\u061c", "\\u{202e}\\u{202a}\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}"],
    ["\u200b\u200c\u200d\u2060\ufeff\u00ad", "\\u{200b}\\u{200c}\\u{200d}\\u{2060}\\u{feff}\\u{ad}"],
    ["\u2028\u2029", "\\u{2028}\\u{2029}"],
    ["\ud800x\udc00", "\\u{d800}x\\u{dc00}"],
    ["\u{e0041}", "\\u{e0041}"],
  ];
  for (const [text, escaped] of cases) it(escaped, () => assert.equal(escapeForTerminal(text), escaped));

  it("leaves no control or format character below U+10FFFF", () => {
    for (let code = 0; code <= 0x10ffff; code += code < 0x3000 ? 1 : 7) {
      assert.doesNotMatch(escapeForTerminal(String.fromCodePoint(code)), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  });
});
