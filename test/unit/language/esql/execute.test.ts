import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { EcsObject } from "../../../../src/ecs/value.ts";
import { compile, sourceFields } from "../../../../src/language/esql/index.ts";
import { answer, answerOf, checkedOf, rowOf, runText } from "./esqlQuery.ts";

const people = [
  { _id: "1", "@timestamp": "2026-01-01T00:00:00Z", name: "alice", other: "x", number: 1, ratio: 0.5, flag: true },
  { _id: "2", "@timestamp": "2026-01-01T01:00:00Z", name: "bob", number: 2, ratio: 1.5 },
  { _id: "3", "@timestamp": "2026-01-01T02:00:00Z", name: ["carol", "bob"], other: "y", number: [3, 4] },
  { _id: "4", "@timestamp": "2026-01-01T03:00:00Z", other: "x", number: 5 },
];

function ids(condition: string): string {
  return answer(`FROM l METADATA _id | WHERE ${condition} | KEEP _id`, people)
    .map((row) => row["_id"])
    .join("");
}

describe("conditions", () => {
  test("nulls and several values satisfy neither a comparison nor its negation", () => {
    assert.equal(ids('name == "bob"'), "2");
    assert.equal(ids('name != "bob"'), "1");
    assert.equal(ids('NOT name == "bob"'), "1");
    assert.equal(ids('name IN ("alice", "bob")'), "12");
    assert.equal(ids('name NOT IN ("alice")'), "2");
    assert.equal(ids('NOT name IN ("alice", null)'), "");
    assert.equal(ids('name LIKE "*b*"'), "2");
    assert.equal(ids('name NOT LIKE "*b*"'), "1");
    assert.equal(ids('name RLIKE "[ab].+"'), "12");
    assert.equal(ids("number > 1"), "24");
  });

  test("three-valued AND and OR", () => {
    assert.equal(ids('name == "alice" OR other == "x"'), "14");
    assert.equal(ids('NOT (name == "alice" AND other == "x")'), "23");
    assert.equal(ids('NOT (name == "alice" AND other == "z")'), "1234");
  });

  test("IS NULL looks at whether there is any value", () => {
    assert.equal(ids("name IS NULL"), "4");
    assert.equal(ids("name IS NOT NULL"), "123");
    assert.equal(ids("other IS NULL OR flag"), "12");
  });

  test("several values are warned of, once", () => {
    const { warnings } = runText('FROM l | WHERE name == "bob"', people);
    assert.deepEqual(warnings, [
      'Line 1:16: evaluation of [name == "bob"] failed, treating result as null. Only first 20 failures recorded.',
      "Line 1:16: java.lang.IllegalArgumentException: single-value function encountered multi-value",
    ]);
  });

  test("KQL and MATCH ask the document, any value", () => {
    assert.equal(ids('KQL("name: bob")'), "23");
    assert.equal(ids('name : "bob"'), "23");
    assert.equal(ids('MATCH(number, "4")'), "3");
    const texts = [{ message: "access denied to Bucket" }, { message: "granted" }];
    assert.equal(answer('FROM l | WHERE message : "bucket policy"', texts).length, 1);
  });

  test("NOW() is the clock that the run is given", () => {
    const query = "FROM l METADATA _id | WHERE @timestamp > NOW() - 90 minutes | KEEP _id";
    const { rows } = runText(query, people, { nowMs: Date.UTC(2026, 0, 1, 3) });
    assert.deepEqual(rows, [["3"], ["4"]]);
  });
});

describe("values of documents", () => {
  const values = (document: object) =>
    answer("FROM l | KEEP name, number, ip, ratio, flag, message, release", [document])[0];

  test("come in the order of doc values: keywords once, numbers with repetitions", () => {
    assert.deepEqual(
      {
        ...values({
          name: ["b", "a", "b"],
          number: [3, 1, 3],
          ip: ["198.51.100.10", "198.51.100.9", "198.51.100.10"],
          message: ["b", "a"],
          release: ["1.10", "1.9"],
          flag: [true, false],
        }),
      },
      {
        name: ["a", "b"],
        number: [1, 3, 3],
        ip: ["198.51.100.9", "198.51.100.10"],
        ratio: null,
        flag: [false, true],
        message: ["b", "a"],
        release: ["1.9", "1.10"],
      },
    );
  });

  test("points are read of their two numbers", () => {
    const document = { place: { lon: 8.5, lat: 47.4 } };
    assert.deepEqual(answer("FROM l | EVAL x = ST_X(place), y = ST_Y(place) | KEEP x, y", [document]), [
      { x: 8.5, y: 47.4 },
    ]);
    assert.deepEqual(
      sourceFields(checkedOf("FROM l | KEEP place")).map(({ name }) => name),
      ["place.lon", "place.lat"],
    );
  });

  test("the fields of KQL() are among those that a query reads", () => {
    const query = checkedOf('FROM l | WHERE KQL("other: x") | STATS c = COUNT(*) BY name');
    assert.deepEqual(
      sourceFields(query)
        .map(({ name }) => name)
        .sort(),
      ["name", "other"],
    );
  });
});

describe("arithmetic", () => {
  test("overflow and division by zero are null, with a warning", () => {
    const { rows, warnings } = runText("ROW a = 2147483647, b = 0 | EVAL c = a + 1, d = a / b | KEEP c, d");
    assert.deepEqual(rows, [[null, null]]);
    assert.deepEqual(warnings, [
      "Line 1:38: evaluation of [a + 1] failed, treating result as null. Only first 20 failures recorded.",
      "Line 1:38: java.lang.ArithmeticException: integer overflow",
      "Line 1:49: evaluation of [a / b] failed, treating result as null. Only first 20 failures recorded.",
      "Line 1:49: java.lang.ArithmeticException: / by zero",
    ]);
  });

  test("longs beyond a double are exact", () => {
    assert.equal(answerOf("9007199254740993 + 0"), 9007199254740993n);
    assert.equal(answerOf("7 / 2"), 3);
    assert.equal(answerOf("7 / 2.0"), 3.5);
  });
});

describe("row by row", () => {
  test("EVAL: later columns read earlier ones, also of their own name", () => {
    assert.deepEqual(answer("ROW a = 1 | EVAL a = a + 1, b = a * 10, a = b + 1"), [{ b: 20, a: 21 }]);
  });

  test("MV_EXPAND makes a row of each value, one of null", () => {
    assert.deepEqual(answer("ROW a = [3, 1], b = 2 | MV_EXPAND a"), [
      { a: 3, b: 2 },
      { a: 1, b: 2 },
    ]);
    assert.deepEqual(answer("ROW a = null | MV_EXPAND a"), [{ a: null }]);
  });

  test("DISSECT and GROK: nulls where the pattern does not fit, several inputs gather", () => {
    assert.deepEqual(answer('ROW a = "x-1" | DISSECT a "%{b}-%{c}" | KEEP b, c'), [{ b: "x", c: "1" }]);
    assert.deepEqual(answer('ROW a = "x" | DISSECT a "%{b}-%{c}" | KEEP b, c'), [{ b: null, c: null }]);
    assert.deepEqual(answer('ROW a = ["x-1", "none", "y-2"] | DISSECT a "%{b}-%{c}" | KEEP b, c'), [
      { b: ["x", "y"], c: ["1", "2"] },
    ]);
    assert.deepEqual(answer('ROW a = "user bob 42" | GROK a "user %{WORD:w} %{INT:n:int}" | KEEP w, n'), [
      { w: "bob", n: 42 },
    ]);
  });

  test("LOOKUP JOIN multiplies rows, ENRICH gathers", () => {
    const query = 'FROM l METADATA _id | WHERE _id < "3" | KEEP _id, name';
    assert.deepEqual(answer(`${query} | LOOKUP JOIN owners ON name | KEEP _id, team`, people), [
      { _id: "1", team: "red" },
      { _id: "2", team: "blue" },
      { _id: "2", team: "green" },
    ]);
    assert.deepEqual(answer(`${query} | ENRICH owners WITH team | KEEP _id, team`, people), [
      { _id: "1", team: "red" },
      { _id: "2", team: ["blue", "green"] },
    ]);
    assert.deepEqual(answer("ROW name = null::keyword | LOOKUP JOIN owners ON name | KEEP team"), [{ team: null }]);
  });
});

describe("SORT and LIMIT", () => {
  const sorted = (order: string) =>
    answer(`FROM l METADATA _id | SORT ${order} | KEEP _id`, people)
      .map((row) => row["_id"])
      .join("");

  test("nulls last ascending, first descending, as written else; several values by their least or greatest", () => {
    assert.equal(sorted("name"), "1234");
    assert.equal(sorted("name DESC"), "4321");
    assert.equal(sorted("name DESC NULLS LAST"), "3214");
    assert.equal(sorted("ratio, number DESC"), "1243");
    assert.equal(sorted("number DESC"), "4321");
    assert.equal(sorted("ROUND(ratio) DESC NULLS LAST, number"), "2134");
  });

  test("SORT and LIMIT keep the first, however many rows there are", () => {
    const documents = Array.from({ length: 5000 }, (_, at) => ({ number: (at * 7919) % 5000 }));
    assert.deepEqual(
      answer("FROM l | SORT number | EVAL n = number | LIMIT 3 | KEEP n", documents).map(({ n }) => n),
      [0, 1, 2],
    );
  });

  test("LIMIT stops reading", () => {
    let read = 0;
    function* endless() {
      for (;;) {
        read++;
        yield rowOf({ number: read } as unknown as EcsObject);
      }
    }
    const { rows } = compile(checkedOf("FROM l | KEEP number | LIMIT 3")).run(endless(), { nowMs: 0 });
    assert.equal(rows.length, 3);
    assert.ok(read <= 4);
  });

  test("a default limit comes last", () => {
    const { rows } = runText("FROM l | SORT number DESC | KEEP number", people, {
      nowMs: 0,
      limits: { defaultLimit: 1 },
    });
    assert.deepEqual(rows, [[5]]);
  });
});

describe("STATS", () => {
  const stats = (aggregates: string, documents: readonly object[] = people) =>
    answer(`FROM l | STATS x = ${aggregates}`, documents)[0]!["x"];

  test("without BY there is one row, also of nothing", () => {
    assert.deepEqual(
      answer("FROM l | STATS c = COUNT(*), n = COUNT(name), m = MAX(number), v = VALUES(name), a = ABSENT(name)", []),
      [{ c: 0, n: 0, m: null, v: null, a: true }],
    );
    assert.deepEqual(answer("FROM l | STATS c = COUNT(*) BY name", []), []);
  });

  test("each value counts", () => {
    assert.equal(stats("COUNT(*)"), 4);
    assert.equal(stats("COUNT(name)"), 4);
    assert.equal(stats("COUNT_DISTINCT(name)"), 3);
    assert.equal(stats("SUM(number)"), 15);
    assert.equal(stats("AVG(number)"), 3);
    assert.equal(stats("MAX(name)"), "carol");
    assert.equal(stats("MEDIAN(number)"), 3);
    assert.equal(stats("PERCENTILE(number, 75)"), 4);
    assert.equal(stats("MEDIAN_ABSOLUTE_DEVIATION(number)"), 1);
    assert.equal(stats("VARIANCE(number)"), 2);
    assert.equal(stats("STD_DEV(number)"), Math.SQRT2);
    assert.equal(stats("PRESENT(flag)"), true);
    assert.deepEqual(stats("VALUES(name)"), ["alice", "bob", "carol"]);
    assert.deepEqual(stats('TOP(number, 2, "desc")'), [5, 4]);
    assert.deepEqual(stats('TOP(other, 5, "asc")'), ["x", "x", "y"]);
  });

  test("FIRST and LAST take the row's value as it is", () => {
    assert.equal(stats("FIRST(name, @timestamp)"), "alice");
    assert.equal(stats("LAST(name, @timestamp)"), null);
    assert.deepEqual(stats("LAST(name, @timestamp) WHERE name IS NOT NULL"), ["bob", "carol"]);
  });

  test("WEIGHTED_AVG divides the products by the weights", () => {
    const documents = [{ ratio: 10, number: 1 }, { ratio: 20, number: 3 }, { number: 4 }];
    assert.equal(stats("WEIGHTED_AVG(ratio, number)", documents), 70 / 8);
    assert.equal(stats("WEIGHTED_AVG(ratio, 2)", documents), 15);
  });

  test("a sum of longs that overflows is null, with a warning", () => {
    const documents = [{ number: 9223372036854775807n }, { number: 1 }];
    const { rows, warnings } = runText("FROM l | STATS x = SUM(number)", documents);
    assert.deepEqual(rows, [[null]]);
    assert.deepEqual(warnings, ["java.lang.ArithmeticException: long overflow"]);
    assert.equal(stats("SUM(number)", [{ number: 9007199254740993n }, { number: 2 }]), 9007199254740995n);
  });

  test("doubles are added with compensation", () => {
    assert.equal(
      stats(
        "SUM(ratio)",
        Array.from({ length: 10 }, () => ({ ratio: 0.1 })),
      ),
      1,
    );
  });

  test("a filter of its own decides which rows an aggregate sees", () => {
    assert.deepEqual(answer('FROM l | STATS a = COUNT(*) WHERE other == "x", b = COUNT(*)', people), [{ a: 2, b: 4 }]);
  });

  test("a group for each value, null among them, in the order first seen", () => {
    assert.deepEqual(answer("FROM l | STATS c = COUNT(*), s = SUM(number) BY name", people), [
      { c: 1, s: 1, name: "alice" },
      { c: 2, s: 9, name: "bob" },
      { c: 1, s: 7, name: "carol" },
      { c: 1, s: 5, name: null },
    ]);
  });

  test("of several columns every combination; aggregates see all values of the row", () => {
    assert.deepEqual(answer('ROW a = [1, 2, 2], b = ["x", "y"] | STATS c = COUNT(a) BY a, b'), [
      { c: 3, a: 1, b: "x" },
      { c: 3, a: 1, b: "y" },
      { c: 3, a: 2, b: "x" },
      { c: 3, a: 2, b: "y" },
    ]);
  });

  test("expressions of aggregates and of groups", () => {
    assert.deepEqual(
      answer('FROM l | STATS spread = MAX(number) - MIN(number) + LENGTH(o) BY o = CONCAT(other, "!")', people),
      [
        { spread: 6, o: "x!" },
        { spread: null, o: null },
        { spread: 3, o: "y!" },
      ],
    );
    assert.deepEqual(
      answer("FROM l | STATS c = COUNT(*) BY hour = BUCKET(@timestamp, 2 hours)", people).map(({ c }) => c),
      [2, 2],
    );
    assert.deepEqual(answer("FROM l | STATS c = COUNT(*) BY b = BUCKET(ratio, 1) | KEEP c, b", people), [
      { c: 1, b: 0 },
      { c: 1, b: 1 },
      { c: 2, b: null },
    ]);
  });

  test("STATS of STATS", () => {
    assert.deepEqual(answer("FROM l | STATS c = COUNT(*) BY name | STATS m = MAX(c), n = COUNT(*)", people), [
      { m: 2, n: 4 },
    ]);
  });

  test("INLINE STATS keeps the rows; one of several groups has the values of all", () => {
    assert.deepEqual(answer("FROM l METADATA _id | KEEP _id, name | INLINE STATS c = COUNT(*) BY name", people), [
      { _id: "1", c: 1, name: "alice" },
      { _id: "2", c: 2, name: "bob" },
      { _id: "3", c: [2, 1], name: ["bob", "carol"] },
      { _id: "4", c: 1, name: null },
    ]);
    assert.deepEqual(answer("FROM l | KEEP number | INLINE STATS m = MAX(number) | WHERE number == m", people), [
      { number: 5, m: 5 },
    ]);
  });

  test("points have a middle", () => {
    const documents = [{ place: { lon: 10, lat: 40 } }, { place: { lon: 20, lat: 50 } }];
    assert.deepEqual(stats("ST_CENTROID_AGG(place)", documents), { lon: 15, lat: 45 });
  });
});

describe("limits", () => {
  const documents = Array.from({ length: 100 }, (_, at) => ({ name: `n${at}`, number: at }));

  test("too many groups, rows or bytes fail with words", () => {
    const failure = (text: string, limits: object) => {
      const result = runText(text, documents, { nowMs: 0, limits });
      assert.deepEqual(result.rows, []);
      return result.failure;
    };
    assert.equal(failure("FROM l | STATS c = COUNT(*) BY name", { groups: 10 }), "STATS makes more than 10 groups");
    assert.equal(failure("FROM l | SORT number", { rows: 10 }), "more than 10 rows have to be kept; add a LIMIT");
    assert.equal(
      failure("FROM l | STATS v = VALUES(name)", { bytes: 1000 }),
      "the query needs more than 0 MB of memory",
    );
  });

  test("a row of too many combinations fails", () => {
    const many = Array.from({ length: 400 }, (_, at) => at);
    const document = { number: many, small: many };
    const { failure } = runText("FROM l | STATS c = COUNT(*) BY number, small", [document]);
    assert.equal(failure, "a row falls into more than 100,000 groups");
  });

  test("rows that multiply rows fail in time", () => {
    const many = Array.from({ length: 3000 }, (_, at) => at);
    const { failure } = runText("FROM l | MV_EXPAND number | MV_EXPAND small | MV_EXPAND ratio | STATS c = COUNT(*)", [
      { number: many, small: many, ratio: many },
    ]);
    assert.equal(failure, "values of rows make more than 5,000,000 rows or groups of them");
  });

  test("at most twenty warnings are kept", () => {
    const names = Array.from({ length: 60 }, (_, at) => ({ name: `n${at}` }));
    assert.equal(runText("FROM l | EVAL x = TO_INTEGER(name)", names).warnings.length, 20);
  });

  test("runs do not disturb each other", () => {
    const query = compile(checkedOf("FROM l | STATS c = COUNT(*) BY name"));
    const run = () =>
      query.run(
        people.map((each) => rowOf(each as EcsObject)),
        { nowMs: 0 },
      );
    assert.deepEqual(run(), run());
  });
});
