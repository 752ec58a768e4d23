import type { Scalar } from "../../src/ecs/value.ts";
import { Random } from "../fuzz/random.ts";
import { type Differential, type DifferentialReport, Findings } from "./differential.ts";
import { answerOf, isSame, type Table } from "./esqlTable.ts";
import { ask } from "./python.ts";

const rowCount = 400;
const nowMs = Date.UTC(2026, 2, 10, 12);

/** Functions and operators of ES|QL whose meaning SQL shares, on a table of odd values. */
export const scalarsDifferential: Differential = {
  name: "scalars",
  about: "ES|QL's functions and operators on rows, with those of DuckDB",
  packages: ["duckdb==2.0.1"],
  missing: () => undefined,
  run: (python, seed) => compare(python, someTable(new Random(seed))),
};

type Theirs = { readonly failed: string } | { readonly rows: readonly (readonly unknown[])[] };

/** ES|QL and SQL of the same; where they are alike SQL is left out. Columns: texts s, p; numbers n, m, x; times t, u; b. */
const expressions: readonly (readonly [esql: string, sql?: string])[] = [
  ["LENGTH(s)"],
  ["CONCAT(s, p)", "s || p"],
  ["SUBSTRING(s, 1, 2)"],
  ["SUBSTRING(s, 2)"],
  ["SUBSTRING(s, 3, 5)"],
  ["LEFT(s, 2)"],
  ["RIGHT(s, 2)"],
  ["TO_UPPER(p)", "upper(p)"],
  ["TO_LOWER(p)", "lower(p)"],
  ['REPLACE(s, "a", "-")', "replace(s, 'a', '-')"],
  ['REPLACE(s, "ab", "")', "replace(s, 'ab', '')"],
  ['REPLACE(s, "a+", "<$0>")', "regexp_replace(s, 'a+', '<\\0>', 'g')"],
  ["STARTS_WITH(s, p)"],
  ["ENDS_WITH(s, p)"],
  ["CONTAINS(s, p)"],
  ['LOCATE(s, "b")', "instr(s, 'b')"],
  ["REVERSE(p)"],
  ["REPEAT(p, 3)"],
  ["REPEAT(p, 0)"],
  ['MV_COUNT(SPLIT(p, ","))', "len(string_split(p, ','))"],
  ["BYTE_LENGTH(s)", "strlen(s)"],
  ["MD5(s)"],
  ["SHA256(s)"],
  ["TO_BASE64(s)", "to_base64(encode(s))"],
  ['s LIKE "a*"', "s LIKE 'a%'"],
  ['s LIKE "?b*"', "s LIKE '_b%'"],
  ['s RLIKE "(a|b)+"', "regexp_full_match(s, '(a|b)+')"],
  ['s IN ("ab", p)', "s IN ('ab', p)"],
  ['s NOT IN ("ab", null)', "s NOT IN ('ab', NULL)"],
  ["s == p", "s = p"],
  ["s != p"],
  ["s < p"],
  ['COALESCE(s, p, "none")', "coalesce(s, p, 'none')"],
  ['CASE(n > m, "more", n < m, "less", "else")', "CASE WHEN n > m THEN 'more' WHEN n < m THEN 'less' ELSE 'else' END"],
  ["CASE(b, n)", "CASE WHEN b THEN n END"],
  ["n + m"],
  ["n - m"],
  ["n * m"],
  ["n / 7", "n // 7"],
  ["n % 7"],
  ["-n"],
  ["x + n"],
  ["x / 4"],
  ["x * 0.1"],
  ["n > m AND b"],
  ["n > m OR b"],
  ["NOT b"],
  ["n IS NULL OR b"],
  ["n == x", "n = x"],
  ["n >= x"],
  ["n IN (1, 2, m)"],
  ["ABS(n)"],
  ["ABS(x)"],
  ["CEIL(x)"],
  ["FLOOR(x)"],
  ["ROUND(x)"],
  ["ROUND(x, 1)"],
  ["ROUND(x, -1)"],
  ["ROUND(n, -1)"],
  ["SIGNUM(x)", "sign(x)"],
  ["SQRT(ABS(x))"],
  ["CBRT(x)"],
  ["POW(x, 2)"],
  ["EXP(x / 1000)"],
  ["LOG10(ABS(x) + 1)"],
  ["LOG(ABS(x) + 1)", "ln(ABS(x) + 1)"],
  ["SIN(x)"],
  ["ATAN2(x, 2)"],
  ["PI()"],
  ["TO_STRING(n)", "n::VARCHAR"],
  ["TO_DOUBLE(n)", "n::DOUBLE"],
  ["TO_LONG(x)", "floor(x + 0.5)::BIGINT"],
  ['TO_INTEGER("12")', "12"],
  ["TO_BOOLEAN(p)", "lower(p) = 'true'"],
  ["DATE_TRUNC(1 second, t)", "date_trunc('second', t)"],
  ["DATE_TRUNC(1 minute, t)", "date_trunc('minute', t)"],
  ["DATE_TRUNC(1 hour, t)", "date_trunc('hour', t)"],
  ["DATE_TRUNC(1 day, t)", "date_trunc('day', t)"],
  ["DATE_TRUNC(1 week, t)", "date_trunc('week', t)"],
  ["DATE_TRUNC(1 month, t)", "date_trunc('month', t)"],
  ["DATE_TRUNC(1 quarter, t)", "date_trunc('quarter', t)"],
  ["DATE_TRUNC(1 year, t)", "date_trunc('year', t)"],
  ["DATE_TRUNC(5 minutes, t)", "time_bucket(INTERVAL '5 minutes', t)"],
  ['DATE_DIFF("second", t, u)', "date_sub('second', t, u)"],
  ['DATE_DIFF("minutes", t, u)', "date_sub('minute', t, u)"],
  ['DATE_DIFF("hour", t, u)', "date_sub('hour', t, u)"],
  ['DATE_DIFF("day", t, u)', "date_sub('day', t, u)"],
  ['DATE_DIFF("week", t, u)', "date_sub('week', t, u)"],
  ['DATE_DIFF("month", t, u)', "date_sub('month', t, u)"],
  ['DATE_DIFF("year", t, u)', "date_sub('year', t, u)"],
  ['DATE_EXTRACT("year", t)', "year(t)"],
  ['DATE_EXTRACT("month_of_year", t)', "month(t)"],
  ['DATE_EXTRACT("day_of_month", t)', "day(t)"],
  ['DATE_EXTRACT("day_of_year", t)', "dayofyear(t)"],
  ['DATE_EXTRACT("day_of_week", t)', "isodow(t)"],
  ['DATE_EXTRACT("hour_of_day", t)', "hour(t)"],
  ['DATE_FORMAT("yyyy-MM-dd HH:mm:ss", t)', "strftime(t, '%Y-%m-%d %H:%M:%S')"],
  ['DATE_PARSE("yyyy-MM-dd", "2024-02-29")', "TIMESTAMP '2024-02-29'"],
  ["t + 1 month", "t + INTERVAL 1 MONTH"],
  ["t - 90 minutes", "t - INTERVAL 90 MINUTES"],
  ["t + 3 days", "t + INTERVAL 3 DAYS"],
  ["t - 1 year", "t - INTERVAL 1 YEAR"],
  ["t < u"],
];

/** Differences that are known: Java counts a month as whole when the day is reached, DuckDB also on a month's last day. */
const shorterMonth = {
  kind: "months that end in a shorter month",
  expressions: ['DATE_DIFF("month", t, u)', 'DATE_DIFF("year", t, u)'],
  isIn: (row: readonly (Scalar | null)[]) =>
    [row[6], row[7]].some((time) => typeof time === "number" && new Date(time).getUTCDate() > 28),
};

const columns = [
  { name: "id", type: "long", sql: "BIGINT" },
  { name: "s", type: "keyword", sql: "VARCHAR" },
  { name: "p", type: "keyword", sql: "VARCHAR" },
  { name: "n", type: "long", sql: "BIGINT" },
  { name: "m", type: "long", sql: "BIGINT" },
  { name: "x", type: "double", sql: "DOUBLE" },
  { name: "t", type: "date", sql: "TIMESTAMP" },
  { name: "u", type: "date", sql: "TIMESTAMP" },
  { name: "b", type: "boolean", sql: "BOOLEAN" },
] as const;

const letters = ["a", "b", "ab", "é", "ß", " ", ".", "😀", "%", "_", "\\", "A", "Z", "1"];
const starts = [0, nowMs, Date.UTC(2024, 1, 29, 23, 59, 59, 999), Date.UTC(2026, 0, 31), Date.UTC(1969, 11, 31, 12)];

function someTable(random: Random): Table {
  const orNull = (value: Scalar): Scalar | null => (random.below(8) === 0 ? null : value);
  const text = (most: number) => Array.from({ length: random.below(most) }, () => random.of(letters)).join("");
  const word = () => random.of(["a", "ab", "b", "true", "FALSE", "x,y", ",", "a,,b", "Ab", "", "zz"]);
  const time = () => random.of(starts) + (random.below(2 ** 31) - 2 ** 30) * random.of([0, 1, 1000 / 8]);
  const rows = Array.from({ length: rowCount }, (_, id) => [
    id,
    orNull(text(6)),
    orNull(word()),
    orNull(random.below(2001) - 1000),
    orNull(random.below(21) - 10),
    orNull((random.below(20_001) - 10_000) / random.of([1, 2, 4, 10])),
    orNull(Math.floor(time())),
    orNull(Math.floor(time())),
    orNull(random.below(2) === 0),
  ]);
  return { columns, rows };
}

function compare(python: string, table: Table): DifferentialReport {
  const findings = new Findings();
  const names = table.columns.map(({ name, sql }) => [name, sql]);
  const theirs = ask<Theirs>(
    python,
    "duckdb_answers.py",
    expressions.map(([esql, sql = esql]) => ({
      sql: `SELECT ${sql} FROM t ORDER BY id`,
      columns: names,
      rows: table.rows,
    })),
  );
  for (const [at, [esql]] of expressions.entries()) compareOne(findings, esql, table, theirs[at]!);
  return findings.report(`${expressions.length} expressions on ${table.rows.length} rows`);
}

function compareOne(findings: Findings, esql: string, table: Table, theirs: Theirs): void {
  if ("failed" in theirs) {
    findings.unexplained.push(`${esql}: DuckDB: ${theirs.failed}`);
    return;
  }
  const ours = answerOf(`FROM t | SORT id | EVAL r = ${esql} | KEEP r | LIMIT 10000`, table, nowMs).rows;
  for (const [at, [want]] of theirs.rows.entries()) {
    const found = ours[at]?.[0];
    const row = table.rows[at]!;
    if (isSame(found, want)) findings.agreed++;
    else if (shorterMonth.expressions.includes(esql) && shorterMonth.isIn(row)) findings.explain(shorterMonth.kind);
    else findings.unexplained.push(`${esql}: ours ${show(found)}, theirs ${show(want)}, of ${JSON.stringify(row)}`);
  }
}

function show(value: unknown): string {
  return typeof value === "bigint" ? `${value}` : JSON.stringify(value);
}
