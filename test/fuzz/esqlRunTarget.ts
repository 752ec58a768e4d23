import assert from "node:assert/strict";
import { catalogueOf } from "../../src/ecs/catalogue.ts";
import { setField } from "../../src/ecs/document.ts";
import { documentView } from "../../src/ecs/event.ts";
import type { FieldType } from "../../src/ecs/field.ts";
import { type EcsValue, emptyObject } from "../../src/ecs/value.ts";
import { check, compile, parse, type SourceRow, type Value } from "../../src/language/esql/index.ts";
import { areSound } from "./queryTarget.ts";
import { Random } from "./random.ts";
import { randomEsql } from "./randomEsql.ts";
import type { Target } from "./target.ts";

const types: Readonly<Record<string, FieldType>> = {
  "@timestamp": "date",
  "user.name": "keyword",
  "source.ip": "ip",
  n: "long",
  x: "double",
  ok: "boolean",
  v: "version",
  at: "date_nanos",
  message: "text",
  "place.location": "geo_point",
};
const catalogue = catalogueOf(Object.entries(types).map(([name, type]) => ({ name, type })));

const queries = [
  'FROM logs METADATA _id, _index | WHERE n > 1 AND user.name LIKE "a*" | KEEP _id, n, user.* | SORT n DESC | LIMIT 3',
  "FROM logs | STATS c = COUNT(*), d = COUNT_DISTINCT(user.name), s = SUM(n) WHERE x > 0, v = VALUES(user.name) BY user.name, b = BUCKET(@timestamp, 1 hour)",
  'FROM logs | EVAL t = DATE_TRUNC(1 day, @timestamp), l = LENGTH(message), q = CASE(ok, "y", n > 2, "z", null), r = n / 0 | DROP x',
  'FROM logs | DISSECT message "%{a} %{b}" | GROK message "%{WORD:w} %{NUMBER:k:int}" | EVAL j = CONCAT(a, "-", b) | MV_EXPAND user.name',
  'FROM logs | EVAL m = MV_CONCAT(MV_SORT(user.name), ","), e = DATE_EXTRACT("year", @timestamp), i = CIDR_MATCH(source.ip, "10.0.0.0/8")',
  "FROM logs | INLINE STATS a = AVG(x), p = PERCENTILE(n, 90), f = MEDIAN(x) BY ok | WHERE x >= a | RENAME a AS z | SORT z, n NULLS FIRST",
  'ROW a = [1, 2, 3], b = "x,y", c = null | EVAL d = SPLIT(b, ","), e = a + 1, f = MV_SUM(a), g = TO_LONG("x") | MV_EXPAND d',
  'FROM logs | WHERE message RLIKE "(a|b)*c" OR user.name IN ("ana", null) | EVAL h = SHA256(user.name), u = REPLACE(message, "a+", "$0")',
];
const words = [
  ..."FROM logs | WHERE EVAL KEEP DROP RENAME SORT LIMIT STATS INLINE DISSECT GROK MV_EXPAND BY AS AND OR NOT IN LIKE RLIKE IS NULL".split(
    " ",
  ),
  ..."user.name source.ip n x ok v at message @timestamp place.location _id _source true false null 0 1 -1 1.5 1e308 9223372036854775807".split(
    " ",
  ),
  ..."COUNT( COUNT_DISTINCT( SUM( AVG( MIN( MAX( MEDIAN( PERCENTILE( STD_DEV( VALUES( TOP( ABS( ROUND( POW( SUBSTRING( REPLACE( SPLIT( REPEAT( CONCAT( LENGTH(".split(
    " ",
  ),
  ..."DATE_TRUNC( DATE_DIFF( DATE_FORMAT( DATE_PARSE( DATE_EXTRACT( NOW() BUCKET( CASE( COALESCE( MV_COUNT( MV_DEDUPE( MV_SLICE( MV_ZIP( TO_STRING( TO_LONG( TO_IP( TO_VERSION( ::long ::keyword".split(
    " ",
  ),
  ...[
    '"%{a} %{b}"',
    '"%{IP:i} %{GREEDYDATA:g}"',
    '"(a|b)*c"',
    '"[a-z]{1,1000}"',
    '"yyyy-MM-dd"',
    '"day"',
    "1 hour",
    "[1, 2, 3]",
  ],
  ...["( ) [ ] , . == != < >= + - * / %", "(".repeat(200), "NOT ".repeat(200), `CONCAT(${"message, ".repeat(60)}n)`],
];

const values: Readonly<Record<string, readonly EcsValue[]>> = {
  "@timestamp": ["2026-03-10T12:00:00.000Z", "2024-02-29", 0, "x"],
  "user.name": ["ana", "Bo", "", ["ana", "bo", "ana"], "é😀", "\ud800"],
  "source.ip": ["10.0.0.1", "::1", "none", ["10.0.0.1", "2001:db8::1"]],
  n: [0, 1, -5, 9_007_199_254_740_993n, [3, 1, 2], "7"],
  x: [0.5, -1e300, 1e308, [1.5, -1.5]],
  ok: [true, false, [true, false]],
  v: ["1.2.3", "1.10.0-rc1", "x"],
  at: ["2026-03-10T12:00:00.123456789Z"],
  message: ["a b", "GET 42", "", "aaaa bbbb cccc", ["a", "b"]],
  "place.location": [{ lat: 1, lon: 2 }],
};

function someRow(random: Random, id: number): SourceRow {
  const document = emptyObject();
  for (const name of Object.keys(types)) {
    if (random.below(4) > 0) setField(document, name, random.of(values[name]!));
  }
  const view = documentView(document);
  return {
    values: (field) => view.values(field),
    metadata: (name) => (name === "_id" ? `id-${id}` : name === "_index" ? "logs-x-default" : null),
  };
}

const nowMs = Date.UTC(2026, 2, 10, 12);
/** Small, so that a query that multiplies rows meets them. */
const limits = { groups: 2000, rows: 5000, bytes: 4_000_000 };

/** Documents and query come of the input alone, so that a finding can be made again from it. */
function seedOf(input: Buffer): number {
  return input.reduce((hash, byte) => Math.imul(hash ^ byte, 16_777_619), 0x811c9dc5);
}

/** ES|QL, the input or mostly a random query, run on a few documents: an answer of the columns that were promised, or a reason; the same one each time. */
export const esqlRunTarget: Target = {
  name: "execute",
  seeds: queries.map((query) => Buffer.from(query)),
  words,
  run: (input) => {
    const random = new Random(seedOf(input));
    const text = random.below(4) === 0 ? input.toString("utf8") : randomEsql(random);
    const source = { name: "<query>", text };
    const parsed = parse(source);
    if (parsed.query === null) return;
    const checked = check(parsed.query, source, { catalogue });
    areSound(checked.diagnostics);
    if (checked.query === null) {
      assert.notEqual(checked.diagnostics.length, 0, "no query, and no word why");
      return;
    }
    const { output } = checked.query;
    const rows = Array.from({ length: random.below(12) }, (_, id) => someRow(random, id));
    const program = compile(checked.query);
    const result = program.run(rows, { nowMs, limits });
    assert.deepEqual(result.columns, output);
    assert.ok(result.failure === undefined || result.rows.length === 0, "a failure has no rows");
    assert.ok(result.warnings.length <= 20);
    for (const row of result.rows) {
      assert.equal(row.length, output.length);
      row.forEach(isValue);
    }
    for (const row of rows) assert.equal(typeof program.accepts(row), "boolean");
    assert.deepEqual(program.run(rows, { nowMs, limits }), result, `a second run answers otherwise: ${text}`);
  },
};

/** Lists have two values or more, and a number is one. */
function isValue(value: Value): void {
  const list = Array.isArray(value) ? value : [value];
  assert.ok(list.length === 1 || (list.length > 1 && !list.includes(null)), "a list of fewer than two");
  for (const one of list) if (typeof one === "number") assert.ok(!Number.isNaN(one), "not a number as a value");
}
