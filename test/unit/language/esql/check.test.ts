import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unsupportedCodes } from "../../../../src/language/esql/index.ts";
import { checkedOf, checkText } from "./esqlQuery.ts";

function codesOf(text: string): string[] {
  return checkText(text).diagnostics.map(({ code }) => code);
}

function columnsOf(text: string): string[] {
  return checkedOf(text).output.map(({ name, type }) => `${name}:${type}`);
}

const refused: readonly (readonly [string, string, string])[] = [
  ["ESQL101", "an unknown column", 'FROM l | WHERE nam == "a"'],
  ["ESQL101", "a column that KEEP left out", 'FROM l | KEEP name | WHERE other == "a"'],
  ["ESQL101", "a column that DROP took", 'FROM l | DROP other | WHERE other == "a"'],
  ["ESQL101", "a column that STATS did not keep", "FROM l | STATS c = COUNT(*) BY name | WHERE other IS NULL"],
  ["ESQL101", "an object", "FROM l | WHERE group IS NULL"],
  ["ESQL101", "a leaf of a flattened field", 'FROM l | WHERE tree.leaf == "a"'],
  ["ESQL102", "a flattened field", 'FROM l | WHERE tree == "a"'],
  ["ESQL103", "an unknown function", "FROM l | EVAL x = TO_LOWWER(name)"],
  ["ESQL104", "too few arguments", "FROM l | EVAL x = STARTS_WITH(name)"],
  ["ESQL104", "too many arguments", "FROM l | EVAL x = TO_LOWER(name, name)"],
  ["ESQL105", "a text compared with a number", "FROM l | WHERE name == 1"],
  ["ESQL105", "a number compared with a text", 'FROM l | WHERE number == "1"'],
  ["ESQL105", "an unsigned long with a long", "FROM l | WHERE huge > number"],
  ["ESQL105", "a text in a sum", 'FROM l | EVAL x = number + "a"'],
  ["ESQL105", "a function of a wrong type", "FROM l | EVAL x = TO_LOWER(number)"],
  ["ESQL105", "a text in an IN of numbers", 'FROM l | WHERE number IN (1, "2")'],
  ["ESQL105", "a text joined by AND", "FROM l | WHERE name AND flag"],
  ["ESQL105", "DISSECT of a number", 'FROM l | DISSECT number "%{a}"'],
  ["ESQL105", "SUM of a text", "FROM l | STATS s = SUM(name)"],
  ["ESQL106", "no date", 'FROM l | WHERE @timestamp > "yesterday"'],
  ["ESQL106", "a block as an address", 'FROM l | WHERE ip == "198.51.100.0/24"'],
  ["ESQL107", "a column where a constant is wanted", "FROM l | STATS p = PERCENTILE(ratio, number)"],
  ["ESQL108", "a condition that is a text", "FROM l | WHERE name"],
  ["ESQL109", "a cast to no type", "FROM l | EVAL x = name::strin"],
  ["ESQL110", "an aggregate in EVAL", "FROM l | EVAL x = COUNT(name)"],
  ["ESQL110", "an aggregate in BY", "FROM l | STATS c = COUNT(*) BY MAX(name)"],
  ["ESQL111", "an aggregate of an aggregate", "FROM l | STATS m = MAX(MIN(number))"],
  ["ESQL112", "a time span as a column", "FROM l | EVAL x = 1 hour"],
  ["ESQL113", "BUCKET outside of BY", "FROM l | EVAL x = BUCKET(@timestamp, 1 hour)"],
  ["ESQL114", "a DISSECT pattern without keys", 'FROM l | DISSECT name "%{"'],
  ["ESQL114", "a unit that does not exist", 'FROM l | EVAL x = DATE_DIFF("fortnight", @timestamp, NOW())'],
  ["ESQL114", "a limit of no values", 'FROM l | STATS t = TOP(name, 0, "asc")'],
  ["ESQL115", "a column that is not grouped", "FROM l | STATS c = COUNT(*) + number BY name"],
  ["ESQL117", "an unknown metadata field", "FROM l METADATA _idd"],
  ["ESQL118", "a pattern without a match", "FROM l | KEEP nothing*"],
  ["ESQL119", "points in order", "FROM l | SORT place"],
  ["ESQL120", "KQL behind STATS", 'FROM l | STATS c = COUNT(*) BY name | WHERE KQL("name: a")'],
  ["ESQL120", "a match of a computed column", 'FROM l | EVAL x = TO_LOWER(name) | WHERE x : "a"'],
  ["ESQL121", "STATS of no aggregate", "FROM l | STATS x = 1 + 1"],
  ["ESQL122", "a key that the table lacks", "FROM l | LOOKUP JOIN owners ON other"],
  ["ESQL140", "COMPLETION", 'FROM l | COMPLETION x = name WITH { "inference_id": "m" }'],
  ["ESQL141", "CATEGORIZE", "FROM l | STATS c = COUNT(*) BY CATEGORIZE(message)"],
  ["ESQL142", "options of MATCH", 'FROM l | WHERE MATCH(name, "a", {"fuzziness": 1})'],
  ["ESQL143", "a table that is not there", "FROM l | LOOKUP JOIN unknown ON name"],
  ["ESQL144", "look-around", 'FROM l | EVAL x = REPLACE(name, "(?=a)", "")'],
];

describe("what is refused", () => {
  for (const [code, what, text] of refused) test(`${code}: ${what}`, () => assert.deepEqual(codesOf(text), [code]));

  test("what cannot run here is told from what is wrong", () => {
    const said = new Set(refused.map(([code]) => code));
    assert.deepEqual([...said].filter((code) => unsupportedCodes.includes(code)).sort(), [
      "ESQL140",
      "ESQL141",
      "ESQL142",
      "ESQL143",
      "ESQL144",
    ]);
  });

  test("a slip is answered with the name that was meant", () => {
    assert.equal(checkText('FROM l | WHERE nane == "a"').diagnostics[0]?.help, "did you mean `name`?");
  });

  test("several faults of several commands are told at once", () => {
    assert.deepEqual(codesOf("FROM l | WHERE a == 1 | WHERE b == 2"), ["ESQL101", "ESQL101"]);
  });

  test("a problem in KQL is told in its place within the query", () => {
    const text = 'FROM l | WHERE KQL("name: (a")';
    const [diagnostic] = checkText(text).diagnostics;
    assert.match(diagnostic?.code ?? "", /^KQL/);
    const label = diagnostic!.labels[0]!;
    assert.ok(label.source.host!.offsetAt(label.span.start) >= text.indexOf("name"));
  });
});

describe("columns and their order", () => {
  test("KEEP: the order of its names, exact before pattern before star, of equals the last", () => {
    const before = "ROW a1 = 1, a2 = 2, b = 3 | ";
    assert.deepEqual(columnsOf(`${before}KEEP b, a1`), ["b:integer", "a1:integer"]);
    assert.deepEqual(columnsOf(`${before}KEEP b, *`), ["b:integer", "a1:integer", "a2:integer"]);
    assert.deepEqual(columnsOf(`${before}KEEP *, a1`), ["a2:integer", "b:integer", "a1:integer"]);
    assert.deepEqual(columnsOf(`${before}KEEP a*, a1`), ["a2:integer", "a1:integer"]);
    assert.deepEqual(columnsOf(`${before}KEEP a1, a*`), ["a1:integer", "a2:integer"]);
    assert.deepEqual(columnsOf(`${before}KEEP a*, *1`), ["a2:integer", "a1:integer"]);
  });

  test("EVAL moves a column that it defines anew to the end", () => {
    assert.deepEqual(columnsOf("ROW a = 1, b = 2 | EVAL a = 2.5"), ["b:integer", "a:double"]);
  });

  test("RENAME keeps the place and takes a name from who has it", () => {
    assert.deepEqual(columnsOf("ROW a = 1, b = 2, c = 3 | RENAME a AS b"), ["b:integer", "c:integer"]);
    assert.deepEqual(columnsOf("ROW a = 1, b = 2 | RENAME a AS x, x AS y"), ["y:integer", "b:integer"]);
  });

  test("DROP takes patterns", () => {
    assert.deepEqual(columnsOf("ROW a1 = 1, a2 = 2, b = 3 | DROP a*"), ["b:integer"]);
  });

  test("STATS: aggregates, then groups; of one name the last, a group before all", () => {
    assert.deepEqual(columnsOf("FROM l | STATS c = COUNT(*), m = MAX(ratio) BY name"), [
      "c:long",
      "m:double",
      "name:keyword",
    ]);
    assert.deepEqual(columnsOf("FROM l | STATS name = COUNT(*) BY name"), ["name:keyword"]);
    assert.deepEqual(columnsOf("FROM l | STATS c = COUNT(*), c = MAX(small)"), ["c:integer"]);
  });

  test("columns without a name are named by their text", () => {
    assert.deepEqual(columnsOf("FROM l | STATS COUNT(*), max( small ) BY TO_LOWER(name)"), [
      "COUNT(*):long",
      "max( small ):integer",
      "TO_LOWER(name):keyword",
    ]);
    assert.deepEqual(columnsOf("ROW a = 1 | EVAL a + 1"), ["a:integer", "a + 1:integer"]);
  });

  test("INLINE STATS appends aggregates, then groups, which move", () => {
    assert.deepEqual(columnsOf("FROM l | KEEP name, other, small | INLINE STATS m = MAX(small) BY name"), [
      "other:keyword",
      "small:integer",
      "m:integer",
      "name:keyword",
    ]);
  });

  test("MV_EXPAND keeps the place", () => {
    assert.deepEqual(columnsOf("ROW a = [1, 2], b = 1 | MV_EXPAND a"), ["a:integer", "b:integer"]);
  });

  test("DISSECT and GROK append, in place of columns of the names", () => {
    assert.deepEqual(columnsOf('ROW a = "x y", b = 1 | DISSECT a "%{b} %{c}"'), [
      "a:keyword",
      "b:keyword",
      "c:keyword",
    ]);
    assert.deepEqual(columnsOf('ROW a = "x 1" | GROK a "%{WORD:w} %{INT:n:int}"'), [
      "a:keyword",
      "n:integer",
      "w:keyword",
    ]);
  });

  test("LOOKUP JOIN and ENRICH append the table's columns", () => {
    assert.deepEqual(columnsOf("FROM l | KEEP name, other | LOOKUP JOIN owners ON name"), [
      "name:keyword",
      "other:keyword",
      "team:keyword",
      "level:integer",
    ]);
    assert.deepEqual(columnsOf("FROM l | KEEP name | ENRICH owners WITH t = team"), ["name:keyword", "t:keyword"]);
  });

  test("without KEEP the output has what the query names, and says that there is more", () => {
    const open = checkedOf('FROM l METADATA _id | WHERE other == "a" | EVAL n = name');
    assert.deepEqual(
      open.output.map(({ name }) => name),
      ["name", "other", "_id", "n"],
    );
    assert.equal(open.isOpen, true);
    assert.equal(checkedOf("FROM l | KEEP name").isOpen, false);
    assert.equal(checkedOf("FROM l | KEEP name, *").isOpen, true);
  });

  test("KEEP may name what nothing can read", () => {
    assert.deepEqual(columnsOf("FROM l | KEEP name, tree"), ["name:keyword", "tree:unsupported"]);
  });
});

describe("types", () => {
  test("a string literal takes the type of the other side", () => {
    for (const condition of [
      '@timestamp > "2026-01-01"',
      'ip == "198.51.100.1"',
      'release >= "1.2"',
      'flag == "true"',
      'ip IN ("198.51.100.1", "203.0.113.9")',
      '@timestamp >= "2026-01-01T00:00:00Z" - 1 day',
      'DATE_TRUNC("1 hour", @timestamp) == @timestamp',
    ]) {
      assert.deepEqual(codesOf(`FROM l | WHERE ${condition}`), [], condition);
    }
  });

  test("numbers of several types go together, the wider counts", () => {
    assert.deepEqual(
      columnsOf("FROM l | KEEP small, number, ratio | EVAL a = small + number, b = number * ratio | KEEP a, b"),
      ["a:long", "b:double"],
    );
    assert.deepEqual(columnsOf("FROM l | EVAL a = COALESCE(number, 1), b = CASE(flag, 1.5, 2) | KEEP a, b"), [
      "a:long",
      "b:double",
    ]);
    assert.deepEqual(codesOf("FROM l | EVAL a = COALESCE(small, number)"), ["ESQL105"]);
  });

  test("aggregates have the types of the documentation", () => {
    assert.deepEqual(
      columnsOf(
        "FROM l | STATS SUM(small), SUM(ratio), AVG(number), MAX(message), VALUES(ip), COUNT_DISTINCT(name), MEDIAN(small), FIRST(name, @timestamp), PRESENT(name)",
      ).map((column) => column.split(":")[1]),
      ["long", "double", "double", "keyword", "ip", "long", "double", "keyword", "boolean"],
    );
  });

  test("an expression of aggregates may read what is grouped by, by name or by text", () => {
    assert.deepEqual(columnsOf("FROM l | STATS c = CONCAT(g, TO_STRING(COUNT(*))) BY g = TO_LOWER(name)"), [
      "c:keyword",
      "g:keyword",
    ]);
    assert.deepEqual(columnsOf("FROM l | STATS c = LENGTH(name) + COUNT(*) BY length(name)"), [
      "c:long",
      "length(name):integer",
    ]);
  });

  test("NOW() is noted, and STATS", () => {
    const query = checkedOf("FROM l | WHERE @timestamp > NOW() - 1 hour | STATS c = COUNT(*)");
    assert.equal(query.readsClock, true);
    assert.equal(query.isAggregating, true);
    assert.equal(checkedOf("FROM l | INLINE STATS c = COUNT(*)").isAggregating, false);
  });

  test("a long chain of conditions is no trouble", () => {
    const conditions = Array.from({ length: 900 }, (_, at) => `name == "n${at}"`).join(" OR ");
    assert.deepEqual(codesOf(`FROM l | WHERE ${conditions}`), []);
  });
});
