import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import type { Execution } from "../../rule/rule.ts";
import { getOrPut } from "../getOrPut.ts";
import { compareJoinedKeys, type JoinedKey, joinedKeys } from "../state/joinedKey.ts";
import type { Rows } from "./rowStore.ts";
import type { ScheduledRun } from "./ruleRun.ts";

export type ThresholdExecution = Extract<Execution, { kind: "threshold" }>;

/** A group that reached the threshold in a run. */
export interface ThresholdBucket {
  /** One value for each group field, in order; none without fields. */
  readonly terms: readonly Scalar[];
  readonly count: number;
  /** Distinct values of the cardinality field; absent when the rule asks for none. */
  readonly cardinality?: number;
  /** Time of the first and of the last event counted, epoch milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
}

interface Bucket {
  readonly key: JoinedKey;
  /** Its rows that entered the window, ascending; those before `head` left it. */
  readonly rows: number[];
  head: number;
  /** `lastSignalTimestamp`: the last event of the last alert on these terms. */
  alertedMs: number;
}

interface Reached {
  readonly bucket: Bucket;
  readonly counted: ThresholdBucket;
}

/**
 * The groups that reach a threshold, run by run (kibana …/threshold/{find_threshold_signals,build_threshold_aggregation}.ts).
 *
 * Each combination of the values of the group fields is a group; an event that lacks one of them is in none, one with
 * several values in several; without fields all events are one group. A group is reported when its events in the window,
 * both ends inclusive, are at least `value` and have at least the wanted number of distinct values. A group that was
 * reported makes later runs leave out the events that hold its terms up to its last event: all such events, also from
 * the groups of their other values (…/get_threshold_bucket_filters.ts), for as long as that time is after the start of the
 * window (…/utils.ts, `getSignalHistory`).
 *
 * Distinct values are counted exactly, where Elasticsearch's aggregation is approximate above 3,000. An event whose array
 * holds a number twice counts once for it; Elasticsearch counts it twice.
 *
 * Rows have the group fields as their first columns, in order, then the cardinality fields, of which Kibana reads only
 * the first. Only groups that an event entered since the last run, or that were not reported then, are looked at: no other
 * can reach the threshold.
 */
export class ThresholdBuckets {
  readonly #execution: ThresholdExecution;
  readonly #rows: Rows;
  readonly #buckets = new Map<string, Bucket>();
  /** Of rows in several groups, those groups. */
  readonly #shared = new Map<number, readonly Bucket[]>();
  /** Those that reached the threshold in the last run, beyond what was to be kept. */
  #unreported: ReadonlySet<Bucket> = new Set();
  #entered = 0;
  #left = 0;
  #cut = 0;

  constructor(execution: ThresholdExecution, rows: Rows) {
    this.#execution = execution;
    this.#rows = rows;
  }

  /** How many combinations were left out, because one event has more than 1,000. */
  get cut(): number {
    return this.#cut;
  }

  /**
   * The groups that reach the threshold in a run, by their values ascending, of which `keep` says how many become alerts
   * and so count as reported. Runs are given in order of time.
   */
  run(run: ScheduledRun, keep = Number.POSITIVE_INFINITY): ThresholdBucket[] {
    const touched = this.#move(run);
    const reached: Reached[] = [];
    for (const bucket of touched) {
      const counted = this.#count(bucket, run.fromMs);
      if (counted !== undefined) reached.push({ bucket, counted });
    }
    reached.sort((a, b) => compareJoinedKeys(a.bucket.key, b.bucket.key));
    const kept = reached.slice(0, keep);
    this.#unreported = new Set(reached.slice(keep).map(({ bucket }) => bucket));
    for (const { bucket, counted } of kept) bucket.alertedMs = counted.lastMs;
    return kept.map(({ counted }) => counted);
  }

  /** Moves the window; the groups that gained events by that. */
  #move({ fromMs, toMs }: ScheduledRun): Set<Bucket> {
    const touched = new Set<Bucket>(this.#unreported);
    while (this.#left < this.#rows.count && this.#rows.atMs(this.#left) < fromMs) this.#left++;
    while (this.#entered < this.#rows.count && this.#rows.atMs(this.#entered) <= toMs)
      this.#enter(this.#entered++, touched);
    // Reports of this very time are forgotten now, while their last events are still in the window.
    for (let row = this.#left; row < this.#entered && this.#rows.atMs(row) === fromMs; row++) {
      const buckets = this.#bucketsOf(row);
      if (buckets.some(({ alertedMs }) => alertedMs === fromMs)) for (const bucket of buckets) touched.add(bucket);
    }
    return touched;
  }

  #enter(row: number, touched: Set<Bucket>): void {
    const buckets = this.#keysOf(row).map((key) =>
      getOrPut(
        this.#buckets,
        key.text,
        (): Bucket => ({ key, rows: [], head: 0, alertedMs: Number.NEGATIVE_INFINITY }),
      ),
    );
    if (buckets.length > 1) this.#shared.set(row, buckets);
    for (const bucket of buckets) {
      bucket.rows.push(row);
      touched.add(bucket);
    }
  }

  #keysOf(row: number): readonly JoinedKey[] {
    const { fields } = this.#execution;
    const view = { values: (field: Field) => this.#rows.values(row, fields.indexOf(field)) };
    const { keys, cut } = joinedKeys(
      fields.map((field) => ({ field, optional: false })),
      view,
    );
    this.#cut += cut;
    return keys;
  }

  #bucketsOf(row: number): readonly Bucket[] {
    return this.#shared.get(row) ?? this.#keysOf(row).flatMap(({ text }) => this.#buckets.get(text) ?? []);
  }

  #count(bucket: Bucket, fromMs: number): ThresholdBucket | undefined {
    const { value, cardinality } = this.#execution;
    const { rows, alertedMs } = bucket;
    while (bucket.head < rows.length && rows[bucket.head]! < this.#left) bucket.head++;
    const start = alertedMs > fromMs ? this.#firstAfter(bucket, alertedMs) : bucket.head;
    if (rows.length - start < Math.max(1, value)) return undefined;
    const column = this.#execution.fields.length;
    const wanted = cardinality[0]?.value;
    const distinct = new Set<Scalar>();
    let count = 0;
    let [firstMs, lastMs] = [0, 0];
    for (let at = start; at < rows.length; at++) {
      const row = rows[at]!;
      if (this.#isReported(row, fromMs)) continue;
      if (wanted !== undefined) for (const each of this.#rows.values(row, column)) distinct.add(each);
      lastMs = this.#rows.atMs(row);
      if (count++ === 0) firstMs = lastMs;
    }
    if (count < Math.max(1, value) || (wanted !== undefined && distinct.size < wanted)) return undefined;
    const terms = bucket.key.values as readonly Scalar[];
    const reached = { terms, count, firstMs, lastMs };
    return wanted === undefined ? reached : { ...reached, cardinality: distinct.size };
  }

  #firstAfter({ rows, head }: Bucket, ms: number): number {
    let low = head;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#rows.atMs(rows[middle]!) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of a row in several groups, whether one of them was reported with it. */
  #isReported(row: number, fromMs: number): boolean {
    const atMs = this.#rows.atMs(row);
    const shared = this.#shared.get(row);
    return shared?.some(({ alertedMs }) => alertedMs > fromMs && atMs <= alertedMs) ?? false;
  }
}
