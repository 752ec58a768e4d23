import assert from "node:assert/strict";
import { test } from "node:test";
import { refusedFunctions, scalarFunctions } from "../../../../../src/language/esql/functions/index.ts";
import { compileDatePattern } from "../../../../../src/language/esql/functions/javaDatePattern.ts";
import { readJsonPath } from "../../../../../src/language/esql/functions/jsonPath.ts";
import { parseTimeSpan, timeSpanOf } from "../../../../../src/language/esql/functions/timeSpans.ts";
import type { EsqlType, Value } from "../../../../../src/language/esql/value.ts";

function call(name: string, args: readonly Value[], types: readonly EsqlType[]): { value: Value; warnings: string[] } {
  const definition = scalarFunctions.get(name)!;
  const warnings: string[] = [];
  const context = { nowMs: 0, warn: (message: string) => void warnings.push(message) };
  if (definition.kind === "lazy") {
    return {
      value: definition.evaluate(
        args.map((arg) => () => arg),
        context,
        types,
      ),
      warnings,
    };
  }
  return { value: definition.evaluate(args as never, context, types), warnings };
}

function resultType(name: string, types: readonly EsqlType[]) {
  return scalarFunctions.get(name)!.resultType(types);
}

test("no function is both known and refused, and each says where its meaning comes from", () => {
  for (const [name, definition] of scalarFunctions) {
    assert.equal(definition.name, name);
    assert.equal(name, name.toLowerCase());
    assert.ok(definition.source.length > 5, name);
    assert.ok(!refusedFunctions.has(name), name);
  }
  assert.ok(scalarFunctions.size > 150);
});

test("types that do not go together are a problem", () => {
  for (const [name, types] of [
    ["==", ["keyword", "integer"]],
    ["<", ["boolean", "boolean"]],
    ["-", ["datetime", "datetime"]],
    ["-", ["time_duration", "datetime"]],
    ["+", ["date_period", "time_duration"]],
    ["+", ["unsigned_long", "integer"]],
    ["==", ["unsigned_long", "double"]],
    ["negate", ["unsigned_long"]],
    ["in", ["ip", "ip", "integer"]],
    ["coalesce", ["keyword", "integer"]],
    ["case", ["boolean", "keyword", "integer"]],
    ["case", ["keyword", "keyword"]],
    ["mv_append", ["keyword", "long"]],
    ["date_format", ["datetime", "datetime"]],
  ] as const) {
    const type = resultType(name, types);
    assert.ok(typeof type === "object", `${name}(${types.join(", ")}) is ${JSON.stringify(type)}`);
  }
});

test("result types", () => {
  assert.equal(resultType("+", ["integer", "long"]), "long");
  assert.equal(resultType("/", ["integer", "integer"]), "integer");
  assert.equal(resultType("+", ["time_duration", "date_nanos"]), "date_nanos");
  assert.equal(resultType("==", ["keyword", "text"]), "boolean");
  assert.equal(resultType("mv_first", ["text"]), "keyword");
  assert.equal(resultType("date_trunc", ["date_period", "date_nanos"]), "date_nanos");
  assert.equal(resultType("greatest", ["integer", "double"]), "double");
});

test("longs are exact at their ends", () => {
  const most = 2n ** 63n - 1n;
  assert.deepEqual(call("-", [most, 1], ["long", "integer"]), { value: most - 1n, warnings: [] });
  assert.deepEqual(call("+", [most, 1], ["long", "integer"]), {
    value: null,
    warnings: ["java.lang.ArithmeticException: long overflow"],
  });
  assert.equal(call("==", [most, most - 1n], ["long", "long"]).value, false);
  assert.equal(call("+", [2n ** 64n - 2n, 1], ["unsigned_long", "unsigned_long"]).value, 2n ** 64n - 1n);
});

test("dates of both kinds compare by time", () => {
  assert.equal(call("==", [1, 1_000_000n], ["datetime", "date_nanos"]).value, true);
  assert.equal(call("<", [1, 1_000_001n], ["datetime", "date_nanos"]).value, true);
});

test("AND does not evaluate what cannot change its result", () => {
  const definition = scalarFunctions.get("and")!;
  assert.ok(definition.kind === "lazy");
  const never = () => assert.fail("evaluated");
  assert.equal(definition.evaluate([() => false, never], { nowMs: 0, warn: never }, ["boolean", "boolean"]), false);
});

test("constants that cannot run are said before any row", () => {
  for (const [name, args] of [
    ["replace", [undefined, "a(?=b)", ""]],
    ["date_diff", ["fortnights", undefined, undefined]],
    ["date_extract", ["stardate", undefined]],
    ["date_trunc", [{ months: 0, days: 0, ms: -1 }, undefined]],
    ["date_format", ["yyyy 'open", undefined]],
    ["cidr_match", [undefined, "10.0.0.0/40"]],
    ["hash", ["crc7", undefined]],
    ["mv_sort", [undefined, "UP"]],
    ["json_extract", [undefined, "a..b"]],
    ["rlike", [undefined, "(a"]],
  ] as const) {
    assert.ok(scalarFunctions.get(name)!.constantProblem!(args), name);
  }
});

test("REPEAT and REPLACE do not make texts beyond a mebibyte", () => {
  assert.equal(call("repeat", ["ab", 1_000_000], ["keyword", "integer"]).value, null);
  assert.equal(
    call("replace", ["a".repeat(2000), "a", "b".repeat(2000)], ["keyword", "keyword", "keyword"]).value,
    null,
  );
});

test("REPLACE runs in linear time and refuses a group that is not there", () => {
  assert.equal(
    call("replace", ["a".repeat(50_000), "(a*)*b", ""], ["keyword", "keyword", "keyword"]).value?.toString().length,
    50_000,
  );
  assert.equal(call("replace", ["a", "a", "$1"], ["keyword", "keyword", "keyword"]).value, null);
});

test("a possessive quantifier runs where it cannot matter", () => {
  const text = ["keyword", "keyword", "keyword"] as const;
  assert.equal(call("replace", ["{x`y`}", "\\{(\\w++`){2,}\\}", "!"], text).value, "!");
});

for (const [pattern, text, want] of [
  ["yyyy-MM-dd", "2026-02-28", "2026-02-28T00:00:00.000Z"],
  ["yy/M/d", "26/2/8", "2026-02-08T00:00:00.000Z"],
  ["d MMM yyyy h:mm a", "8 Feb 2026 1:05 PM", "2026-02-08T13:05:00.000Z"],
  ["EEE, dd MMM yyyy HH:mm:ss Z", "Sun, 08 Feb 2026 10:00:00 +0100", "2026-02-08T09:00:00.000Z"],
  ["yyyyMMdd'T'HHmmss.SSS", "20260208T010203.456", "2026-02-08T01:02:03.456Z"],
  ["epoch_second", "1500000000", "2017-07-14T02:40:00.000Z"],
] as const) {
  test(`the date pattern ${pattern}`, () => {
    const compiled = compileDatePattern(pattern);
    assert.ok("parse" in compiled);
    const ms = compiled.parse(text)!;
    assert.equal(new Date(ms).toISOString(), want);
    assert.equal(compiled.parse(`${text}x`), undefined);
  });
}

test("date patterns with unknown letters are a problem", () => {
  for (const pattern of ["QQ", "yyyy [MM]", "GGGG", "ww"]) assert.ok("problem" in compileDatePattern(pattern), pattern);
});

test("a weekday that is not the date's does not parse", () => {
  const compiled = compileDatePattern("EEE d MMM yyyy");
  assert.ok("parse" in compiled);
  assert.equal(compiled.parse("Mon 8 Feb 2026"), undefined);
});

test("paths of JSON_EXTRACT", () => {
  assert.deepEqual(readJsonPath("$.a['b.c'][2].d"), ["a", "b.c", 2, "d"]);
  assert.deepEqual(readJsonPath("['it\\'s']"), ["it's"]);
  assert.deepEqual(readJsonPath("$"), []);
  for (const path of ["$a", ".a", "a.", "a b]", "a[x]", "a[-1]", "[1"])
    assert.ok("problem" in readJsonPath(path), path);
});

test("time spans", () => {
  assert.deepEqual(timeSpanOf(2, "weeks"), { type: "date_period", span: { months: 0, days: 14, ms: 0 } });
  assert.deepEqual(parseTimeSpan("3 Hours"), { type: "time_duration", span: { months: 0, days: 0, ms: 10_800_000 } });
  assert.equal(timeSpanOf(1, "secs"), undefined);
  assert.equal(parseTimeSpan("3"), undefined);
});
