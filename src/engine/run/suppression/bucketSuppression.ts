import { indexOf } from "../../../normalize/record.ts";
import type { SuppressionOptions } from "../../../rule/rule.ts";
import type { Alert } from "../../alert.ts";
import { space, version } from "../../alertId.ts";
import { getOrPut } from "../../getOrPut.ts";
import { objectHash } from "../../objectHash.ts";
import { AlertBook, type Limit } from "../alertBook.ts";
import type { AlertCandidate } from "../executor.ts";
import { loss } from "../losses.ts";
import type { ScheduledRun } from "../ruleRun.ts";
import { BucketHistory } from "./bucketHistory.ts";
import { type BucketKey, bucketKeys, compareBucketKeys } from "./bucketKeys.ts";
import { OpenAlerts, type Suppressible } from "./openAlerts.ts";
import { hashableTerms, instanceOf } from "./suppressed.ts";

/** The events of one run that have the same values; those are counted in each bucket that an array puts them in. */
interface Bucket {
  readonly key: BucketKey;
  /** The earliest, which becomes the alert. */
  readonly first: AlertCandidate;
  count: number;
  endMs: number;
}

/**
 * Suppression of query rules: the events of a run in buckets by value, one alert a bucket (kibana
 * …/query/alert_suppression/group_and_bulk_create.ts).
 *
 * An event counts in a bucket for each combination of its values, in those of null where it lacks one; with `doNotSuppress` an
 * event that lacks one has its own alert. What a bucket's earlier runs had seen is not counted again. With a duration buckets
 * update an alert of the same values that was written within it.
 */
export class BucketSuppression {
  readonly #ruleUuid: string;
  readonly #options: SuppressionOptions;
  readonly #limit: Limit;
  readonly #book = new AlertBook();
  readonly #open: OpenAlerts;
  readonly #history: BucketHistory;
  #cutKeys = 0;

  constructor(ruleUuid: string, options: SuppressionOptions, limit: Limit, mostGroups?: number) {
    this.#ruleUuid = ruleUuid;
    this.#options = options;
    this.#limit = limit;
    this.#open = new OpenAlerts(this.#book, mostGroups);
    this.#history = new BucketHistory(mostGroups);
  }

  /** The candidates ascend by time. */
  write(run: ScheduledRun, candidates: readonly AlertCandidate[]): void {
    this.#history.expire(run.fromMs);
    const buckets = new Map<string, Bucket>();
    const alone = candidates.filter((candidate) => !this.#count(candidate, run, buckets));
    const all = [...buckets.values()].sort((a, b) => compareBucketKeys(a.key, b.key));
    // Kibana asks for one bucket more than it may write, to see whether there are more, and writes it too.
    const kept = all.slice(0, this.#limit.most + 1);
    if (kept.length < this.#limit.most) this.#writeAlone(alone);
    this.#writeBuckets(kept, run);
    for (const { key, endMs } of kept) this.#history.add(key.text, endMs);
    for (const { first } of all.slice(kept.length)) this.#book.cut(first.alert.id);
  }

  alerts(): Alert[] {
    return this.#book.alerts();
  }

  losses(): string[] {
    const keys = loss(this.#cutKeys, "suppression groups left out, one event was in too many");
    return [...this.#book.losses(), ...this.#open.losses(), ...this.#history.losses(), ...keys];
  }

  /** Counts an event in its buckets; false for one that stands alone. */
  #count(candidate: AlertCandidate, run: ScheduledRun, buckets: Map<string, Bucket>): boolean {
    const fields = this.#options.fields.map(candidate.sourceValue);
    if (this.#options.missing === "doNotSuppress" && fields.some((field) => field === undefined)) return false;
    const { keys, cut } = bucketKeys(fields);
    this.#cutKeys += cut;
    const { endMs } = candidate;
    if (keys.some(({ text }) => this.#history.covers(text, endMs, run.fromMs))) return true;
    for (const key of keys) {
      const bucket = getOrPut(buckets, key.text, () => ({ key, first: candidate, count: 0, endMs }));
      bucket.count++;
      bucket.endMs = Math.max(bucket.endMs, endMs);
    }
    return true;
  }

  #writeAlone(alone: readonly AlertCandidate[]): void {
    let created = 0;
    for (const { alert } of alone) {
      if (this.#book.has(alert.id)) continue;
      if (created++ < this.#limit.most) this.#book.write(alert);
      else this.#book.cut(alert.id);
    }
  }

  #writeBuckets(buckets: readonly Bucket[], { nowMs }: ScheduledRun): void {
    const found = buckets.map((bucket) => this.#suppressible(bucket));
    const { durationMs } = this.#options;
    // Without a duration there is no alert to update: each run's buckets are alerts of their own.
    const sinceMs = durationMs === undefined ? Number.POSITIVE_INFINITY : nowMs - durationMs;
    const isPerRun = durationMs === undefined;
    this.#open.write(found, { nowMs, sinceMs, isPerRun, most: Number.POSITIVE_INFINITY });
  }

  #suppressible({ key, first, count, endMs }: Bucket): Suppressible {
    const { alert, startMs } = first;
    const terms = this.#options.fields.map((field, at) => ({ field, value: key.values[at] ?? null }));
    const instance = instanceOf(terms, this.#ruleUuid);
    const { id, dataset } = alert.events[0]!;
    const rule = `${space}:${this.#ruleUuid}`;
    const times = [new Date(startMs), new Date(endMs)];
    const hash = objectHash([indexOf(dataset), id, version, rule, hashableTerms(terms), ...times]);
    return { alert, id: hash, state: { terms, instance, startMs, endMs, count: count - 1 } };
  }
}
