import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { didYouMean } from "../../../src/text/didYouMean.ts";
import { parseDuration } from "../../../src/text/duration.ts";

describe("parseDuration", () => {
  const cases: [text: string, milliseconds: number | undefined][] = [
    ["60m", 3_600_000],
    ["500ms", 500],
    ["1s", 1000],
    ["2h", 7_200_000],
    ["7d", 604_800_000],
    ["0s", 0],
    ["007s", 7000],
    ["60", undefined],
    ["m", undefined],
    ["1.5h", undefined],
    ["-5m", undefined],
    ["5 m", undefined],
    ["5M", undefined],
    ["5w", undefined],
    ["5m5", undefined],
    ["9999999999999999d", undefined],
    ["99999999999999999999s", undefined],
    ["", undefined],
  ];
  for (const [text, milliseconds] of cases) it(text, () => assert.equal(parseDuration(text), milliseconds));
});

describe("didYouMean", () => {
  const fields = ["process.name", "process.args", "process.pid", "user.name", "host.name", "event.action"];
  const cases: [word: string, suggestions: string[]][] = [
    ["process.nmae", ["process.name"]],
    ["proces.name", ["process.name"]],
    ["Process.Name", ["process.name"]],
    ["usr.name", ["user.name"]],
    ["process.name", []],
    ["zzz", []],
    ["", []],
    ["x".repeat(81), []],
  ];
  for (const [word, suggestions] of cases) {
    it(JSON.stringify(word), () => assert.deepEqual(didYouMean(word, fields).slice(0, 1), suggestions));
  }

  it("puts the nearest first, then the alphabet, and stops at three", () => {
    assert.deepEqual(didYouMean("abcdefg", ["abcdefz", "abcdefh", "abcdxxg", "abcdefgh", "gfedcba"]), [
      "abcdefgh",
      "abcdefh",
      "abcdefz",
    ]);
  });

  it("takes a swap of neighbours for one change", () => {
    assert.deepEqual(didYouMean("haed", ["head"]), ["head"]);
    assert.deepEqual(didYouMean("hxxd", ["head"]), []);
  });

  it("looks at the first 20,000 candidates only", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `candidate${index}`);
    assert.deepEqual(didYouMean("heda", [...many, "head"]), []);
  });
});
