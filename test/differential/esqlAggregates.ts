import type { Scalar } from "../../src/ecs/value.ts";
import { Random } from "../fuzz/random.ts";
import { type Differential, type DifferentialReport, Findings } from "./differential.ts";
import { answerOf, isSame, type Table } from "./esqlTable.ts";
import { ask } from "./python.ts";

const queryCount = 600;
const nowMs = Date.UTC(2026, 2, 10, 12);

/** `STATS … BY` with and without conditions, against the same in SQL. */
export const aggregatesDifferential: Differential = {
  name: "aggregates",
  about: "ES|QL's STATS on rows, with GROUP BY of DuckDB",
  packages: ["duckdb==2.0.1"],
  missing: () => undefined,
  run: (python, seed) => {
    const random = new Random(seed);
    const cases = Array.from({ length: queryCount }, () => someCase(random));
    const theirs = ask<Theirs>(python, "duckdb_answers.py", cases.map(questionOf));
    return reportOf(cases, theirs);
  },
};

type Theirs = { readonly failed: string } | { readonly rows: readonly (readonly unknown[])[] };

interface Case {
  readonly esql: string;
  readonly sql: string;
  readonly table: Table;
  /** The last columns are what is grouped by. */
  readonly keyCount: number;
}

const columns = [
  { name: "k", type: "keyword", sql: "VARCHAR" },
  { name: "g", type: "long", sql: "BIGINT" },
  { name: "b", type: "boolean", sql: "BOOLEAN" },
  { name: "n", type: "long", sql: "BIGINT" },
  { name: "i", type: "integer", sql: "INTEGER" },
  { name: "x", type: "double", sql: "DOUBLE" },
  { name: "seen", type: "date", sql: "TIMESTAMP" },
] as const;

function someTable(random: Random): Table {
  const orNull = (value: Scalar): Scalar | null => (random.below(6) === 0 ? null : value);
  const rows = Array.from({ length: random.below(40) }, () => [
    orNull(random.of(["a", "B", "é", "", "a b", "ab"])),
    orNull(random.below(4) - 1),
    orNull(random.below(2) === 0),
    orNull(random.below(2001) - 1000),
    orNull(random.below(7)),
    orNull((random.below(200_001) - 100_000) / 64),
    orNull(nowMs + random.below(1_000_000)),
  ]);
  return { columns, rows };
}

/** ES|QL and SQL of the same aggregate; the deviations are those of a whole population (esql `STD_DEV`). */
const numberAggregates: readonly (readonly [esql: string, sql: string])[] = [
  ["COUNT(*)", "COUNT(*)"],
  ["COUNT($)", "COUNT($)"],
  ["COUNT_DISTINCT($)", "COUNT(DISTINCT $)"],
  ["SUM($)", "SUM($)"],
  ["AVG($)", "AVG($)"],
  ["MIN($)", "MIN($)"],
  ["MAX($)", "MAX($)"],
  ["MEDIAN($)", "MEDIAN($)"],
  ["STD_DEV($)", "STDDEV_POP($)"],
  ["VARIANCE($)", "VAR_POP($)"],
  ["MAX($) - MIN($)", "MAX($) - MIN($)"],
  ["SUM($) / COUNT(*)", "SUM($) // COUNT(*)"],
];
const textAggregates = numberAggregates.filter(([esql]) => /^(COUNT|MIN\(|MAX\(\$\)$)/.test(esql));
const numbers = ["n", "i", "x"] as const;
const conditions: readonly (readonly [esql: string, sql: string])[] = [
  ["n > 0", "n > 0"],
  ['k == "a"', "k = 'a'"],
  ["NOT (i >= 3 AND b)", "NOT (i >= 3 AND b)"],
  ["x IS NULL OR n < 10", "x IS NULL OR n < 10"],
  ['k IN ("a", "B", null)', "k IN ('a', 'B', NULL)"],
  ['k NOT IN ("a", "é")', "k NOT IN ('a', 'é')"],
  ['k LIKE "a*"', "k LIKE 'a%'"],
  ["g != i", "g != i"],
  ["false", "false"],
];
const keys = ["k", "g", "b", "i"] as const;

function someCase(random: Random): Case {
  const aggregates = Array.from({ length: 1 + random.below(4) }, () => someAggregate(random));
  const by = keys.slice(random.below(4)).slice(0, random.below(3));
  const where = random.below(3) === 0 ? random.of(conditions) : undefined;
  const esql = [
    "FROM t",
    ...(where === undefined ? [] : [`WHERE ${where[0]}`]),
    `STATS ${aggregates.map(([text], at) => `a${at} = ${text}`).join(", ")}${by.length > 0 ? ` BY ${by.join(", ")}` : ""}`,
    "LIMIT 10000",
  ];
  const sql = [
    `SELECT ${[...aggregates.map(([, text]) => text), ...by].join(", ")} FROM t`,
    ...(where === undefined ? [] : [`WHERE ${where[1]}`]),
    ...(by.length > 0 ? [`GROUP BY ${by.join(", ")}`] : []),
  ];
  return { esql: esql.join(" | "), sql: sql.join(" "), table: someTable(random), keyCount: by.length };
}

function someAggregate(random: Random): readonly [string, string] {
  const isNumeric = random.below(4) > 0;
  const column = isNumeric ? random.of(numbers) : random.of(["k", "b", "seen"] as const);
  let [esql, sql] = random.of(isNumeric ? numberAggregates : textAggregates);
  if (column === "x") sql = sql.replace("//", "/");
  [esql, sql] = [esql.replaceAll("$", column), sql.replaceAll("$", column)];
  if (random.below(3) > 0 || esql.includes(" ")) return [esql, sql];
  const [when, filter] = random.of(conditions);
  return [`${esql} WHERE ${when}`, `${sql} FILTER (WHERE ${filter})`];
}

function questionOf({ sql, table }: Case) {
  return { sql, columns: table.columns.map((column) => [column.name, column.sql]), rows: table.rows };
}

function reportOf(cases: readonly Case[], theirs: readonly Theirs[]): DifferentialReport {
  const findings = new Findings();
  for (const [at, one] of cases.entries()) {
    const difference = differenceOf(one, theirs[at]!);
    if (difference === undefined) findings.agreed++;
    else
      findings.unexplained.push(
        `${difference}\n  ${one.esql}\n  ${one.sql}\n  ${JSON.stringify(one.table.rows).slice(0, 2000)}`,
      );
  }
  return findings.report(`${cases.length} queries, each on its own rows`);
}

function differenceOf({ esql, table, keyCount }: Case, theirs: Theirs): string | undefined {
  if ("failed" in theirs) return `DuckDB: ${theirs.failed}`;
  const ours = answerOf(esql, table, nowMs);
  const keyOf = (row: readonly unknown[]) => JSON.stringify(keyCount === 0 ? [] : row.slice(-keyCount));
  const wanted = new Map(theirs.rows.map((row) => [keyOf(row), row]));
  if (wanted.size !== ours.rows.length) return `${ours.rows.length} groups, of theirs ${wanted.size}`;
  for (const row of ours.rows) {
    const want = wanted.get(keyOf(row));
    if (want === undefined) return `theirs has no group ${keyOf(row)}`;
    if (!isSame(row, want)) return `ours ${shown(row)}, theirs ${shown(want)}`;
  }
  return undefined;
}

function shown(row: readonly unknown[]): string {
  return JSON.stringify(row, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}
