import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compile, type SearchDocument, search } from "../../src/eql.ts";
import { mappingOf } from "./searchCase.ts";

const mapping = mappingOf({ "user.name": "keyword", n: "long", ratio: "double", "source.ip": "ip", flag: "boolean" });

const source = fc.record(
  {
    event: fc.record({ category: fc.constantFrom("process", "file", ["process", "file"]) }),
    user: fc.record({ name: fc.constantFrom<unknown>("ana", "Bo", ["ana", "Bo"], null, []) }),
    n: fc.constantFrom<unknown>(1, 2, "3", [1, 3], "no number", null),
    ratio: fc.constantFrom(0.5, 1, "1e2"),
    source: fc.record({ ip: fc.constantFrom("10.0.0.1", "192.168.0.9", "::1", "none") }),
    flag: fc.constantFrom<unknown>(true, "false", [true, false]),
  },
  { requiredKeys: [] },
);

/** Times differ, so that the order of events is their own. */
const documents = fc.array(source, { maxLength: 25 }).map((sources): SearchDocument[] =>
  sources.map((fields, index) => ({
    _id: `id-${index}`,
    _source: { "@timestamp": new Date(1_770_000_000_000 + ((index * 7) % 26) * 1000).toISOString(), ...fields },
  })),
);

const conditions = [
  'user.name == "ana"',
  'user.name != "ana"',
  'user.name : ("b*", "x")',
  "n > 1 and n < 3",
  "not n > 1",
  "n in (1, 3)",
  "n + 1 == 2 or ratio * 2 == 1",
  'cidrMatch(source.ip, "10.0.0.0/8", "::/64")',
  'source.ip == "192.168.0.0/16"',
  "flag and not flag == false",
  'length(user.name) == 3 or string(n) == "2"',
  'n == null or ?nope == "a"',
];
const condition = fc
  .tuple(fc.constantFrom("any", "process", "file"), fc.constantFrom(...conditions), fc.constantFrom(...conditions))
  .chain(([category, a, b]) => fc.constantFrom(`${category} where ${a}`, `${category} where (${a}) or not (${b})`));

const query = fc.oneof(
  condition,
  fc.tuple(condition, condition).map(([a, b]) => `sequence by user.name with maxspan=9s [${a}] [${b}]`),
  fc.tuple(condition, condition).map(([a, b]) => `sequence by ?n [${a}] with runs=2 [${b}] until [any where flag]`),
  fc.tuple(condition, condition).map(([a, b]) => `sequence with maxspan=9s [${a}] ![${b}] [any where true] | tail 3`),
  fc.tuple(condition, condition).map(([a, b]) => `sample by user.name [${a}] [${b}]`),
);

test("documents in any order give the same answer", () => {
  fc.assert(
    fc.property(documents, query, fc.boolean(), fc.infiniteStream(fc.nat()), (given, text, mapped, order) => {
      const shuffled = given
        .map((document) => ({ document, key: order.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ document }) => document);
      const options = mapped ? { mapping } : {};
      assert.deepEqual(answerOf(text, shuffled, options), answerOf(text, given, options));
    }),
    { numRuns: 400 },
  );
});

/** Without a mapping a field that no document has is not known, and the query is refused. */
function answerOf(text: string, given: readonly SearchDocument[], options: object): unknown {
  try {
    return search(text, given, options);
  } catch (error) {
    return (error as Error).message;
  }
}

test("a compiled event query finds what a search finds", () => {
  fc.assert(
    fc.property(documents, condition, (given, text) => {
      const matches = compile(text, { mapping });
      const compiled = given.filter(({ _source }) => matches(_source)).map(({ _id }) => _id);
      const { events } = search(text, given, { mapping, size: given.length }).hits;
      assert.deepEqual(events!.map(({ _id }) => _id).sort(), compiled.sort());
    }),
    { numRuns: 400 },
  );
});

test("head and tail are the two ends of what there is", () => {
  fc.assert(
    fc.property(
      documents,
      query.filter((text) => !text.includes("|")),
      fc.nat(5),
      (given, text, size) => {
        const listOf = (options: object) => {
          const { events, sequences } = search(text, given, { mapping, ...options }).hits;
          return (events ?? sequences)!;
        };
        const all = listOf({ size: 1000 });
        assert.deepEqual(listOf({ size, result_position: "head" }), all.slice(0, size));
        if (!text.startsWith("sample")) assert.deepEqual(listOf({ size }), size === 0 ? [] : all.slice(-size));
      },
    ),
    { numRuns: 200 },
  );
});
