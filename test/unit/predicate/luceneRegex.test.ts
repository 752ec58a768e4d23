import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compileLuceneRegex } from "../../../src/predicate/luceneRegex.ts";
import { parseLuceneRegex } from "../../../src/predicate/parseLuceneRegex.ts";
import { buildAutomaton } from "../../../src/predicate/regexAutomaton.ts";

/** Texts that match and texts that do not; a `~` before the pattern ignores case. */
const rows: readonly [pattern: string, matching: readonly string[], others: readonly string[]][] = [
  ["abc", ["abc"], ["xabc", "abcx", "ABC", ""]],
  ["", [""], ["a"]],
  ["ab.", ["abc", "ab\n", "ab😀"], ["ab", "abcd"]],
  ["abc?", ["ab", "abc"], ["abcc"]],
  ["ab+", ["ab", "abbb"], ["a"]],
  ["ab*", ["a", "abbb"], ["b"]],
  ["a{3}", ["aaa"], ["aa", "aaaa"]],
  ["a{2,4}", ["aa", "aaaa"], ["a", "aaaaa"]],
  ["a{2,}", ["aa", "aaaaaaaa"], ["a"]],
  ["a{0}", [""], ["a"]],
  ["abc|xyz", ["abc", "xyz"], ["abcxyz"]],
  ["abc(def)?", ["abc", "abcdef"], ["abcd"]],
  ["a()b", ["ab"], ["a()b"]],
  ["[abc]", ["a", "c"], ["d", "ab"]],
  ["[a-c]x", ["bx"], ["dx", "-x"]],
  ["[-abc]", ["-", "a"], ["d"]],
  ["[abc\\-]", ["-", "a"], ["\\"]],
  ["[^abc]", ["d", "\n", "A"], ["a", ""]],
  ["[^a-c]", ["d"], ["b"]],
  ["[]a]", ["]", "a"], ["b"]],
  ["[\\w-]+", ["a_1-"], ["a.b"]],
  ["\\d+", ["0123"], ["a", "٣"]],
  ["\\D", ["a"], ["1"]],
  ["\\s", [" ", "\t", "\n", "\r"], ["\v", "\f", "s"]],
  ["\\S", ["a", "\f"], [" "]],
  ["\\w", ["a", "_", "9"], ["é", "-"]],
  ["\\W", ["é", "-"], ["w"]],
  ["a\\.b", ["a.b"], ["axb"]],
  ["a\\\\b", ["a\\b"], ["ab"]],
  ["^abc$", ["^abc$"], ["abc"]],
  ["a/b", ["a/b"], []],
  ['"a.b*"c', ["a.b*c"], ["axbc"]],
  // ~ complement, & intersection
  ["a~bc", ["adc", "aec", "ac", "addc"], ["abc"]],
  ["~abc", ["bc", "bbc"], ["abc"]],
  ["~(abc)", ["", "ab", "abcd"], ["abc"]],
  ["~~a", ["a"], ["b", ""]],
  ["aaa.+&.+bbb", ["aaabbb", "aaa1bbb"], ["aaab", "bbb"]],
  ["~(.*(foo|bar).*)&.*baz.*", ["xbazx"], ["foobaz", "bazbar", "x"]],
  ["~(.*\\.exe)", ["a.dll"], ["a.exe"]],
  // < > interval, @ any string, # nothing
  ["foo<1-100>", ["foo1", "foo01", "foo099", "foo100"], ["foo0", "foo101", "foo"]],
  ["foo<01-100>", ["foo1", "foo01", "foo100"], ["foo0", "foo101"]],
  ["foo<001-100>", ["foo001", "foo100"], ["foo1", "foo000", "foo101"]],
  ["<100-1>", ["1", "50", "100"], ["0", "101"]],
  ["<7-7>", ["7"], ["007", "8"]],
  ["<0-9>", ["0", "9"], ["10", "00"]],
  ["<250-1300>", ["250", "999", "1000", "1300", "0300"], ["249", "1301", "25", "13"]],
  ["@", ["", "any\nthing"], []],
  ["@&~(abc.+)", ["abc", "x"], ["abcd"]],
  ["#", [], ["", "a"]],
  ["#|abc", ["abc"], [""]],
  // an operator where an operand must stand is a literal
  ["*a", ["*a"], ["a"]],
  ["(|b)", ["|b"], ["b", ""]],
  ["a**", ["", "aaa"], ["b"]],
  // insensitivity: single ASCII letters only
  ["~Abc", ["ABC", "abc", "aBc"], ["abd"]],
  ["~[ab]c", ["Ac", "BC"], ["cc"]],
  ["~[a-c]x", ["ax", "bX"], ["Ax", "B"]],
  ["~[^a]", ["b"], ["a", "A"]],
  ["~é", ["é"], ["É"]],
  ["~k", ["k", "K"], ["\u212a"]],
  ['~"Ab"', ["aB"], ["ac"]],
];

/** Patterns in the table that start with `~` as Lucene's complement. */
const complements = new Set(["~abc", "~(abc)", "~~a", "~(.*(foo|bar).*)&.*baz.*", "~(.*\\.exe)"]);

for (const [written, matching, others] of rows) {
  const ignoreCase = written.startsWith("~") && !complements.has(written);
  const pattern = ignoreCase ? written.slice(1) : written;
  test(`regex${ignoreCase ? "~" : ""} ${pattern}`, () => {
    const compiled = compileLuceneRegex(pattern, { ignoreCase });
    assert.ok(compiled.ok);
    for (const text of matching) assert.equal(compiled.matches(text), true, JSON.stringify(text));
    for (const text of others) assert.equal(compiled.matches(text), false, JSON.stringify(text));
  });
}

const refused: readonly string[] = [
  "a(b",
  "a)b",
  "[abc",
  "a{",
  "a{x}",
  "a{3,2}",
  "a{99999999999}",
  "a|",
  "a&",
  "~",
  '"abc',
  "<1-2",
  "<name>",
  "<1-2-3>",
  "<-5>",
  "<1-99999999999>",
  "\\b",
  "\\",
  "[z-a]",
  "[.-]",
  "(".repeat(400),
  "a".repeat(1001),
  "((a{0,100}){0,100}){0,100}&.*",
];

for (const pattern of refused) {
  test(`refuses ${pattern.slice(0, 40)} with a reason`, () => {
    const compiled = compileLuceneRegex(pattern, { ignoreCase: false });
    assert.equal(compiled.ok, false);
    assert.match(compiled.ok ? "" : compiled.reason, /^[^A-Z].*[^.]$/);
  });
}

const hostile = ["(a+)+$", "(a+)+", "(a|a)*b", "(a*)*(a*)*b", "(.*a){20}", "~((a+)+)", ".*a.*a.*a.*b&@", "(x+x+)+y"];

for (const pattern of hostile) {
  test(`stays linear on ${pattern}`, () => {
    const compiled = compileLuceneRegex(pattern, { ignoreCase: false });
    assert.ok(compiled.ok);
    const started = performance.now();
    compiled.matches("a".repeat(50_000));
    compiled.matches(`${"a".repeat(50_000)}!`);
    compiled.matches("x".repeat(50_000));
    assert.ok(performance.now() - started < 1000);
  });
}

test("RE2 and our automaton agree on what both can run", () => {
  const leaf = fc.constantFrom("a", "b", "A", ".", "[ab]", "[^a]", "\\d", "<2-13>", "@", "#", "()", '"ab"');
  const pattern = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${a})(${b})`),
      fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(${a})|(${b})`),
      fc.tuple(tie("node"), fc.constantFrom("?", "*", "+", "{2}", "{1,3}", "{2,}")).map(([a, q]) => `(${a})${q}`),
    ),
  })).node;
  const value = fc.string({ unit: fc.constantFrom("a", "b", "A", "1", "3", "😀"), maxLength: 6 });
  fc.assert(
    fc.property(pattern, fc.array(value, { minLength: 5 }), fc.boolean(), (written, values, ignoreCase) => {
      const parsed = parseLuceneRegex(written, ignoreCase);
      const compiled = compileLuceneRegex(written, { ignoreCase });
      assert.ok(parsed.ok && compiled.ok);
      const automaton = buildAutomaton(parsed.node);
      assert.ok(automaton);
      for (const text of values) assert.equal(automaton(text), compiled.matches(text), `${written} on ${text}`);
    }),
    { numRuns: 500 },
  );
});

test("complement and intersection mean what they say", () => {
  const simple = fc.constantFrom("a*b", "(ab)+", ".*a.*", "[^b]*", "a|b|ab", "@", "b?a{1,2}");
  const value = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(
    fc.property(simple, simple, value, (left, right, text) => {
      const matches = (pattern: string) => {
        const compiled = compileLuceneRegex(pattern, { ignoreCase: false });
        assert.ok(compiled.ok);
        return compiled.matches(text);
      };
      assert.equal(matches(`~(${left})`), !matches(left));
      assert.equal(matches(`(${left})&(${right})`), matches(left) && matches(right));
      assert.equal(matches(`~((${left})|(${right}))`), !matches(left) && !matches(right));
    }),
  );
});

test("any text is compiled or refused, never thrown", () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab01(){}[]<>~&@#"\\|*+?.^$,-dwsn😀'), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.boolean(), (pattern, ignoreCase) => {
      const compiled = compileLuceneRegex(pattern, { ignoreCase });
      if (compiled.ok) compiled.matches("ab01");
      else assert.notEqual(compiled.reason, "");
    }),
    { numRuns: 1000 },
  );
});
