import assert from "node:assert/strict";
import { test } from "node:test";
import { documentView } from "../../src/ecs/event.ts";
import { applyPipes } from "../../src/engine/pipes.ts";
import { SampleRun } from "../../src/engine/state/sampleRun.ts";
import { SequenceRun } from "../../src/engine/state/sequenceRun.ts";
import { check } from "../../src/language/eql/check.ts";
import { lower } from "../../src/language/eql/lower.ts";
import { parse } from "../../src/language/eql/parser.ts";
import type { NormalizedEvent } from "../../src/normalize/record.ts";
import { compile } from "../../src/predicate/compile.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";
import type { Predicate } from "../../src/predicate/predicate.ts";
import type { JoinKey, Pipe, Query, SampleQuery, SequenceQuery, SequenceStep } from "../../src/predicate/query.ts";
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
import { naiveSamples } from "./naiveSample.ts";
import { combinationsOf, type NaiveEvent, type NaiveKey, naiveSequences } from "./naiveSequence.ts";

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

/** Ids of a sequence or sample, one per step; null stands for a missing event. */
type Ids = (number | null)[];

/** By event and step: whether the event satisfies it. */
type Met = readonly (readonly boolean[])[];

function metBy(events: readonly ConformanceEvent[], steps: readonly SequenceStep[]): Met {
  return events.map((event) => steps.map((step) => holds(step.predicate, event)));
}

/** The events as the naive matchers see them; `until` is the step behind the last. */
function naiveEvents(
  events: readonly ConformanceEvent[],
  met: Met,
  steps: readonly SequenceStep[],
  until?: SequenceStep,
): NaiveEvent<number>[] {
  return events.map((event, index) => {
    const satisfied = steps.flatMap((step, at) => (met[index]![at] ? [[at, keysOf(step.keys, event)] as const] : []));
    const ends = until !== undefined && met[index]![steps.length] === true;
    return { id: event.id, atMs: event.atMs, steps: new Map(satisfied), until: ends ? keysOf(until.keys, event) : [] };
  });
}

function sequenceIds(query: SequenceQuery, events: readonly ConformanceEvent[]): Ids[] {
  const { steps, until, maxspanMs } = query;
  const met = metBy(events, until === undefined ? steps : [...steps, until]);
  const naive = naiveSequences(naiveEvents(events, met, steps, until), {
    steps: steps.length,
    missing: steps.flatMap((step, at) => (step.missing ? [at] : [])),
    ...(maxspanMs === undefined ? {} : { maxspanMs }),
  });
  const run = new SequenceRun(query);
  const ids = addAll(run, events, met);
  const engine = run.finish().map((match) => {
    const present = match.events.map((event) => ids.get(event.id)!);
    return steps.map((step) => (step.missing ? null : present.shift()!));
  });
  assert.deepEqual(engine, naive, "the engine and the naive matcher disagree");
  return naive;
}

function sampleIds(query: SampleQuery, events: readonly ConformanceEvent[], samplesPerKey: number): Ids[] {
  const met = metBy(events, query.steps);
  const naive = naiveSamples(naiveEvents(events, met, query.steps), query.steps.length, samplesPerKey);
  const run = new SampleRun(query, {}, { samplesPerKey });
  const ids = addAll(run, events, met);
  const engine = run.finish().map((match) => match.events.map((event) => ids.get(event.id)!));
  assert.deepEqual(engine, naive, "the engine and the naive matcher disagree");
  return naive;
}

/** Gives a run its hits; the answer tells a case's id by an event's. */
function addAll(run: SequenceRun | SampleRun, events: readonly ConformanceEvent[], met: Met): Map<string, number> {
  const ids = new Map<string, number>();
  for (const [index, { id, document, atMs }] of events.entries()) {
    const steps = met[index]!.flatMap((holdsHere, step) => (holdsHere ? [step] : []));
    const own = String(index).padStart(4, "0");
    ids.set(own, id);
    const event: NormalizedEvent = { kind: "event", dataset: "aws.cloudtrail", document, id: own, atMs, derived: [] };
    if (steps.length > 0) run.add(event, steps);
  }
  return ids;
}

function idsOf(query: Query, one: ConformanceCase): (number | Ids)[] {
  switch (query.kind) {
    case "event": {
      const events = [...one.events].sort((a, b) => a.atMs - b.atMs);
      return piped(
        events.filter((event) => holds(query.predicate, event)),
        query.pipes,
        one,
      ).map(({ id }) => id);
    }
    case "sequence":
      return piped(sequenceIds(query, one.events), query.pipes, one);
    case "sample":
      // Samples are found in the order of keys, and the search ends with the last that `size` allows (SampleIterator).
      return piped(sampleIds(query, one.events, one.maxSamplesPerKey ?? 1), query.pipes, {
        ...one,
        resultPosition: "head",
      });
  }
}

/** Both the engine's pipes and, result by result, our own; they must agree. */
function piped<T>(results: readonly T[], pipes: readonly Pipe[] | undefined, one: ConformanceCase): T[] {
  const { size, resultPosition } = one;
  const limits = {
    ...(size === undefined ? {} : { size }),
    ...(resultPosition === undefined ? {} : { resultPosition }),
  };
  const engine = applyPipes(results, pipes, limits);
  const implicit = size === undefined ? [] : [{ kind: pipes?.[0]?.kind ?? resultPosition ?? "tail", count: size }];
  const rest = [...results];
  for (const { kind, count } of [...implicit, ...(pipes ?? [])]) {
    while (rest.length > count) kind === "head" ? rest.pop() : rest.shift();
  }
  assert.deepEqual(engine, rest);
  return rest;
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
  assert.deepEqual(idsOf(query!, one), one.wantIds);
}

const cases = conformanceCases("eql");
const failures = expectedFailures("eql");

test("EQL conformance: every case has a place, and there are enough", (context) => {
  const names = cases.map(({ file, note }) => `${file}: ${note}`);
  assert.equal(new Set(names).size, names.length, "two cases of one file share a note");
  for (const { file, note } of failures) assert.ok(names.includes(`${file}: ${note}`), `no case ${file}: ${note}`);
  assert.ok(cases.length >= 600);
  context.diagnostic(`${cases.length} EQL conformance cases, ${failures.length} known gaps`);
});

for (const one of cases) {
  const gap = failures.find(({ file, note }) => file === one.file && note === one.note);
  test(`${one.file}: ${one.note}`, () => {
    if (gap === undefined) runCase(one);
    else assert.throws(() => runCase(one), assert.AssertionError, `a known gap now passes; remove it: ${gap.reason}`);
  });
}
