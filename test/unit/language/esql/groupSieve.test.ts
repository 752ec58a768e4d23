import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { EcsObject } from "../../../../src/ecs/value.ts";
import { compile, type PreparedEsql } from "../../../../src/language/esql/index.ts";
import { checkedOf, rowOf } from "./esqlQuery.ts";

const stats = "FROM l | STATS n = COUNT(*) WHERE flag, m = COUNT(*), kept = VALUES(other) BY name";

/** Of a, one of three is flagged; of b none; of c one of one. */
const documents = [
  { name: "a", flag: true, number: 4 },
  { name: "a", flag: false, number: -5 },
  { name: "a", number: 1 },
  { name: "b", flag: false, number: 3 },
  { name: "b", number: 1 },
  { name: "c", flag: true, number: 1 },
];

function preparedOf(text: string): PreparedEsql {
  const { prepared } = compile(checkedOf(text));
  assert.ok(prepared !== undefined);
  return prepared;
}

/** The names of the documents that runs are to see, each once; undefined when nothing is known to be left out. */
function keptOf(
  text: string,
  all: readonly object[] = documents,
  times: readonly number[] = [],
  windowMs = Number.POSITIVE_INFINITY,
): string[] | undefined {
  const { sieve: maker } = preparedOf(text);
  if (maker === undefined) return undefined;
  const sieve = maker.start(all.length, windowMs);
  const looks = all.map((document) => sieve.look(rowOf(document as EcsObject)));
  looks.forEach((look, at) => {
    sieve.count(look, times[at] ?? 0);
  });
  const kept = all.filter((_, at) => sieve.keeps(looks[at]!, times[at] ?? 0)) as unknown as readonly {
    readonly name: string | string[];
  }[];
  return [...new Set(kept.flatMap(({ name }) => name))];
}

describe("groups that cannot come to what is demanded are left out", () => {
  for (const [behind, kept] of [
    ["WHERE n > 0", ["a", "c"]],
    ["WHERE n >= 1", ["a", "c"]],
    ["WHERE n == 1", ["a", "c"]],
    ["WHERE 0 < n", ["a", "c"]],
    ["WHERE 1 <= n", ["a", "c"]],
    ["WHERE n >= 0.5", ["a", "c"]],
    ["WHERE n > 1", []],
    ["WHERE m > 1", ["a", "b"]],
    ["WHERE m > 1.5 AND n > 0", ["a"]],
    ["WHERE m > 1 | WHERE n > 0", ["a"]],
    ["WHERE kept IS NULL OR n > 3 | WHERE n > 0", ["a", "c"]],
    ["EVAL x = n | WHERE n > 0", ["a", "c"]],
    ["KEEP n, name | WHERE n > 0", ["a", "c"]],
    ["RENAME m AS x | WHERE x > 1", ["a", "b"]],
    ["EVAL t = m | RENAME n AS m | RENAME t AS n | WHERE m > 0", ["a", "c"]],
    ['DISSECT name "%{x}" | GROK name "(?<y>a)" | WHERE n > 0', ["a", "c"]],
    ["WHERE n > 0 | LIMIT 1", ["a", "c"]],
    ["WHERE n > 0 AND NOW() > name::datetime", ["a", "c"]],
  ] as const) {
    test(behind, () => assert.deepEqual(keptOf(`${stats} | ${behind}`), kept));
  }
});

describe("aggregates that a row can only make more", () => {
  for (const [aggregate, behind, kept] of [
    ["COUNT(number)", "n >= 3", ["a"]],
    ["COUNT_DISTINCT(number)", "n > 2", ["a"]],
    ["SUM(number)", "n >= 5", ["a"]],
    ["SUM(number)", "n >= 6", []],
    ["SUM(CASE(flag, 1, 0))", "n > 0", ["a", "c"]],
    ["SUM(number) WHERE flag", "n >= 4", ["a"]],
  ] as const) {
    test(`${aggregate}, ${behind}`, () => {
      assert.deepEqual(keptOf(`FROM l | STATS n = ${aggregate} BY name | WHERE ${behind}`), kept);
    });
  }
});

describe("nothing is known to be left out", () => {
  for (const behind of [
    "KEEP n, name",
    "WHERE n >= 0",
    "WHERE n > -1",
    "WHERE n < 3",
    "WHERE n <= 3",
    "WHERE 3 > n",
    "WHERE n != 3",
    "WHERE NOT n > 3",
    "WHERE n > 3 OR m > 1",
    "WHERE (n > 3 AND m > 1) IS NULL",
    "WHERE n > m",
    "WHERE n + 1 > 1",
    "WHERE n IS NOT NULL",
    "WHERE n > 100000000000",
    "EVAL n = 3 | WHERE n > 1",
    "EVAL n = n + 1 | WHERE n > 1",
    "RENAME m AS n | EVAL n = 3 | WHERE n > 1",
    "LIMIT 2 | WHERE n > 0",
    "SORT n | WHERE n > 0",
    "SORT n | LIMIT 1 | WHERE n > 0",
    "MV_EXPAND kept | WHERE n > 0",
    "LOOKUP JOIN owners ON name | WHERE n > 0",
    "INLINE STATS total = COUNT(*) | WHERE n > 0",
    "INLINE STATS n = SUM(n) | WHERE n > 0",
    "STATS n = COUNT(*) BY m | WHERE n > 1",
    "STATS n = SUM(n) | WHERE n > 1",
  ]) {
    test(behind, () => assert.equal(keptOf(`${stats} | ${behind}`), undefined));
  }

  for (const text of [
    "FROM l | STATS n = COUNT(*) | WHERE n > 1",
    "FROM l | STATS n = MAX(number) BY name | WHERE n > 1",
    "FROM l | STATS n = MIN(number) BY name | WHERE n > 1",
    "FROM l | STATS n = AVG(number) BY name | WHERE n > 1",
    "FROM l | STATS n = SUM(ratio) BY name | WHERE n > 1",
    "FROM l | STATS n = COUNT(*) + 1 BY name | WHERE n > 1",
    "FROM l METADATA _id | STATS n = COUNT(*) BY _id | WHERE n > 1",
    'FROM l | STATS n = COUNT(*) WHERE KQL("name: a") BY name | WHERE n > 1',
  ]) {
    test(text, () => assert.equal(keptOf(text), undefined));
  }
});

test("each of several values of BY and of an argument counts", () => {
  const all = [
    { name: ["a", "b"], number: 1 },
    { name: "b", number: [2, 3] },
    { name: "c", number: 4 },
  ];
  assert.deepEqual(keptOf("FROM l | STATS n = COUNT(*) BY name | WHERE n > 1", all), ["a", "b"]);
  assert.deepEqual(keptOf("FROM l | STATS n = COUNT(number) BY name | WHERE n > 2", all), ["a", "b"]);
  assert.deepEqual(keptOf("FROM l | STATS n = COUNT_DISTINCT(number) BY name | WHERE n == 3", all), ["a", "b"]);
});

test("only documents count together that one run can see", () => {
  const all = [{ name: "a" }, { name: "b" }, { name: "a" }, { name: "b" }, { name: "c" }, { name: "c" }];
  const kept = (times: readonly number[], windowMs: number) =>
    keptOf("FROM l | STATS n = COUNT(*) BY name | WHERE n > 1", all, times, windowMs);
  const times = [0, 100, 250, 300, 1000, 1010];
  assert.deepEqual(kept(times, Number.POSITIVE_INFINITY), ["a", "b", "c"]);
  assert.deepEqual(kept(times, 1000), ["a", "b", "c"]);
  // In spans of 100, a stands in the first and the third, b in the second and the fourth.
  assert.deepEqual(kept(times, 100), ["c"]);
  assert.deepEqual(kept(times, 0), []);
  // Two in spans beside each other may be in one run, and are kept even if none sees both.
  assert.deepEqual(kept([0, 100, 199, 300, 1000, 1199], 100), ["a", "c"]);
  assert.deepEqual(kept([-1, -100, 0, -200, 5, 6], 100), ["a", "b", "c"]);
});

test("conditions before STATS are taken to hold", () => {
  const { sieve, prepare, run } = preparedOf("FROM l | WHERE number > 1 | STATS n = COUNT(*) BY name | WHERE n > 0");
  assert.deepEqual(
    sieve!.fields.map(({ name }) => name),
    ["name"],
  );
  const rows = documents.map((document) => prepare(rowOf(document as EcsObject)));
  assert.deepEqual(run(rows, { nowMs: 0 }).rows, [
    [1, "a"],
    [1, "b"],
  ]);
});

test("a document that fails the query is in the runs", () => {
  const several = Array.from({ length: 60 }, (_, at) => at);
  const names = several.map((at) => `n${at}`);
  const failing = { name: names, other: names, number: several };
  const text = "FROM l | STATS n = COUNT(*) BY name, other, number | WHERE n > 1";
  assert.equal(keptOf(text, [failing])?.length, 60);
  const { prepare, run } = preparedOf(text);
  const { failure } = run([prepare(rowOf(failing as unknown as EcsObject))], { nowMs: 0 });
  assert.equal(failure, "a row falls into more than 100,000 groups");
});

test("what is read of a document is what the conditions and groups depend on", () => {
  const fieldsOf = (text: string) => preparedOf(text).sieve!.fields.map(({ name }) => name);
  assert.deepEqual(
    fieldsOf(
      `FROM l | EVAL unused = TO_UPPER(other), used = number + 1 | GROK message "(?<word>a)" | WHERE flag
       | STATS n = COUNT(*) WHERE used > 1, kept = VALUES(unused), words = VALUES(word) BY name | WHERE n > 1`,
    ).sort(),
    ["name", "number"],
  );
  assert.deepEqual(fieldsOf(`${stats} | WHERE n > 0`).sort(), ["flag", "name"]);
});

test("only a STATS without BY makes a row of no documents", () => {
  assert.equal(preparedOf(`${stats} | WHERE n > 0`).needsDocuments, true);
  assert.equal(preparedOf(`${stats} | INLINE STATS t = COUNT(*)`).needsDocuments, true);
  assert.equal(preparedOf(`${stats} | STATS t = COUNT(*)`).needsDocuments, false);
  assert.equal(preparedOf("FROM l | STATS t = COUNT(*)").needsDocuments, false);
});
