import { catalogueOf } from "../../src/ecs/catalogue.ts";
import type { Field, FieldType } from "../../src/ecs/field.ts";
import type { Scalar } from "../../src/ecs/value.ts";
import { check, compile, type EsqlType, parse, type SourceRow, type Value } from "../../src/language/esql/index.ts";
import { print as printDiagnostics } from "./print.ts";

/** A table that both sides read: a value or null in each cell, times as epoch milliseconds. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: FieldType; readonly sql: string }[];
  readonly rows: readonly (readonly (Scalar | null)[])[];
}

export interface Answer {
  readonly types: readonly EsqlType[];
  readonly rows: readonly (readonly Value[])[];
}

/** What eqlite answers; throws where it refuses the query, which no query made here should be. */
export function answerOf(query: string, { columns, rows }: Table, nowMs: number): Answer {
  const source = { name: "<query>", text: query };
  const parsed = parse(source);
  const fields = columns.map(({ name, type }) => ({ name, type }));
  const checked = parsed.query === null ? undefined : check(parsed.query, source, { catalogue: catalogueOf(fields) });
  if (checked?.query == null)
    throw new Error(printDiagnostics([...parsed.diagnostics, ...(checked?.diagnostics ?? [])]));
  const { output } = checked.query;
  const result = compile(checked.query).run(
    rows.map((row) => rowOf(row, fields)),
    { nowMs },
  );
  if (result.failure !== undefined) throw new Error(result.failure);
  return { types: output.map(({ type }) => type), rows: result.rows };
}

function rowOf(row: readonly (Scalar | null)[], fields: readonly Field[]): SourceRow {
  const values = new Map(fields.map(({ name }, at) => [name, row[at] ?? null]));
  return {
    values: ({ name }) => {
      const value = values.get(name) ?? null;
      return value === null ? [] : [value];
    },
    metadata: () => null,
  };
}

const tolerance = 1e-9;

/** Whether two cells are the same; numbers that were computed, up to a small part of them. */
export function isSame(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return ours.length === theirs.length && ours.every((one, at) => isSame(one, theirs[at]));
  }
  const [left, right] = [plain(ours), plain(theirs)];
  if (typeof left !== "number" || typeof right !== "number") return left === right;
  return left === right || Math.abs(left - right) <= tolerance * Math.max(1, Math.abs(left), Math.abs(right));
}

/** A list of one is that one, as in ES|QL. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
