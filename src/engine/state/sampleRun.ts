import type { NormalizedEvent } from "../../normalize/record.ts";
import type { SampleQuery } from "../../predicate/query.ts";
import { eventView } from "../eventView.ts";
import { distinctChoices } from "./distinctChoices.ts";
import { EventOrder, type EventOrdering } from "./eventOrder.ts";
import { FirstEvents } from "./firstEvents.ts";
import { compareJoinedKeys, type JoinedKey, joinedKeys } from "./joinedKey.ts";
import type { SequenceMatch } from "./sequence.ts";

/** A sample: its key tuple and one event per item, in the order of the items. */
export type SampleMatch = SequenceMatch<NormalizedEvent>;

export interface SampleLimits {
  /** `max_samples_per_key`: most samples of one key tuple; 1 unless told. */
  readonly samplesPerKey?: number;
  /** Most key tuples held; what comes for others is left out, and counted. */
  readonly keys?: number;
}

/** What was left out of a run; anything above zero may have cost samples. */
export interface SampleCounters {
  /** Samples found. */
  readonly completed: number;
  /** Key tuples beyond the cap of one event and item. */
  readonly cutTuples: number;
  /** Times an event came for a key tuple beyond the cap of the run. */
  readonly refusedTuples: number;
}

interface Group {
  readonly key: JoinedKey;
  /** By item. */
  readonly events: readonly FirstEvents[];
}

const defaultKeys = 1_000_000;

/**
 * One sample query over hits that arrive in any order (eql facts §9).
 *
 * For each key tuple that every item has, one event per item, all different. Elasticsearch leaves open which are chosen;
 * here they are the earliest in the order of the items, so that the result depends on the events alone. With `n` items and
 * `m` samples per key, only the first `n - 1 + m` events of each key tuple and item are held: any later one could be
 * replaced by `m` earlier ones that the other items leave free, so it is in none of the first `m` samples.
 */
export class SampleRun {
  readonly #query: SampleQuery;
  readonly #order: EventOrder;
  readonly #samplesPerKey: number;
  readonly #mostKeys: number;
  readonly #groups = new Map<string, Group>();
  #completed = 0;
  #cutTuples = 0;
  #refusedTuples = 0;

  constructor(query: SampleQuery, ordering: EventOrdering = {}, limits: SampleLimits = {}) {
    this.#query = query;
    this.#order = new EventOrder(ordering);
    this.#samplesPerKey = limits.samplesPerKey ?? 1;
    this.#mostKeys = limits.keys ?? defaultKeys;
  }

  get counters(): SampleCounters {
    return { completed: this.#completed, cutTuples: this.#cutTuples, refusedTuples: this.#refusedTuples };
  }

  /** Takes a hit; the same one again changes nothing. */
  add(event: NormalizedEvent, steps: readonly number[]): void {
    const view = eventView(event);
    const placed = { event, position: this.#order.positionOf(event) };
    for (const step of steps) {
      const { keys, cut } = joinedKeys(this.#query.steps[step]?.keys ?? [], view);
      this.#cutTuples += cut;
      for (const key of keys) this.#groupOf(key)?.events[step]?.add(placed);
    }
  }

  /** The samples of all that was added: ascending by key tuple, null first, then in the order of choice. */
  finish(): SampleMatch[] {
    const groups = [...this.#groups.values()].sort((a, b) => compareJoinedKeys(a.key, b.key));
    const samples = groups.flatMap((group) => this.#samplesOf(group));
    this.#completed = samples.length;
    return samples;
  }

  #samplesOf({ key, events }: Group): SampleMatch[] {
    const lists = events.map(({ placed }) => placed.map(({ event }) => event));
    return distinctChoices(lists, ({ id }) => id, this.#samplesPerKey).map((chosen) => ({ key, events: chosen }));
  }

  #groupOf(key: JoinedKey): Group | undefined {
    const present = this.#groups.get(key.text);
    if (present !== undefined) return present;
    if (this.#groups.size >= this.#mostKeys) {
      this.#refusedTuples++;
      return undefined;
    }
    const most = this.#query.steps.length - 1 + this.#samplesPerKey;
    const group = { key, events: this.#query.steps.map(() => new FirstEvents(most)) };
    this.#groups.set(key.text, group);
    return group;
  }
}
