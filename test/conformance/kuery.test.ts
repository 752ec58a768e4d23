import assert from "node:assert/strict";
import { test } from "node:test";
import { documentView } from "../../src/ecs/event.ts";
import { check, lower, parse, print } from "../../src/language/kuery/index.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { placeOf, type Source } from "../../src/text/source.ts";
import { catalogue } from "./caseFields.ts";
import {
  type ConformanceCase,
  type ConformanceEvent,
  conformanceCases,
  expectedFailures,
  type WantedDiagnostic,
} from "./conformanceCase.ts";

/** Both evaluators; they must agree on every event of every case. */
function holds(predicate: Predicate, event: ConformanceEvent): boolean {
  const interpreted = evaluate(predicate, documentView(event.document));
  const compiled = compile(predicate)(documentView(event.document));
  assert.equal(compiled, interpreted, `evaluate and compile disagree on event ${event.id}`);
  return interpreted;
}

function asWanted(diagnostic: Diagnostic): WantedDiagnostic {
  const { source, span } = diagnostic.labels[0]!;
  const { line, column } = placeOf(source, span.start);
  return { code: diagnostic.code, message: diagnostic.message, line, column };
}

function understand(text: string, name: string) {
  const source: Source = { name, text };
  const parsed = parse(source);
  if (parsed.query === null) return { diagnostics: parsed.diagnostics };
  const checked = check(parsed.query, source, { catalogue });
  const predicate = checked.query === null ? undefined : lower(checked.query).predicate;
  return { diagnostics: checked.diagnostics, predicate, printed: print(parsed.query) };
}

function runCase(one: ConformanceCase): void {
  const { diagnostics, predicate, printed } = understand(one.query, one.file);
  const of = (wanted: string) => diagnostics.filter(({ severity }) => severity === wanted).map(asWanted);
  if (one.wantError !== undefined) {
    assert.deepEqual(of("error"), Array.isArray(one.wantError) ? one.wantError : [one.wantError]);
    return;
  }
  assert.deepEqual(of("error"), []);
  assert.deepEqual(of("warning"), one.wantWarning === undefined ? [] : [one.wantWarning]);
  const ids = (of: Predicate) => one.events.filter((event) => holds(of, event)).map(({ id }) => id);
  assert.deepEqual(ids(predicate!), one.wantIds);
  assert.deepEqual(ids(understand(printed!, one.file).predicate!), one.wantIds, `printed: ${printed}`);
}

const cases = conformanceCases("kuery");
const failures = expectedFailures("kuery");

test("KQL conformance: every case has a place, and there are enough", (context) => {
  const names = cases.map(({ file, note }) => `${file}: ${note}`);
  assert.equal(new Set(names).size, names.length, "two cases of one file share a note");
  for (const { file, note } of failures) assert.ok(names.includes(`${file}: ${note}`), `no case ${file}: ${note}`);
  assert.ok(cases.length >= 220, `only ${cases.length} cases`);
  context.diagnostic(`${cases.length} KQL conformance cases, ${failures.length} known gaps`);
});

for (const one of cases) {
  const gap = failures.find(({ file, note }) => file === one.file && note === one.note);
  test(`${one.file}: ${one.note}`, () => {
    if (gap === undefined) runCase(one);
    else assert.throws(() => runCase(one), assert.AssertionError, `a known gap now passes; remove it: ${gap.reason}`);
  });
}
