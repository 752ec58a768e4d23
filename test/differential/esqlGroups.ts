import { catalogueOf } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import { check, compile, parse, type Value } from "../../src/language/esql/index.ts";
import { Random } from "../fuzz/random.ts";
import { type Differential, Findings } from "./differential.ts";
import { type EsqlRow, randomQuestion, randomRows } from "./esqlQueries.ts";
import { ask } from "./python.ts";

const queries = 600;

/**
 * What `aggregates` leaves out, against the same in SQL: conditions of any depth, groups by each value of a list and by
 * expressions, and the aggregates that collect, order and interpolate.
 */
export const groupsDifferential: Differential = {
  name: "groups",
  about: "ES|QL's conditions, groups of several values and collecting aggregates, with SQL on DuckDB",
  packages: ["duckdb==2.0.1"],
  missing: () => undefined,
  run: (python, seed) => {
    const random = new Random(seed);
    const questions = Array.from({ length: queries }, () => ({ ...randomQuestion(random), rows: randomRows(random) }));
    const theirs = ask<Theirs>(
      python,
      "duckdb_answers.py",
      questions.map(({ sql, rows }) => ({
        sql,
        columns: sqlColumns,
        rows: rows.map((row) => sqlColumns.map(([name]) => row[name])),
      })),
    );
    const findings = new Findings();
    for (const [at, { esql, sql, rows }] of questions.entries()) {
      const difference = differs(answer(esql, rows), theirs[at]!);
      if (difference === undefined) findings.agreed++;
      else findings.unexplained.push(`${difference}\n  ${esql}\n  ${sql}\n  ${JSON.stringify(rows)}`);
    }
    return findings.report(`${queries} generated queries`);
  },
};

type Cell = string | number | boolean | null | readonly Cell[];
type Theirs = { readonly rows: readonly (readonly Cell[])[] } | { readonly failed: string };

const sqlColumns = [
  ["name", "VARCHAR"],
  ["kind", "VARCHAR"],
  ["number", "BIGINT"],
  ["ratio", "DOUBLE"],
  ["flag", "BOOLEAN"],
  ["time", "BIGINT"],
  ["tags", "VARCHAR[]"],
] as const;

const catalogue = catalogueOf([
  { name: "name", type: "keyword" },
  { name: "kind", type: "keyword" },
  { name: "number", type: "long" },
  { name: "ratio", type: "double" },
  { name: "flag", type: "boolean" },
  { name: "time", type: "long" },
  { name: "tags", type: "keyword" },
]);

function answer(text: string, rows: readonly EsqlRow[]): readonly (readonly Value[])[] {
  const source = { name: "query", text };
  const { query } = parse(source);
  const checked = query === null ? null : check(query, source, { catalogue }).query;
  if (checked === null) throw new Error(`not understood: ${text}`);
  const documents = rows.map((row) => {
    const view = documentView(row as unknown as EcsObject);
    return { values: view.values.bind(view), metadata: () => null };
  });
  const { rows: result, failure } = compile(checked).run(documents, { nowMs: 0 });
  if (failure !== undefined) throw new Error(`${failure}: ${text}`);
  return result;
}

/** What differs, the order of rows and of collected values aside. */
function differs(ours: readonly (readonly Value[])[], theirs: Theirs): string | undefined {
  if ("failed" in theirs) return `DuckDB: ${theirs.failed}`;
  const left = ours
    .map((row) => row.map((cell) => canonical(cell as Cell)))
    .map(String)
    .sort();
  const right = theirs.rows
    .map((row) => row.map(canonical))
    .map(String)
    .sort();
  return left.join("\n") === right.join("\n") ? undefined : `ours ${left.join(" | ")}, theirs ${right.join(" | ")}`;
}

/** Twelve digits, for sums and squares are not added in one order; one collected value stands alone in ES|QL. */
function canonical(cell: Cell): string {
  if (Array.isArray(cell)) return cell.length === 0 ? "null" : [...cell].map(canonical).sort().join("+");
  if (typeof cell === "number") return String(Number(cell.toPrecision(12)) + 0);
  return typeof cell === "string" ? JSON.stringify(cell) : String(cell);
}
