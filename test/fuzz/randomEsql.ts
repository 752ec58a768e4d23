import type { Random } from "./random.ts";

const names = {
  text: ["user.name", "message", "user.name", "k"],
  number: ["n", "x", "n"],
  time: ["@timestamp"],
} as const;
const texts = ['"ana"', '"a*"', '"Bo"', '""', '"10.0.0.1"', '"a,b,,c"', '"1"', '"é😀"', "null"] as const;
const numbers = ["0", "1", "-1", "2.5", "7", "1000000", "9223372036854775807", "1e300", "[1, 2, 3]", "null"] as const;

/** A query over the columns of the execution target that is nearly always understood; most commands and functions. */
export function randomEsql(random: Random): string {
  const commands = Array.from({ length: 1 + random.below(5) }, () => command(random));
  return [random.below(8) === 0 ? row(random) : "FROM logs METADATA _id | EVAL k = user.name", ...commands].join(" | ");
}

/** The columns of the documents, from constants. */
function row(random: Random): string {
  const columns = [
    ...["user.name", "message", "k"].map(
      (name) => `${name} = CONCAT(${random.of(texts)}, ${random.of(texts)})::keyword`,
    ),
    ...["n", "x"].map((name) => `${name} = (${random.of(numbers)} + 1)::${name === "n" ? "long" : "double"}`),
    '@timestamp = "2026-03-10T12:00:00.000Z"::datetime',
    'source.ip = "10.0.0.1"::ip, ok = true, v = "1.2.3"::version, _id = "a"',
  ];
  return `ROW ${columns.join(", ")}`;
}

function command(random: Random): string {
  const name = () => random.of(["user.name", "n", "x", "ok", "k", "source.ip", "@timestamp", "v"]);
  switch (random.below(14)) {
    case 0:
    case 1:
    case 2:
      return `WHERE ${condition(random, 2)}`;
    case 3:
    case 4:
    case 5:
      return `EVAL ${random.of(["n", "x"])} = ${number(random, 3)}, k = ${text(random, 3)}`;
    case 6:
      return `EVAL ok = ${condition(random, 2)}, @timestamp = ${time(random, 2)}`;
    case 7:
      return `SORT ${name()} ${random.of(["", "DESC", "ASC NULLS FIRST", "NULLS LAST"])}, ${name()}`;
    case 8:
      return `LIMIT ${random.below(8)}`;
    case 9:
      return `MV_EXPAND ${name()}`;
    case 10:
      return `DISSECT message "%{k} %{+k}"`;
    case 11:
      return `GROK message "%{WORD:k} ?(%{NUMBER:g:int})?"`;
    default:
      return stats(random);
  }
}

/** Keeps the names of the columns, so that further commands can read them. */
function stats(random: Random): string {
  const isInline = random.below(2) === 0;
  const aggregates = [`n = ${numberAggregate(random)}`, `x = ${numberAggregate(random)}::double`];
  if (isInline) return `INLINE STATS ${aggregates.join(", ")} BY ${random.of(["k", "ok", "user.name"])}`;
  const rest = [
    "message = MIN(message)",
    "ok = MAX(ok)",
    "@timestamp = MAX(@timestamp)",
    "source.ip = MIN(source.ip)",
    "v = MAX(v)",
    `user.name = ${random.of(["VALUES", "MIN", "MAX"])}(user.name)`,
  ];
  const when = random.below(2) === 0 ? ` WHERE ${condition(random, 1)}` : "";
  return `STATS c = COUNT(*)${when}, ${[...aggregates, ...rest].join(", ")} BY k`;
}

function numberAggregate(random: Random): string {
  const column = random.of(["n", "x"]);
  const name = random.of(["SUM", "AVG", "MIN", "MAX", "MEDIAN", "STD_DEV", "VARIANCE", "COUNT", "COUNT_DISTINCT"]);
  return random.below(6) === 0 ? `PERCENTILE(${column}, ${random.below(101)})` : `${name}(${column})`;
}

function condition(random: Random, depth: number): string {
  if (depth > 0 && random.below(2) === 0) {
    const [left, right] = [condition(random, depth - 1), condition(random, depth - 1)];
    return random.of([`(${left} AND ${right})`, `(${left} OR ${right})`, `NOT (${left})`]);
  }
  const order = random.of(["==", "!=", "<", "<=", ">", ">="]);
  switch (random.below(9)) {
    case 0:
      return `${text(random, 1)} ${order} ${text(random, 1)}`;
    case 1:
      return `${time(random, 1)} ${order} ${time(random, 1)}`;
    case 2:
      return `${random.of(names.text)} ${random.of(["LIKE", "RLIKE", "NOT LIKE"])} ${random.of(['"a*"', '"?o"', '"(a|b).*"'])}`;
    case 3:
      return `${text(random, 1)} ${random.of(["IN", "NOT IN"])} (${random.of(texts)}, ${random.of(texts)})`;
    case 4:
      return `${random.of(["n", "k", "source.ip", "ok", "@timestamp"])} IS ${random.of(["NULL", "NOT NULL"])}`;
    case 5:
      return `CIDR_MATCH(source.ip, "10.0.0.0/8", "::/0")`;
    case 6:
      return random.of([
        "ok",
        "ok == true",
        "STARTS_WITH(k, user.name)",
        'ENDS_WITH(k, "a")',
        'v >= "1.10.0"::version',
      ]);
    default:
      return `${number(random, 1)} ${order} ${number(random, 1)}`;
  }
}

function number(random: Random, depth: number): string {
  if (depth === 0) return random.of(random.below(2) === 0 ? numbers : names.number);
  const one = () => number(random, depth - 1);
  switch (random.below(10)) {
    case 0:
    case 1:
      return `(${one()} ${random.of(["+", "-", "*", "/", "%"])} ${one()})`;
    case 2:
      return `${random.of(["ABS", "CEIL", "FLOOR", "ROUND", "SQRT", "CBRT", "SIGNUM", "LOG10", "EXP", "SIN"])}(${one()})`;
    case 3:
      return `${random.of(["POW", "ATAN2", "GREATEST", "LEAST", "COALESCE"])}(${one()}::double, ${one()}::double)`;
    case 4:
      return `LENGTH(${text(random, depth - 1)})`;
    case 5:
      return `${random.of(["MV_SUM", "MV_MAX", "MV_MIN", "MV_AVG", "MV_MEDIAN", "MV_COUNT", "MV_FIRST"])}(${one()})`;
    case 6:
      return `DATE_DIFF("${random.of(["ms", "day", "month", "year"])}", ${time(random, depth - 1)}, ${time(random, 0)})`;
    case 7:
      return `TO_LONG(${text(random, depth - 1)})`;
    default:
      return one();
  }
}

function text(random: Random, depth: number): string {
  if (depth === 0) return random.of(random.below(2) === 0 ? texts : names.text);
  const one = () => text(random, depth - 1);
  const count = () => random.below(7) - 2;
  switch (random.below(11)) {
    case 0:
      return `CONCAT(${one()}, ${one()})`;
    case 1:
      return `SUBSTRING(${one()}, ${count()}, ${random.below(4)})`;
    case 2:
      return `${random.of(["TO_UPPER", "TO_LOWER", "TRIM", "REVERSE", "MD5", "TO_BASE64", "MV_FIRST", "MV_MIN", "MV_DEDUPE"])}(${one()})`;
    case 3:
      return `REPLACE(${one()}, ${random.of(['"a+"', '"(a)|b"', '"[^x]*"'])}, ${random.of(['"$0$0"', '""', '"$1"'])})`;
    case 4:
      return `SPLIT(${one()}, ",")`;
    case 5:
      return `REPEAT(${one()}, ${random.of(["0", "3", "3000"])})`;
    case 6:
      return `CASE(${condition(random, 0)}, ${one()}, ${one()})`;
    case 7:
      return `MV_CONCAT(${one()}, "-")`;
    case 8:
      return `TO_STRING(${random.of([number(random, depth - 1), "@timestamp", "source.ip", "ok"])})`;
    case 9:
      return `${random.of(["LEFT", "RIGHT"])}(${one()}, ${count()})`;
    default:
      return `MV_SLICE(MV_APPEND(${one()}, ${one()}), ${count()})`;
  }
}

function time(random: Random, depth: number): string {
  if (depth === 0) return random.of(["@timestamp", "NOW()", '"2024-02-29T23:59:59.999Z"::datetime', "@timestamp"]);
  const one = time(random, depth - 1);
  const span = random.of(["1 month", "90 minutes", "1 year", "3 days"]);
  return random.of([`DATE_TRUNC(${span}, ${one})`, `(${one} + ${span})`, `(${one} - ${span})`, `MV_MAX(${one})`, one]);
}
