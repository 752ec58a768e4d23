import assert from "node:assert/strict";
import { catalogueOf } from "../../../../src/ecs/catalogue.ts";
import { documentView } from "../../../../src/ecs/event.ts";
import type { Catalogue, Field } from "../../../../src/ecs/field.ts";
import type { EcsObject } from "../../../../src/ecs/value.ts";
import {
  type CheckedEsql,
  type CheckResult,
  check,
  compile,
  type EsqlResult,
  type LocalTable,
  parse,
  type RunOptions,
  type SourceRow,
  type Value,
} from "../../../../src/language/esql/index.ts";
import { understandKuery } from "../../../../src/rule/understandKuery.ts";

const fields: readonly Field[] = [
  { name: "@timestamp", type: "date" },
  { name: "name", type: "keyword" },
  { name: "other", type: "keyword" },
  { name: "message", type: "match_only_text" },
  { name: "number", type: "long" },
  { name: "small", type: "integer" },
  { name: "huge", type: "unsigned_long" },
  { name: "ratio", type: "double" },
  { name: "ip", type: "ip" },
  { name: "flag", type: "boolean" },
  { name: "release", type: "version" },
  { name: "nanos", type: "date_nanos" },
  { name: "place", type: "geo_point" },
  { name: "tree", type: "flattened" },
  { name: "group.a", type: "keyword" },
  { name: "group.b", type: "keyword" },
  { name: "group", type: "object" },
];

/** A small mapping with a field of each type. */
export const catalogue: Catalogue = catalogueOf(fields);

const table: LocalTable = {
  name: "owners",
  columns: [
    { name: "name", type: "keyword" },
    { name: "team", type: "keyword" },
    { name: "level", type: "integer" },
  ],
  rows: [
    ["alice", "red", 1],
    ["bob", "blue", 2],
    ["bob", "green", 3],
  ],
};

/** What a query comes to against the small mapping. */
export function checkText(text: string): CheckResult {
  const source = { name: "query", text };
  const parsed = parse(source);
  assert.deepEqual(
    parsed.diagnostics.map(({ code, message }) => `${code} ${message}`),
    [],
  );
  return check(parsed.query!, source, {
    catalogue,
    tables: (name) => (name === table.name ? table : undefined),
    kuery: (kql, place) => {
      const { predicate, diagnostics } = understandKuery({ ...place, text: kql }, catalogue);
      return predicate === undefined ? { diagnostics } : { predicate };
    },
  });
}

/** The checked query of a text that is sound. */
export function checkedOf(text: string): CheckedEsql {
  const { query, diagnostics } = checkText(text);
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code} ${message}`),
    [],
  );
  return query!;
}

export function rowOf(document: EcsObject): SourceRow {
  const view = documentView(document);
  return {
    values: (field) => view.values(field),
    metadata: (name) => (name === "_id" ? ((document["_id"] as string | undefined) ?? null) : null),
  };
}

export function runText(
  text: string,
  documents: readonly object[] = [],
  options: RunOptions = { nowMs: 0 },
): EsqlResult {
  return compile(checkedOf(text)).run(
    documents.map((document) => rowOf(document as EcsObject)),
    options,
  );
}

/** The rows of the answer, each as an object. */
export function answer(text: string, documents: readonly object[] = []): Record<string, Value>[] {
  const { columns, rows, failure } = runText(text, documents);
  assert.equal(failure, undefined);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]!])));
}

/** The single value that an expression comes to. */
export function answerOf(expression: string): Value {
  return answer(`ROW x = ${expression}`)[0]!["x"]!;
}
