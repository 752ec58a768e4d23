import assert from "node:assert/strict";
import { test } from "node:test";
import { compileJavaRegex } from "../../../src/predicate/javaRegex.ts";

const rows: readonly [pattern: string, matching: readonly string[], others: readonly string[]][] = [
  ["abc", ["abc"], ["xabc", "abcx", "ABC"]],
  ["^abc$", ["abc"], ["^abc$"]],
  ["(^a|b$)", ["a", "b"], ["ab"]],
  ["a.c", ["abc", "a😀c"], ["a\nc", "a\rc", "a\u2028c"]],
  ["[.]", ["."], ["a"]],
  ["\\d{2,3}", ["12", "123"], ["1", "1234", "٣٣"]],
  ["\\s+", [" \t\v\f\r\n"], ["\u00a0"]],
  ["[\\s,]+", ["\v,"], ["x"]],
  ["\\S", ["a"], ["\v"]],
  ["\\w+@\\w+", ["a_1@b"], ["a@é"]],
  ["a\\.b", ["a.b"], ["axb"]],
  ["a\\-b\\/c\\\\", ["a-b/c\\"], []],
  ["\\x41\\u0042\\x{43}", ["ABC"], ["abc"]],
  ["(?:ab)+", ["abab"], ["aba"]],
  ["(?<name>a)b", ["ab"], ["a"]],
  ["a*?b", ["aab"], ["aa"]],
  ["[^a-c]", ["d"], ["b"]],
  ["a|b", ["a", "b"], ["ab"]],
  ["a|ab", ["a", "ab"], ["b"]],
];

for (const [pattern, matching, others] of rows) {
  test(`java regex ${pattern}`, () => {
    const compiled = compileJavaRegex(pattern, { ignoreCase: false });
    assert.ok(compiled.ok, compiled.ok ? "" : compiled.reason);
    for (const text of matching) assert.equal(compiled.matches(text), true, JSON.stringify(text));
    for (const text of others) assert.equal(compiled.matches(text), false, JSON.stringify(text));
  });
}

const ignoringCase: readonly [pattern: string, matching: readonly string[], others: readonly string[]][] = [
  ["Ärger[a-c]", ["ÄRGERB", "Ärgerb"], ["ärgerb", "Ärgerd"]],
  ["k", ["k", "K"], ["\u212a"]],
  ["[^x]", ["y", "1"], ["x", "X"]],
  ["[W-b]", ["w", "X", "y", "Z", "a", "B", "_"], ["c", "V", "v"]],
  ["\\x4b\\u006c", ["kl", "KL", "kL"], ["km"]],
  ["[\\dA-]+\\.", ["a1-."], ["a1-x"]],
  ["(?:a|b){2}", ["aB"], ["ac"]],
];

for (const [pattern, matching, others] of ignoringCase) {
  test(`java regex ${pattern}, letters A to Z in either case`, () => {
    const compiled = compileJavaRegex(pattern, { ignoreCase: true });
    assert.ok(compiled.ok, compiled.ok ? "" : compiled.reason);
    for (const text of matching) assert.equal(compiled.matches(text), true, JSON.stringify(text));
    for (const text of others) assert.equal(compiled.matches(text), false, JSON.stringify(text));
  });
}

const refused: readonly string[] = [
  "(?=a)b",
  "(?!a)b",
  "(?<=a)b",
  "(?<!a)b",
  "(?>a)b",
  "(?i)a",
  "(a)\\1",
  "a*+",
  "a?+",
  "a++",
  "a{1}+",
  "[a-z&&[^b]]",
  "[a[b]]",
  "[]a]",
  "a$b",
  "\\bword\\b",
  "\\Qa\\E",
  "\\p{L}",
  "\\0101",
  "\\u00",
  "a{,3}",
  "(a",
  "a)",
  "[a",
  "a\\",
  "*a",
  "a".repeat(1001),
];

for (const pattern of refused) {
  test(`refuses ${pattern.slice(0, 40)} with a reason`, () => {
    const compiled = compileJavaRegex(pattern, { ignoreCase: false });
    assert.equal(compiled.ok, false);
    assert.notEqual(compiled.ok ? "" : compiled.reason, "");
  });
}

test("stays linear on hostile patterns", () => {
  for (const pattern of ["(a+)+$", "(a|a)*b", "(a*)*b", "(.*a){20}"]) {
    const compiled = compileJavaRegex(pattern, { ignoreCase: false });
    assert.ok(compiled.ok);
    const started = performance.now();
    compiled.matches(`${"a".repeat(50_000)}!`);
    assert.ok(performance.now() - started < 1000, pattern);
  }
});
