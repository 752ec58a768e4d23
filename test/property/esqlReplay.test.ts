import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Field } from "../../src/ecs/field.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import type { NumberedRows } from "../../src/engine/run/esqlRows.ts";
import { PreparedRows } from "../../src/engine/run/preparedRows.ts";
import { compile, type SourceRow } from "../../src/language/esql/index.ts";
import { checkText, rowOf } from "../unit/language/esql/esqlQuery.ts";
import { numRuns } from "./numRuns.ts";

const several = <T>(values: readonly T[], most: number) =>
  fc.option(fc.array(fc.constantFrom(...values), { maxLength: most }), { nil: undefined });

/** Few values, so that groups meet and rows are alike. */
const documents = fc.record(
  {
    name: several(["a", "b", "c", "d"], 2),
    other: several(["x", "y", "z"], 2),
    number: several([-2, 0, 1, 2, 3], 2),
    ratio: several([-0.5, 0.5, 2], 1),
    flag: several([true, false], 1),
  },
  { requiredKeys: [] },
);

const condition = fc.constantFrom(
  "flag",
  "NOT flag",
  'other == "x"',
  "number > 1",
  "name IS NOT NULL",
  "big",
  'taken == "b"',
);

const argument = fc.constantFrom(
  "COUNT(*)",
  "COUNT(*)",
  "COUNT(other)",
  "COUNT_DISTINCT(name)",
  "COUNT(number)",
  "COUNT_DISTINCT(other)",
  "COUNT_DISTINCT(number)",
  "SUM(number)",
  "SUM(ratio)",
  "SUM(CASE(flag, 1, 0))",
  "SUM(CASE(flag, 2, -1))",
  "MAX(number)",
  "MIN(number)",
  "COUNT(*) + 1",
);
const aggregate = fc
  .tuple(argument, fc.option(condition))
  .map(([text, where]) => (where === null || text.includes("+") ? text : `${text} WHERE ${where}`));

const comparison = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("n", "m"),
      fc.constantFrom(">", ">", ">=", ">=", "==", "!=", "<", "<="),
      fc.constantFrom("0", "1", "2", "3", "4", "1.5", "-1"),
    )
    .map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("0", "1", "2", "3"), fc.constantFrom("<", "<=", "==", ">"), fc.constantFrom("n", "m"))
    .map((parts) => parts.join(" ")),
  fc.constantFrom("n > m", "n IS NOT NULL", "m IN (2, 3)", "kept IS NOT NULL"),
);
const demand = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("n > 0", "n >= 2", "n > 2", "m > 0 AND n > 1", "2 < m", "n == 2") },
  { weight: 4, arbitrary: fc.array(comparison, { minLength: 1, maxLength: 2 }).map((all) => all.join(" AND ")) },
  { weight: 1, arbitrary: fc.tuple(comparison, comparison).map((all) => `(${all.join(" OR ")})`) },
  { weight: 1, arbitrary: comparison.map((one) => `NOT (${one})`) },
);

/** What stands between STATS and a condition; some of it makes other columns of the names that the condition reads. */
const between = fc.constantFrom(
  "EVAL n = m",
  "EVAL n = 9 - n",
  "EVAL extra = n + m",
  "RENAME n AS t, m AS n | RENAME t AS m",
  "KEEP n, m, kept, key",
  "SORT n DESC, key",
  "LIMIT 2",
  "SORT m | LIMIT 1",
  "MV_EXPAND kept",
  "INLINE STATS n = SUM(n)",
  "INLINE STATS total = COUNT(*)",
  "INLINE STATS total = COUNT(*) BY kept",
  "STATS n = COUNT(*), m = SUM(n), kept = VALUES(kept) BY key = m",
  "STATS n = COUNT(*), m = MAX(m), kept = VALUES(key)",
);

const grok = 'GROK name "(?<taken>[ab])"';

const query = fc
  .record({
    isFiltered: fc.boolean(),
    n: aggregate,
    m: aggregate,
    key: fc.constantFrom("name", "other", "number", "CONCAT(name, other)", "name, other"),
    places: fc.oneof(fc.constant([]), fc.array(between, { maxLength: 2 })),
    demand,
    behind: fc.option(
      fc.oneof(
        between,
        demand.map((text) => `WHERE ${text}`),
      ),
      { nil: undefined },
    ),
  })
  .map(({ isFiltered, n, m, key, places, demand, behind }) => {
    const by = key === "name, other" ? "key = name, other" : `key = ${key}`;
    const stats = `STATS n = ${n}, m = ${m}, kept = VALUES(other), top = MAX(number) BY ${by}`;
    const before = [...(isFiltered ? ["WHERE number IS NOT NULL"] : []), "EVAL big = number >= 2", grok];
    const commands = [
      "FROM l",
      ...before,
      stats,
      ...places,
      `WHERE ${demand}`,
      ...(behind === undefined ? [] : [behind]),
    ];
    return commands.join(" | ");
  });

/** Windows that move forward, as a schedule's do. */
const windows = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 8 })), { minLength: 1, maxLength: 10 });

/** Milliseconds from one row to the next. */
const gaps = fc.array(fc.constantFrom(0, 1, 5, 40), { minLength: 1, maxLength: 30 });

function timesOf(count: number, gaps: readonly number[]): number[] {
  const times: number[] = [];
  for (let row = 0; row < count; row++) times.push((times.at(-1) ?? 1000) + gaps[row % gaps.length]!);
  return times;
}

function placesOf(moves: readonly (readonly [number, number])[], count: number): { first: number; end: number }[] {
  let [first, end] = [0, 0];
  return moves.map(([start, reach]) => {
    first = Math.min(first + start, count);
    end = Math.min(Math.max(end, first) + reach, count);
    return { first, end };
  });
}

function numbered(rows: readonly SourceRow[], times: readonly number[], windowMs: number): NumberedRows {
  const known = new Map<string, number>();
  const cell = (text: string) => known.get(text) ?? known.set(text, known.size).get(text)!;
  return {
    count: rows.length,
    atMs: (row) => times[row]!,
    windowMs,
    row: (number) => rows[number]!,
    cells: (field: Field) => (row) => cell(JSON.stringify([field.name, ...rows[row]!.values(field)])),
  };
}

test("a replay gives what the query gives of each window alone", () => {
  const seen = { windows: 0, rows: 0, ofSieves: 0, spared: 0 };
  fc.assert(
    fc.property(query, fc.array(documents, { maxLength: 30, size: "max" }), gaps, windows, (text, all, gap, moves) => {
      const { query: checked, diagnostics } = checkText(text);
      // Not all parts go together: a STATS may have dropped or changed what a later one reads.
      fc.pre(checked !== null && diagnostics.length === 0);
      const program = compile(checked);
      const rows = all.map((document) => rowOf(document as unknown as EcsObject));
      const { prepared } = program;
      assert.ok(prepared !== undefined, text);
      const times = timesOf(rows.length, gap);
      const places = placesOf(moves, rows.length);
      const windowMs = Math.max(...places.map(({ first, end }) => (times[end - 1] ?? 0) - (times[first] ?? 0)));
      const replay = new PreparedRows(prepared, numbered(rows, times, windowMs));
      const kept = replay.times();
      for (const { first, end } of places) {
        const expected = program.run(rows.slice(first, end), { nowMs: 0 });
        const found = replay.run({ first, end }, 0);
        assert.deepEqual(found?.rows ?? [], expected.rows, text);
        assert.equal(found?.failure, expected.failure);
        seen.windows++;
        seen.rows += expected.rows.length;
        if (prepared.sieve !== undefined) seen.ofSieves += expected.rows.length;
        if (found === undefined && first < end) seen.spared++;
        // A run that sees no time told finds nothing.
        const isSeen = kept?.some((time) => first < end && time >= times[first]! && time <= times[end - 1]!) ?? true;
        if (!isSeen) assert.deepEqual(expected.rows, [], text);
      }
    }),
    { numRuns: numRuns(1500) },
  );
  assert.ok(seen.rows > numRuns(1500) && seen.ofSieves > numRuns(1500) / 8, JSON.stringify(seen));
  assert.ok(seen.spared > numRuns(1500) / 4, `hardly any window was spared: ${JSON.stringify(seen)}`);
});
