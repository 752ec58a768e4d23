import type { CheckedEsql } from "../../src/language/esql/checked.ts";
import { type EsqlType, isMultivalue, type Single, type Value } from "../../src/language/esql/value.ts";
import type { EsqlCase } from "./esqlCase.ts";
import { naiveEsql } from "./naiveEsql.ts";

export interface EsqlResult {
  readonly rows: readonly (readonly unknown[])[];
  readonly warnings: readonly string[];
}

/** What a query answers for a case's documents, values as cases write them. */
export function resultOf(query: CheckedEsql, { documents, nowMs }: EsqlCase): EsqlResult {
  const { rows, warnings } = naiveEsql(query, documents, nowMs);
  return { rows: rows.map((row) => query.output.map(({ type }, at) => writtenValue(row[at] ?? null, type))), warnings };
}

function writtenValue(value: Value, type: EsqlType): unknown {
  if (value === null) return null;
  return isMultivalue(value) ? value.map((each) => writtenSingle(each, type)) : writtenSingle(value, type);
}

/** Times as ISO text, whole numbers beyond 2^53 as text, points as well-known text. */
function writtenSingle(value: Single, type: EsqlType): unknown {
  if (type === "datetime" && typeof value === "number") return new Date(value).toISOString();
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object" && "lon" in value) return `POINT (${value.lon} ${value.lat})`;
  return value;
}
