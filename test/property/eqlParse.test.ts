import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parse } from "../../src/language/eql/parser.ts";
import { print } from "../../src/language/eql/print.ts";
import { renderDiagnostic } from "../../src/text/renderDiagnostic.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

const piece = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(..."()[],.:?!=<>|&+-*/%~`'\"\\ \n;{}#$") },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      ..."and or not in in~ like like~ regex~ where any process sequence by with maxspan runs until true false null".split(
        " ",
      ),
      ...'sample join fork of head tail NOT AND OR IN user.id ?user.name a==1 "x" \'x\' """x""" 5m 1.5 3 [any'.split(
        " ",
      ),
      ...'“x” ?"x" /* */ // === !== <> && || ![ \\u{41} \u202e'.split(" "),
      "\ud800",
      "process where ",
      "sequence [any where ",
    ),
  },
  fc.string({ maxLength: 5, unit: "binary" }),
);
const soup = fc
  .array(fc.tuple(piece, fc.constantFrom("", " ")), { maxLength: 30 })
  .map((pieces) => pieces.map(([word, gap]) => word + gap).join(""));

function answers(text: string): void {
  // Processor time: the machine may be busy with other tests.
  const started = process.cpuUsage();
  const source = { name: "<query>", text };
  const { query, diagnostics } = parse(source);
  assert.ok(process.cpuUsage(started).user < 250_000, "slow");
  assert.equal(query === null, diagnostics.length > 0);
  assert.ok(diagnostics.length <= 50);
  for (const diagnostic of diagnostics) {
    const { span } = diagnostic.labels[0]!;
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
    assert.match(diagnostic.code, /^EQL0\d\d$/);
    assert.notEqual(renderDiagnostic(diagnostic), "");
  }
  if (query !== null) {
    const printed = print(query);
    const again = parse({ name: "<query>", text: printed });
    assert.notEqual(again.query, null, printed);
    assert.equal(print(again.query!), printed);
  }
}

test("any text gets an answer: a query or diagnostics with places in the text", () => {
  fc.assert(fc.property(soup, answers), { seed, numRuns: 3000 });
});

test("a query with a piece cut out, doubled or put in gets an answer", () => {
  const query =
    'sequence by host.id, ?user.id with maxspan=5m\n  [process where a : ("x*", "y") and not b in (1, 2.5)] by `c` with runs=3\n' +
    '  [any where not (startsWith~(d, "e") == true or -f % 2 >= 1) /* g */]\nuntil ["h" where i regex """\\d"""] by j | head 3';
  const cut = fc.tuple(fc.nat(query.length), fc.nat(12), piece);
  fc.assert(
    fc.property(cut, ([at, length, inserted]) => answers(query.slice(0, at) + inserted + query.slice(at + length))),
    { seed, numRuns: 2000 },
  );
});

/** Just below the limit, so that all of it is read. */
const long = 130_000;
const hostile: Record<string, string> = {
  parentheses: `any where ${"(".repeat(long)}`,
  "closing parentheses": `any where ${")".repeat(long)}`,
  brackets: "[".repeat(long),
  "items without end": `sequence ${"[a where ".repeat(long / 8)}`,
  nots: `any where ${"not ".repeat(long / 4)}a`,
  signs: `any where ${"-".repeat(long)}1`,
  ors: `any where ${"a or ".repeat(long / 5)}a`,
  sums: `any where ${"1+".repeat(long / 2)}1 == 2`,
  "calls in calls": `any where ${"f(".repeat(long / 2)}`,
  "one long list": `any where a in (${"1,".repeat(long / 2)}1)`,
  quotes: `any where ${'"'.repeat(long)}`,
  "quoted pairs": `any where ${"'\"".repeat(long / 2)}`,
  backslashes: `any where "${"\\".repeat(long)}`,
  backquotes: `any where ${"`".repeat(long + 1)}`,
  "old raw strings": `any where ${"?'\\".repeat(long / 3)}`,
  comments: "/*".repeat(long / 2),
  "comment edges": "/*/".repeat(long / 3),
  question: `any where ${"?".repeat(long)}`,
  dots: `any where a${".".repeat(long)}`,
  commas: `sequence by ${",".repeat(long)}`,
  pipes: `any where a${"|".repeat(long)}`,
  digits: `any where a == ${"9".repeat(long)}`,
  unknown: "\u00a0".repeat(long),
  indexes: `any where a${"[1]".repeat(long / 3)}`,
  "bare values": `any where a : ${"b*".repeat(long / 2)}`,
  colons: `any where a ${": a ".repeat(long / 4)}`,
  bangs: `any where ${"!".repeat(long)}a`,
  forks: `sequence [a where b] ${"fork ".repeat(long / 5)}`,
  withs: `sequence ${"with maxspan=1m ".repeat(long / 16)}`,
  "smart quotes": `any where ${"“".repeat(long)}`,
};
for (const [name, text] of Object.entries(hostile)) {
  test(`hostile text is answered quickly: ${name}`, () => answers(text));
}

test("a text over the limit is refused whole", () => {
  const { query, diagnostics } = parse({ name: "<query>", text: `any where ${" ".repeat(1_000_000)}true` });
  assert.equal(query, null);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ["EQL001"],
  );
});
