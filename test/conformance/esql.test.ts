import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogueOf, defaultCatalogue } from "../../src/ecs/catalogue.ts";
import type { Catalogue, FieldType } from "../../src/ecs/field.ts";
import { check } from "../../src/language/esql/check/check.ts";
import type { CheckedEsql, LocalTable } from "../../src/language/esql/checked.ts";
import { parse, print } from "../../src/language/esql/index.ts";
import type { EsqlType } from "../../src/language/esql/value.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { placeOf, type Source } from "../../src/text/source.ts";
import { type EsqlCase, esqlCases, esqlExpectedFailures, type WantedError, type WrittenTable } from "./esqlCase.ts";
import { resultOf } from "./esqlResult.ts";

function asWanted({ code, message, labels }: Diagnostic): WantedError & { readonly message: string } {
  const { source, span } = labels[0]!;
  const { line, column } = placeOf(source, span.start);
  return { code, line, column, message };
}

function catalogueFor({ mapping }: EsqlCase): Catalogue {
  if (mapping === undefined) return defaultCatalogue;
  return catalogueOf(Object.entries(mapping).map(([name, type]) => ({ name, type: type as FieldType })));
}

function columnOf(written: string): { name: string; type: EsqlType } {
  const colon = written.lastIndexOf(":");
  return { name: written.slice(0, colon), type: written.slice(colon + 1) as EsqlType };
}

function tableOf(name: string, { columns, rows }: WrittenTable): LocalTable {
  return { name, columns: columns.map(columnOf), rows: rows as LocalTable["rows"] };
}

interface Understood {
  readonly query: CheckedEsql | null;
  readonly diagnostics: readonly Diagnostic[];
}

function understand(one: EsqlCase): Understood {
  const source: Source = { name: one.file, text: one.query };
  const parsed = parse(source);
  if (parsed.query === null || (one.want === undefined && one.wantError === undefined))
    return { query: null, diagnostics: parsed.diagnostics };
  const tables = (name: string) => {
    const written = Object.hasOwn(one.tables, name) ? one.tables[name] : undefined;
    return written === undefined ? undefined : tableOf(name, written);
  };
  return check(parsed.query, source, { catalogue: catalogueFor(one), tables });
}

function runCase(one: EsqlCase): void {
  const { query, diagnostics } = understand(one);
  const found = diagnostics.map(asWanted);
  if (one.wantError !== undefined) {
    assert.deepEqual(
      found.map((error, at) => (one.wantError![at]?.message === undefined ? { ...error, message: undefined } : error)),
      one.wantError.map((error) => ({ message: undefined, ...error })),
    );
    return;
  }
  assert.deepEqual(found, []);
  if (one.wantPrint !== undefined)
    assert.equal(print(parse({ name: one.file, text: one.query }).query!), one.wantPrint);
  if (one.want !== undefined) assertResult(query!, one);
}

function assertResult(query: CheckedEsql, one: EsqlCase): void {
  const { columns, rows } = one.want!;
  assert.deepEqual(
    query.output.map(({ name, type }) => `${name}:${type}`),
    columns,
  );
  const result = resultOf(query, one);
  const inOrder = (list: readonly unknown[]) => (one.unordered ? list.map((row) => JSON.stringify(row)).sort() : list);
  assert.deepEqual(inOrder(result.rows), inOrder(rows));
  if (one.wantWarnings !== undefined) assertWarnings(result.warnings, one.wantWarnings);
}

/** Elasticsearch puts the place before what went wrong, and a line that names the expression before both. */
function assertWarnings(found: readonly string[], wanted: readonly string[]): void {
  for (const text of wanted)
    assert.ok(
      found.some((warning) => warning.endsWith(text)),
      `no "${text}" in ${found.join("\n")}`,
    );
  if (wanted.length === 0) assert.deepEqual(found, []);
}

const cases = esqlCases();
const failures = esqlExpectedFailures();

test("ES|QL conformance: every case has a place, and there are enough", (context) => {
  const names = cases.map(({ file, note }) => `${file}: ${note}`);
  assert.equal(new Set(names).size, names.length, "two cases of one file share a note");
  for (const { file, note } of failures) assert.ok(names.includes(`${file}: ${note}`), `no case ${file}: ${note}`);
  assert.ok(cases.length >= 800, `only ${cases.length} cases`);
  context.diagnostic(`${cases.length} ES|QL conformance cases, ${failures.length} known gaps`);
});

for (const one of cases) {
  const gap = failures.find(({ file, note }) => file === one.file && note === one.note);
  test(`${one.file}: ${one.note}`, () => {
    if (gap === undefined) runCase(one);
    else assert.throws(() => runCase(one), assert.AssertionError, `a known gap now passes; remove it: ${gap.reason}`);
  });
}
