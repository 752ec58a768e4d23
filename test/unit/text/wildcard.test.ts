import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { foldAscii, hasWildcard, wildcardMatcher } from "../../../src/text/wildcard.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

describe("wildcardMatcher", () => {
  const cases: [pattern: string, value: string, exact: boolean, ignoringCase?: boolean][] = [
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["*", "anything\nat all", true],
    ["?", "", false],
    ["?", "a", true],
    ["?", "🔥", true],
    ["??", "🔥", false],
    ["a?c", "abc", true],
    ["a?c", "a🔥c", true],
    ["cmd.exe", "cmd.exe", true],
    ["cmd.exe", "cmdXexe", false],
    ["cmd*", "cmd.exe", true],
    ["*.exe", "cmd.exe", true],
    ["*md*", "cmd.exe", true],
    ["c*.e*e", "cmd.exe", true],
    ["ab*ba", "aba", false],
    ["ab*ba", "abba", true],
    ["*a*a*", "a", false],
    ["a**b", "ab", true],
    ["CMD*", "cmd.exe", false, true],
    ["*É*", "é", false, false],
    ["K", "k", false, true],
    ["\u212a", "k", false, false],
    ["[a-z]+\\*", "[a-z]+\\x", true],
    ["*?", "", false],
    ["*?b", "ab", true],
    ["?*\ud83d\udd25", "a🔥", true],
    ["*\udd25", "🔥", false],
  ];
  for (const [pattern, value, exact, ignoringCase] of cases) {
    it(`${JSON.stringify(pattern)} ~ ${JSON.stringify(value)}`, () => {
      assert.equal(wildcardMatcher(pattern, { ignoreCase: false })(value), exact);
      assert.equal(wildcardMatcher(pattern, { ignoreCase: true })(value), ignoringCase ?? exact);
    });
  }

  it("agrees with a plain definition", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "B", "b", "🔥", "é"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "B", "b", "🔥", "*", "*", "?"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, fc.boolean(), (p, v, ignoreCase) => {
        const fold = (s: string) => [...(ignoreCase ? s.replace(/[A-Z]/g, (c) => c.toLowerCase()) : s)];
        assert.equal(wildcardMatcher(p, { ignoreCase })(v), matches(fold(p), fold(v)));
      }),
      { seed, numRuns: 3000 },
    );
  });

  it("is not slow on what makes regular expressions slow", () => {
    const started = process.cpuUsage();
    const value = "a".repeat(30_000);
    assert.equal(wildcardMatcher(`${"a*".repeat(200)}b`, { ignoreCase: true })(value), false);
    assert.equal(wildcardMatcher(`${"?*a".repeat(200)}b`, { ignoreCase: true })(value), false);
    assert.ok(process.cpuUsage(started).user < 1_000_000);
  });
});

function matches(pattern: string[], value: string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return value.length === 0;
  if (first === "*") return matches(rest, value) || (value.length > 0 && matches(pattern, value.slice(1)));
  return value.length > 0 && (first === "?" || first === value[0]) && matches(rest, value.slice(1));
}

describe("foldAscii", () => {
  it("folds A to Z only", () => {
    assert.equal(foldAscii("AbZ09[]"), "abz09[]");
    assert.equal(foldAscii("AÉ\u212aİß"), "aÉ\u212aİß");
  });
});

describe("hasWildcard", () => {
  it("looks for a star or a question mark", () => {
    assert.deepEqual(["a*", "?", "a.[b]"].map(hasWildcard), [true, true, false]);
  });
});
