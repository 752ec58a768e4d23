import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultCatalogue } from "../../src/ecs/catalogue.ts";
import { documentView } from "../../src/ecs/event.ts";
import type { Catalogue, Field } from "../../src/ecs/field.ts";
import { SequenceRun } from "../../src/engine/state/sequenceRun.ts";
import { check } from "../../src/language/eql/check.ts";
import { lower } from "../../src/language/eql/lower.ts";
import { parse } from "../../src/language/eql/parser.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import type { JoinKey, Query, SequenceQuery, SequenceStep } from "../../src/predicate/query.ts";
import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { placeOf, type Source } from "../../src/text/source.ts";
import {
  type ConformanceCase,
  type ConformanceEvent,
  conformanceCases,
  expectedFailures,
  type WantedDiagnostic,
} from "./conformanceCase.ts";
import { combinationsOf, type NaiveKey, naiveSequences } from "./naiveSequence.ts";

/** Fields for the cases alone, so that a case need not borrow an ECS field of the type it is about. */
const caseFields: readonly Field[] = [
  { name: "pid", type: "long" },
  { name: "ppid", type: "long" },
  { name: "exit", type: "integer" },
  { name: "score", type: "double" },
  { name: "big", type: "unsigned_long" },
  { name: "name", type: "keyword" },
  { name: "user", type: "keyword" },
  { name: "host", type: "keyword" },
  { name: "path", type: "keyword", ignoreAbove: 40 },
  { name: "tags", type: "keyword" },
  { name: "line", type: "wildcard" },
  { name: "title", type: "text", keyword: "title.keyword" },
  { name: "title.keyword", type: "keyword", ignoreAbove: 20 },
  { name: "note", type: "text" },
  { name: "flag", type: "boolean" },
  { name: "addr", type: "ip" },
  { name: "at", type: "date" },
  { name: "build", type: "version" },
  { name: "extra", type: "flattened" },
  { name: "place", type: "geo_point" },
  { name: "meta", type: "object" },
  { name: "meta.color", type: "keyword" },
  { name: "children", type: "nested" },
  { name: "children.pid", type: "long" },
  { name: "my-field", type: "keyword" },
  { name: "sequence", type: "long" },
];
const byName = new Map(caseFields.map((field) => [field.name, field]));
const catalogue: Catalogue = {
  field: (name) =>
    byName.get(name) ?? (name.startsWith("extra.") ? flattenedLeaf(name) : undefined) ?? defaultCatalogue.field(name),
  names: () => [...byName.keys(), ...defaultCatalogue.names()].sort(),
};

function flattenedLeaf(name: string): Field {
  let field = byName.get(name);
  if (field === undefined) byName.set(name, (field = { name, type: "keyword" }));
  return field;
}

interface Outcome {
  readonly query: Query | null;
  readonly diagnostics: readonly Diagnostic[];
}

function compileQuery(one: ConformanceCase): Outcome {
  const source: Source = { name: one.file, text: one.query };
  const parsed = parse(source);
  if (parsed.query === null) return { query: null, diagnostics: parsed.diagnostics };
  const { eventCategoryField } = one;
  const options = { catalogue, ...(eventCategoryField === undefined ? {} : { eventCategoryField }) };
  const checked = check(parsed.query, source, options);
  return { query: checked.query === null ? null : lower(checked.query), diagnostics: checked.diagnostics };
}

/** Both evaluators; they must agree on every event of every case. */
function holds(predicate: Predicate, event: ConformanceEvent): boolean {
  const interpreted = evaluate(predicate, documentView(event.document));
  const compiled = compile(predicate)(documentView(event.document));
  assert.equal(compiled, interpreted, `evaluate and compile disagree on event ${event.id}`);
  return interpreted;
}

function keysOf(keys: readonly JoinKey[], event: ConformanceEvent): NaiveKey[] {
  const view = documentView(event.document);
  const lists = keys.map(({ field, optional }) => {
    const values = [...new Set(view.values(field))];
    return values.length === 0 && optional ? [null] : values;
  });
  return combinationsOf<NaiveKey[number]>(lists);
}

function sequenceIds(query: SequenceQuery, events: readonly ConformanceEvent[]): number[][] {
  const all: SequenceStep[] = [...query.steps, ...(query.until === undefined ? [] : [query.until])];
  const met = events.map((event) => all.map((step) => holds(step.predicate, event)));
  const naive = naiveSequences(
    events.map((event, index) => ({
      id: event.id,
      atMs: event.atMs,
      steps: new Map(
        query.steps.flatMap((step, at) => (met[index]![at] ? [[at, keysOf(step.keys, event)] as const] : [])),
      ),
      until: query.until !== undefined && met[index]!.at(-1) ? keysOf(query.until.keys, event) : [],
    })),
    { steps: query.steps.length, ...(query.maxspanMs === undefined ? {} : { maxspanMs: query.maxspanMs }) },
  );
  assert.deepEqual(engineIds(query, events, met), naive, "the engine and the naive matcher disagree");
  return naive;
}

function engineIds(query: SequenceQuery, events: readonly ConformanceEvent[], met: readonly boolean[][]): number[][] {
  const run = new SequenceRun(query);
  const ids = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const steps = met[index]!.flatMap((holdsHere, step) => (holdsHere ? [step] : []));
    const id = String(index).padStart(4, "0");
    ids.set(id, event.id);
    const { document, atMs } = event;
    const normalized: NormalizedEvent = { kind: "event", dataset: "aws.cloudtrail", document, id, atMs, derived: [] };
    if (steps.length > 0) run.add(normalized, steps);
  }
  return run.finish().map((match) => match.events.map((event) => ids.get(event.id)!));
}

function idsOf(query: Query, events: readonly ConformanceEvent[]): (number | number[])[] {
  if (query.kind === "sequence") return sequenceIds(query, events);
  return events.filter((event) => holds(query.predicate, event)).map((event) => event.id);
}

function asWanted(diagnostic: Diagnostic): WantedDiagnostic {
  const { source, span } = diagnostic.labels[0]!;
  const { line, column } = placeOf(source, span.start);
  return { code: diagnostic.code, message: diagnostic.message, line, column };
}

function runCase(one: ConformanceCase): void {
  const { query, diagnostics } = compileQuery(one);
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(asWanted);
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(asWanted);
  if (one.wantError !== undefined) {
    assert.deepEqual(errors, Array.isArray(one.wantError) ? one.wantError : [one.wantError]);
    return;
  }
  assert.deepEqual(errors, []);
  assert.deepEqual(warnings, one.wantWarning === undefined ? [] : [one.wantWarning]);
  assert.deepEqual(idsOf(query!, one.events), one.wantIds);
}

const cases = conformanceCases();
const failures = expectedFailures();

test("EQL conformance: every case has a place, and there are enough", (context) => {
  const names = cases.map(({ file, note }) => `${file}: ${note}`);
  assert.equal(new Set(names).size, names.length, "two cases of one file share a note");
  for (const { file, note } of failures) assert.ok(names.includes(`${file}: ${note}`), `no case ${file}: ${note}`);
  assert.ok(cases.length >= 240);
  context.diagnostic(`${cases.length} EQL conformance cases, ${failures.length} known gaps`);
});

for (const one of cases) {
  const gap = failures.find(({ file, note }) => file === one.file && note === one.note);
  test(`${one.file}: ${one.note}`, () => {
    if (gap === undefined) runCase(one);
    else assert.throws(() => runCase(one), assert.AssertionError, `a known gap now passes; remove it: ${gap.reason}`);
  });
}
