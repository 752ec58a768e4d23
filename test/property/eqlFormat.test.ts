import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { commentsOf } from "../../src/language/eql/comments.ts";
import { formatQuery } from "../../src/language/eql/formatQuery.ts";
import { parse } from "../../src/language/eql/parser.ts";
import { print } from "../../src/language/eql/print.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
console.log(`seed ${seed}`);

/** Queries as lists of tokens, so that spaces and comments can stand anywhere between them. */
type Tokens = readonly string[];

const field = fc.constantFrom("event.action", "?user.name", "`a b`.c", "aws.cloudtrail.request_parameters", "length");
const value = fc.constantFrom(
  '"a"',
  '"DescribeDBClusterSnapshots*"',
  '"""\\d+"""',
  "1",
  "2.5",
  "true",
  "null",
  '"(//,"',
);
const values = fc
  .array(value, { minLength: 1, maxLength: 8 })
  .map((items) => ["(", ...items.flatMap((item, at) => (at === 0 ? [item] : [",", item])), ")"]);

const leaf: fc.Arbitrary<Tokens> = fc.oneof(
  fc.tuple(field, fc.constantFrom("==", "!=", "<"), value),
  fc.tuple(field, fc.constantFrom("in", "in~"), values).map((parts) => parts.flat()),
  fc.tuple(field, values).map(([name, list]) => [name, "not", "in", ...list]),
  fc.tuple(field, fc.constantFrom(":", "like", "regex~"), values).map((parts) => parts.flat()),
  fc.tuple(field, value).map(([name, text]) => ["stringContains~", "(", name, ",", text, ")"]),
  fc.tuple(field, value).map(([name, number]) => [name, "+", "1", "*", "-", name, ">", number]),
);

const condition = fc.letrec<{ node: Tokens }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 2, arbitrary: leaf },
    {
      weight: 3,
      arbitrary: fc.tuple(tie("node"), fc.constantFrom("and", "or"), tie("node")).map((parts) => parts.flat()),
    },
    { weight: 2, arbitrary: tie("node").map((inner) => ["(", ...inner, ")"]) },
    { weight: 1, arbitrary: tie("node").map((inner) => ["not", "(", ...inner, ")"]) },
  ),
})).node;

const event = fc
  .tuple(fc.constantFrom("any", "process", '"two words"'), condition)
  .map(([category, tokens]) => [category, "where", ...tokens]);
const item = fc
  .tuple(event, fc.constantFrom<Tokens>([], ["by", "user.id"], ["by", "user.id", "with", "runs", "=", "3"]))
  .map(([tokens, tail]) => ["[", ...tokens, "]", ...tail]);
const sequence = fc
  .tuple(
    fc.constantFrom<Tokens>(
      ["sequence"],
      ["sequence", "by", "host.id", ",", "?user.name", "with", "maxspan", "=", "1h"],
    ),
    fc.array(item, { minLength: 2, maxLength: 3 }),
    fc.option(event),
  )
  .map(([head, items, until]) => [...head, ...items.flat(), ...(until === null ? [] : ["until", "[", ...until, "]"])]);

const plainGap = fc.constantFrom(" ", "  ", "\n", "\r\n\t");
const commentedGap = fc.oneof(
  { weight: 12, arbitrary: plainGap },
  {
    weight: 1,
    arbitrary: fc.constantFrom(" // why\n", "\n  // why (\n", " /* a /* b */ */ ", "\n/* ) */\n", "// x\n// y\n"),
  },
);

function text(gap: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .oneof(event, sequence)
    .chain((tokens) =>
      fc
        .array(gap, { minLength: tokens.length + 1, maxLength: tokens.length + 1 })
        .map((gaps) => tokens.map((token, at) => gaps[at]! + token).join("") + gaps[tokens.length]!),
    );
}

function source(query: string) {
  return { name: "<query>", text: query };
}

function canonical(query: string): string {
  const parsed = parse(source(query)).query;
  assert.ok(parsed, query);
  return print(parsed);
}

test("without comments every query that parses is laid out, keeps its tree and stays as it is", () => {
  let formatted = 0;
  fc.assert(
    fc.property(text(plainGap), (query) => {
      const result = formatQuery(source(query));
      if (result.kind === "invalid") return;
      formatted++;
      assert.ok(result.kind === "formatted");
      assert.equal(canonical(result.text), canonical(query));
      assert.deepEqual(formatQuery(source(result.text)), result);
      assert.ok(result.text.split("\n").every((line) => line === line.trimEnd()));
    }),
    { seed, numRuns: 500 },
  );
  assert.ok(formatted > 200, `${formatted} queries parsed`);
});

test("with comments a query keeps its tree and each comment its place, or is left alone", () => {
  const kinds = { formatted: 0, commented: 0, invalid: 0 };
  fc.assert(
    fc.property(text(commentedGap), (query) => {
      const result = formatQuery(source(query));
      kinds[result.kind]++;
      if (result.kind !== "formatted") return;
      assert.equal(canonical(result.text), canonical(query));
      const placesOf = (each: string) => commentsOf(source(each)).map((comment) => [comment.text, comment.place]);
      assert.deepEqual(placesOf(result.text), placesOf(query));
      assert.deepEqual(formatQuery(source(result.text)), result, "the second time nothing changes");
    }),
    { seed, numRuns: 500 },
  );
  assert.ok(kinds.formatted > 100 && kinds.commented > 0, JSON.stringify(kinds));
});
