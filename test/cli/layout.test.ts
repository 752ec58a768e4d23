import assert from "node:assert/strict";
import { test } from "node:test";
import { characterCount, column, fit, utcTime } from "../../src/cli/layout.ts";

test("a time is told as its ISO form has it, whatever time came before", () => {
  const day = 86_400_000;
  const times = [0, -1, 1, day - 1, day, -day, 951_782_399_999, 951_782_400_000, 1_773_108_847_123, 0.5, -0.5];
  for (const atMs of [...times, ...times.reverse()])
    assert.equal(utcTime(atMs), new Date(atMs).toISOString().slice(0, 19).replace("T", " "), String(atMs));
  assert.equal(utcTime(Number.NaN), "–");
});

test("characters are code points, a lone surrogate being one", () => {
  for (const text of ["", "abc", "é…", "a😀b", "😀😀", "\ud83d", "\udc00\ud83d", "\ud83d\ud83d\ude00"])
    assert.equal(characterCount(text), [...text].length, JSON.stringify(text));
});

test("a column is exactly as wide as it is to be", () => {
  assert.equal(column("abc", 5), "abc  ");
  assert.equal(column("a😀", 3), "a😀 ");
  assert.equal(column("abcdef", 4), "abc…");
  assert.equal(fit("😀😀", 2), "😀😀");
  assert.equal(fit("😀😀😀", 2), "😀…");
});
