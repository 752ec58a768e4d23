import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Field } from "../../src/ecs/field.ts";
import { RowStore } from "../../src/engine/run/rowStore.ts";
import type { ScheduledRun } from "../../src/engine/run/ruleRun.ts";
import {
  type ThresholdBucket,
  ThresholdBuckets,
  type ThresholdExecution,
} from "../../src/engine/run/thresholdBuckets.ts";
import { numRuns } from "./numRuns.ts";

interface Row {
  readonly atMs: number;
  readonly id: string;
  readonly values: readonly (readonly string[])[];
}

const fieldNamed = (name: string): Field => ({ name, type: "keyword" });

const few = fc.uniqueArray(fc.constantFrom("x", "y", "z"), { maxLength: 2 });

const scenes = fc.record({
  rows: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 60 }),
      id: fc.constantFrom("a", "b", "c", "d"),
      values: fc.tuple(few, few, few),
    }),
    { maxLength: 30 },
  ),
  fields: fc.integer({ min: 0, max: 2 }),
  value: fc.integer({ min: 1, max: 4 }),
  cardinality: fc.option(fc.integer({ min: 1, max: 3 })),
  intervalMs: fc.integer({ min: 1, max: 15 }),
  windowMs: fc.integer({ min: 0, max: 30 }),
  delayMs: fc.integer({ min: 0, max: 3 }),
  most: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
});

test("thresholds are reached as the definition says, whatever the order and repetition of events", () => {
  fc.assert(
    fc.property(scenes, fc.infiniteStream(fc.nat()), (scene, random) => {
      const { rows, fields, value, cardinality, most } = scene;
      const execution: ThresholdExecution = {
        kind: "threshold",
        fields: ["a", "b"].slice(0, fields).map(fieldNamed),
        value,
        cardinality: cardinality === null ? [] : [{ field: fieldNamed("c"), value: cardinality }],
      };
      const kept = rows.map((row) => ({ ...row, values: [...row.values.slice(0, fields), row.values[2]!] }));
      const shuffled = [...kept, ...kept.slice(0, 5)]
        .map((row) => ({ row, key: random.next().value as number }))
        .sort((a, b) => a.key - b.key);
      const store = new RowStore(fields + 1);
      for (const { row } of shuffled) store.add(row.atMs, row.id, "i", row.values);
      const buckets = new ThresholdBuckets(execution, store.rows());
      const found = runsOf(scene).map((run) => buckets.run(run, most));
      assert.deepEqual(found, naive(execution, kept, runsOf(scene), most));
    }),
    { numRuns: numRuns(300) },
  );
});

function runsOf({
  intervalMs,
  windowMs,
  delayMs,
}: {
  intervalMs: number;
  windowMs: number;
  delayMs: number;
}): ScheduledRun[] {
  const runs: ScheduledRun[] = [];
  for (let nowMs = 0; nowMs <= 90; nowMs += intervalMs) {
    runs.push({ nowMs, fromMs: nowMs - delayMs - windowMs, toMs: nowMs - delayMs });
  }
  return runs;
}

interface Report {
  readonly terms: readonly string[];
  readonly lastMs: number;
}

/** Each run anew: drop old reports, leave out what they name, group what is left. */
function naive(
  execution: ThresholdExecution,
  rows: readonly Row[],
  runs: readonly ScheduledRun[],
  most: number,
): ThresholdBucket[][] {
  const width = execution.fields.length;
  const distinct = [...new Map(rows.map((row) => [JSON.stringify([row.atMs, row.id, row.values]), row])).values()];
  let reports = new Map<string, Report>();
  return runs.map(({ fromMs, toMs }) => {
    reports = new Map([...reports].filter(([, { lastMs }]) => lastMs > fromMs));
    const seen = distinct.filter(
      (row) =>
        row.atMs >= fromMs &&
        row.atMs <= toMs &&
        ![...reports.values()].some(
          ({ terms, lastMs }) => row.atMs <= lastMs && terms.every((term, at) => row.values[at]!.includes(term)),
        ),
    );
    const groups = new Map<string, { terms: string[]; rows: Row[] }>();
    for (const row of seen) {
      for (const terms of combinations(row.values.slice(0, width))) {
        const key = terms.join();
        const group = groups.get(key) ?? { terms, rows: [] };
        group.rows.push(row);
        groups.set(key, group);
      }
    }
    const reached = [...groups.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, group]) => bucketOf(execution, group) ?? [])
      .slice(0, most);
    for (const { terms, lastMs } of reached) reports.set(terms.join(), { terms: terms as string[], lastMs });
    return reached;
  });
}

function bucketOf(
  execution: ThresholdExecution,
  { terms, rows }: { terms: string[]; rows: Row[] },
): ThresholdBucket | undefined {
  const wanted = execution.cardinality[0]?.value;
  const values = new Set(rows.flatMap((row) => row.values[execution.fields.length]!));
  if (rows.length < execution.value || (wanted !== undefined && values.size < wanted)) return undefined;
  const times = rows.map(({ atMs }) => atMs);
  return {
    terms,
    count: rows.length,
    firstMs: Math.min(...times),
    lastMs: Math.max(...times),
    ...(wanted === undefined ? {} : { cardinality: values.size }),
  };
}

function combinations(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((made, list) => made.flatMap((terms) => list.map((term) => [...terms, term])), [[]]);
}
