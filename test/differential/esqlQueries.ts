import type { Random } from "../fuzz/random.ts";

/** One question in both languages. */
export interface EsqlQuestion {
  readonly esql: string;
  readonly sql: string;
}

/** Columns of the rows: a few values each, so that groups have several rows. */
export interface EsqlRow {
  readonly name: string | null;
  readonly kind: string | null;
  readonly number: number | null;
  readonly ratio: number | null;
  readonly flag: boolean | null;
  /** Unique and never null: what decides FIRST and LAST. */
  readonly time: number;
  readonly tags: readonly string[] | null;
}

export function randomRows(random: Random): EsqlRow[] {
  const orNull = <T>(value: T): T | null => (random.below(5) === 0 ? null : value);
  return Array.from({ length: random.below(30) }, (_, at) => ({
    name: orNull(random.of(["a", "b", "B", "é", "𝒳"])),
    kind: orNull(random.of(["x", "y", "z"])),
    number: orNull(random.below(9) - 3),
    ratio: orNull(random.below(17) / 4 - 2),
    flag: orNull(random.below(2) === 0),
    time: 1_700_000_000_000 + ((at * 7919) % 1000) * 1000,
    tags: orNull(Array.from({ length: 1 + random.below(3) }, () => random.of(["p", "q", "r"]))),
  }));
}

type Pair = readonly [string, string];

const aggregates: readonly Pair[] = [
  ["COUNT(*)", "COUNT(*)"],
  ["COUNT(name)", "COUNT(name)"],
  ["COUNT(tags)", "COALESCE(SUM(LEN(LIST_DISTINCT(tags))), 0)"],
  ["COUNT_DISTINCT(name)", "COUNT(DISTINCT name)"],
  ["COUNT_DISTINCT(ratio)", "COUNT(DISTINCT ratio)"],
  ["SUM(number)", "SUM(number)"],
  ["SUM(ratio)", "SUM(ratio)"],
  ["SUM(number * 2)", "SUM(number * 2)"],
  ["AVG(number)", "AVG(number)"],
  ["AVG(ratio)", "AVG(ratio)"],
  ["MIN(name)", "MIN(name)"],
  ["MAX(name)", "MAX(name)"],
  ["MIN(ratio)", "MIN(ratio)"],
  ["MAX(number)", "MAX(number)"],
  ["MEDIAN(ratio)", "MEDIAN(ratio)"],
  ["PERCENTILE(number, 25)", "QUANTILE_CONT(number, 0.25)"],
  ["PERCENTILE(ratio, 90)", "QUANTILE_CONT(ratio, 0.9)"],
  ["MEDIAN_ABSOLUTE_DEVIATION(ratio)", "MAD(ratio)"],
  ["STD_DEV(number)", "STDDEV_POP(number)"],
  ["VARIANCE(ratio)", "VAR_POP(ratio)"],
  ["WEIGHTED_AVG(ratio, time)", "SUM(ratio * time) / SUM(time)"],
  ["FIRST(kind, time)", "ARG_MIN_NULL(kind, time)"],
  ["LAST(number, time)", "ARG_MAX_NULL(number, time)"],
  ["PRESENT(flag)", "COUNT(flag) > 0"],
  ["ABSENT(kind)", "COUNT(kind) = 0"],
  ["VALUES(kind)", "LIST(DISTINCT kind) FILTER (WHERE kind IS NOT NULL)"],
  ['TOP(number, 3, "desc")', "(LIST(number ORDER BY number DESC) FILTER (WHERE number IS NOT NULL))[1:3]"],
];

const conditions: readonly Pair[] = [
  ['name == "a"', "name = 'a'"],
  ['name != "a"', "name <> 'a'"],
  ['name IN ("a", "B")', "name IN ('a', 'B')"],
  ['name NOT IN ("a", null)', "name NOT IN ('a', NULL)"],
  ["number > 0", "number > 0"],
  ["ratio <= number", "ratio <= number"],
  ["flag", "flag"],
  ["NOT flag", "NOT flag"],
  ["kind IS NULL", "kind IS NULL"],
  ["kind IS NOT NULL", "kind IS NOT NULL"],
  ['name LIKE "?"', "name LIKE '_'"],
  ['kind >= "y"', "kind >= 'y'"],
  ["number + 1 > ratio * 2", "number + 1 > ratio * 2"],
];

const groups: readonly Pair[] = [
  ["name", "name"],
  ["kind", "kind"],
  ["flag", "flag"],
  ["number", "number"],
  ["g = TO_LOWER(name)", "LOWER(name)"],
  ["g = number % 2", "number % 2"],
  ["g = CASE(flag, kind, name)", "CASE WHEN flag THEN kind ELSE name END"],
  ["g = COALESCE(kind, name)", "COALESCE(kind, name)"],
];

/** A query of WHERE, STATS and BY; sometimes by each value of a list, sometimes with filters on aggregates. */
export function randomQuestion(random: Random): EsqlQuestion {
  const where = random.below(2) === 0 ? condition(random, 2) : undefined;
  const shown = Array.from({ length: 1 + random.below(3) }, () => aggregate(random));
  const byTags = random.below(4) === 0;
  const by = byTags ? [] : Array.from({ length: random.below(3) }, () => random.of(groups));
  const named = by.map(([esql, sql], at): Pair => [`g${at} = ${esql.replace(/^g = /, "")}`, sql]);
  const esqlBy = byTags ? ["tags"] : named.map(([esql]) => esql);
  const sqlBy = byTags ? ["tag"] : named.map(([, sql]) => sql);
  const from = byTags
    ? "(SELECT *, UNNEST(CASE WHEN tags IS NULL THEN [NULL] ELSE LIST_DISTINCT(tags) END) AS tag FROM t)"
    : "t";
  const esql = [
    "FROM t",
    ...(where === undefined ? [] : [`| WHERE ${where[0]}`]),
    `| STATS ${shown.map(([text], at) => `a${at} = ${text}`).join(", ")}`,
    ...(esqlBy.length === 0 ? [] : [`BY ${esqlBy.join(", ")}`]),
  ];
  const sql = [
    `SELECT ${[...shown.map(([, text]) => text), ...sqlBy].join(", ")} FROM ${from}`,
    ...(where === undefined ? [] : [`WHERE ${where[1]}`]),
    ...(sqlBy.length === 0 ? [] : [`GROUP BY ${sqlBy.join(", ")}`]),
  ];
  return { esql: esql.join(" "), sql: sql.join(" ") };
}

function condition(random: Random, depth: number): Pair {
  const kind = depth === 0 ? 0 : random.below(4);
  if (kind < 2) return random.of(conditions);
  if (kind === 2) {
    const [esql, sql] = condition(random, depth - 1);
    return [`NOT (${esql})`, `NOT (${sql})`];
  }
  const operator = random.of(["AND", "OR"]);
  const [left, right] = [condition(random, depth - 1), condition(random, depth - 1)];
  return [`(${left[0]} ${operator} ${right[0]})`, `(${left[1]} ${operator} ${right[1]})`];
}

/** What takes a FILTER in SQL as a whole. */
const filterable = /^[A-Z_]+\([^()]*\)$/;

function aggregate(random: Random): Pair {
  const [esql, sql] = random.of(aggregates);
  if (random.below(3) > 0 || !filterable.test(sql)) return [esql, sql];
  const [filter, sqlFilter] = random.of(conditions);
  return [`${esql} WHERE ${filter}`, `${sql} FILTER (WHERE ${sqlFilter})`];
}
