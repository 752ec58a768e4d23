import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type SearchDocument, search } from "../../src/eql.ts";
import { mappingOf } from "../search/searchCase.ts";
import { numRuns } from "./numRuns.ts";

const seed = Number(process.env["EQLITE_SEED"] ?? Date.now() % 2 ** 31);
const mapping = mappingOf({
  "user.name": "keyword",
  host: "wildcard",
  n: "long",
  ratio: "double",
  "source.ip": "ip",
  flag: "boolean",
});

const text = fc
  .array(fc.constantFrom("a", "A", "b", "é", "É", "K", "\u212a", "😀", "*", "?", " "), { maxLength: 4 })
  .map((letters) => letters.join(""));
const oneOrMore = (value: fc.Arbitrary<unknown>) => fc.oneof(value, fc.array(value, { maxLength: 3 }));
const source = fc.record(
  {
    user: fc.record({ name: oneOrMore(fc.option(text)) }),
    host: oneOrMore(text),
    n: oneOrMore(fc.constantFrom<unknown>(0, 1, 2, -1, "3", "no number", null)),
    ratio: oneOrMore(fc.constantFrom<unknown>(0, 0.5, 1, null)),
    source: fc.record({ ip: oneOrMore(fc.constantFrom("10.0.0.1", "10.0.0.2", "::1", "none")) }),
    flag: oneOrMore(fc.constantFrom<unknown>(true, false, "false", null)),
  },
  { requiredKeys: [] },
);

/** The ids of the documents, all of one time, that satisfy a condition. */
function idsOf(condition: string, sources: readonly object[]): string[] {
  const documents = sources.map(
    (fields, index): SearchDocument => ({
      _id: String(index),
      _source: { "@timestamp": "2026-03-10T00:00:00Z", ...fields },
    }),
  );
  const { events } = search(`any where ${condition}`, documents, { mapping, size: documents.length }).hits;
  return events!.map(({ _id }) => _id);
}

/** Asserts that two ways to write a condition find the same, and that they are not all true or all false. */
function agree(name: string, pair: fc.Arbitrary<readonly [string, string]>): void {
  test(name, (context) => {
    context.diagnostic(`seed ${seed}: EQLITE_SEED=${seed} repeats this run`);
    const runs = numRuns(1000);
    let found = 0;
    let left = 0;
    const property = fc.property(pair, fc.array(source, { minLength: 1, maxLength: 8 }), ([one, other], sources) => {
      const ids = idsOf(one, sources);
      assert.deepEqual(idsOf(other, sources), ids, `${one} and ${other}`);
      found += ids.length;
      left += sources.length - ids.length;
    });
    fc.assert(property, { numRuns: runs, seed });
    assert.ok(found > runs / 4 && left > runs / 4, `found ${found}, left ${left}`);
  });
}

const operand = fc.constantFrom("user.name", "host", "?nope", "concat(user.name, host)", "substring(host, 1)");
const quoted = fc.oneof(text, fc.constantFrom("*", "a*", "?")).map((pattern) => JSON.stringify(pattern));
const patterns = fc.oneof(
  quoted,
  fc.array(quoted, { minLength: 1, maxLength: 3 }).map((list) => `(${list.join(", ")})`),
);
agree(
  "`:` equals `like~`",
  fc.tuple(operand, patterns).map(([field, list]) => [`${field} : ${list}`, `${field} like~ ${list}`] as const),
);

const equated = fc.oneof(
  fc.tuple(operand, quoted),
  fc.tuple(
    fc.constantFrom("n", "n + 1", "length(user.name)", "ratio"),
    fc.constantFrom("0", "1", "2", "-1", "3", "0.5"),
  ),
  fc.tuple(fc.constant("source.ip"), fc.constantFrom('"10.0.0.1"', '"::1"', '"10.0.0.0/8"')),
  fc.tuple(fc.constant("flag"), fc.constantFrom("true", "false")),
  fc.tuple(fc.constantFrom("n", "user.name", "flag", "source.ip", "?nope", "ratio * 2"), fc.constant("null")),
);
agree(
  "`!=` equals `not ==`",
  equated.map(([left, right]) => [`${left} != ${right}`, `not ${left} == ${right}`] as const),
);
