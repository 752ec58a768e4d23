import type { LocalTable } from "../language/esql/checked.ts";
import { type EsqlType, type Single, type Value, valueOfList } from "../language/esql/value.ts";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { problem } from "./document.ts";
import { isPlainObject, type PlainObject, type PlainValue } from "./plain.ts";
import { readJsonDocuments } from "./readJsonDocuments.ts";

export interface TableResult {
  /** Absent when a diagnostic is an error. */
  readonly table?: LocalTable;
  readonly diagnostics: Diagnostic[];
}

/**
 * A table for LOOKUP JOIN and ENRICH from JSON lines, an object a row.
 *
 * Columns are the dotted names that any row has, sorted. A column's type is `boolean`, `long` or `double` if all its
 * values are such, else `keyword`, with other values as text. Lists are multiple values; nulls and missing ones are null.
 */
export function readTable(name: string, source: Source): TableResult {
  const { documents, diagnostics } = readJsonDocuments(source);
  if (hasErrors(diagnostics)) return { diagnostics };
  const rows = documents.map(({ value }) => flat(value));
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort();
  if (names.length === 0) return { diagnostics: [...diagnostics, empty(name, source)] };
  const columns = names.map((column) => ({ name: column, type: typeOf(rows.map((row) => row.get(column) ?? [])) }));
  const values = rows.map((row) => columns.map(({ name: column, type }) => valueAs(row.get(column) ?? [], type)));
  return { table: { name, columns, rows: values }, diagnostics };
}

function empty(name: string, source: Source): Diagnostic {
  const label = { source, span: { start: 0, end: Math.min(1, source.text.length) }, message: "" };
  return problem("RULE037", "error", `the table \`${name}\` has no column`, label, "write a JSON object on each line");
}

type Plain = string | number | bigint | boolean;

function flat(row: PlainObject): Map<string, Plain[]> {
  const found = new Map<string, Plain[]>();
  const open: [string, PlainValue][] = Object.entries(row);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, value] = next;
    if (isPlainObject(value)) for (const [key, inner] of Object.entries(value)) open.push([`${name}.${key}`, inner]);
    else if (Array.isArray(value)) found.set(name, value.filter(isPlain));
    else if (isPlain(value)) found.set(name, [value]);
  }
  return found;
}

function isPlain(value: PlainValue): value is Plain {
  return typeof value !== "object";
}

function typeOf(column: readonly (readonly Plain[])[]): EsqlType {
  const values = column.flat();
  if (values.length === 0) return "keyword";
  if (values.every((value) => typeof value === "boolean")) return "boolean";
  if (values.every((value) => typeof value === "bigint" || Number.isSafeInteger(value))) return "long";
  return values.every((value) => typeof value === "number") ? "double" : "keyword";
}

function valueAs(values: readonly Plain[], type: EsqlType): Value {
  return valueOfList(values.map((value): Single => (type === "keyword" ? String(value) : value)));
}
