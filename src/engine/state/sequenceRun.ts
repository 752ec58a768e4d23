import { getField } from "../../ecs/document.ts";
import type { EventView } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import type { EcsValue, Scalar } from "../../ecs/value.ts";
import type { NormalizedEvent } from "../../normalize/record.ts";
import type { JoinKey, SequenceQuery } from "../../predicate/query.ts";
import type { Rule } from "../../rule/rule.ts";
import { Copies, type Entry } from "../copies.ts";
import { eventView } from "../eventView.ts";
import { getOrPut } from "../getOrPut.ts";
import { type JoinedKey, joinedKeys } from "./joinedKey.ts";
import { comparePositions, compareScalars, type Position } from "./order.ts";
import {
  type SequenceCounters,
  type SequenceInput,
  type SequenceLimits,
  SequenceMachine,
  type SequenceMatch,
} from "./sequence.ts";

/** {@link SequenceCounters}, and what did not reach the machine. */
export interface SequenceRunCounters extends SequenceCounters {
  /** Events that came after the run had passed their time. */
  late: number;
  /** Key tuples beyond the cap of one event and step. */
  cutTuples: number;
}

/** The rule settings that decide the order of events. */
export type SequenceOrdering = Pick<Rule, "timestampField" | "tiebreakerField">;

/**
 * One sequence query over hits that arrive in any order.
 *
 * Hits are held, each event id once, until `advance` says that nothing earlier will come; then they run through the
 * machine in order. The result depends on neither the order of hits, nor repetition, nor how calls are cut, as long as no hit is
 * late. Time is the rule's `timestamp_field` (default `@timestamp`), not its `timestamp_override`
 * (elastic-rules facts §4); an event without that field keeps its `@timestamp`.
 */
export class SequenceRun {
  readonly #query: SequenceQuery;
  readonly #machine: SequenceMachine<NormalizedEvent>;
  readonly #timestamp: Field | undefined;
  readonly #tiebreaker: string | undefined;
  readonly #copies = new Copies();
  #passedMs = Number.NEGATIVE_INFINITY;
  #late = 0;
  #cutTuples = 0;

  constructor(query: SequenceQuery, ordering: SequenceOrdering = {}, limits: SequenceLimits = {}) {
    const { maxspanMs } = query;
    const shape = { steps: query.steps.length, ...(maxspanMs === undefined ? {} : { maxspanMs }) };
    this.#query = query;
    this.#machine = new SequenceMachine(shape, limits);
    const { timestampField, tiebreakerField } = ordering;
    const plain = timestampField === undefined || timestampField === "@timestamp";
    this.#timestamp = plain ? undefined : { name: timestampField, type: "date" };
    this.#tiebreaker = tiebreakerField;
  }

  get counters(): SequenceRunCounters {
    return { ...this.#machine.counters, late: this.#late, cutTuples: this.#cutTuples };
  }

  /** Events held and key tuples pending: what bounds the memory. */
  get held(): { readonly events: number; readonly keys: number } {
    return { events: this.#copies.size, keys: this.#machine.pending };
  }

  /** Takes a hit; false when its time has passed already (counted as late). */
  add(event: NormalizedEvent, steps: readonly number[]): boolean {
    if (this.#timeOf(event) < this.#passedMs) {
      this.#late++;
      return false;
    }
    this.#copies.add(event, steps);
    return true;
  }

  /**
   * Runs every held event earlier than `untilMs` and returns the sequences completed, ascending by last event, then key.
   *
   * Call it once a batch: it looks at every event held.
   */
  advance(untilMs: number): SequenceMatch<NormalizedEvent>[] {
    this.#passedMs = Math.max(this.#passedMs, untilMs);
    const due = this.#copies.take((event) => this.#timeOf(event) < untilMs);
    const completed = this.#run(due);
    if (Number.isFinite(untilMs)) this.#machine.expire(untilMs);
    return completed;
  }

  /** Runs all that is held. */
  finish(): SequenceMatch<NormalizedEvent>[] {
    return this.advance(Number.POSITIVE_INFINITY);
  }

  #run(entries: readonly Entry[]): SequenceMatch<NormalizedEvent>[] {
    const placed = entries.map((entry) => ({ entry, position: this.#positionOf(entry.event) }));
    placed.sort((a, b) => comparePositions(a.position, b.position));
    return placed.flatMap(({ entry, position }) => this.#machine.push(this.#inputOf(entry, position.atMs)));
  }

  #inputOf(entry: Entry, atMs: number): SequenceInput<NormalizedEvent> {
    const { steps, until } = this.#query;
    const keysOf = new EntryKeys();
    const matches = entry.steps.map((step) => {
      const event = entry.eventOf(step);
      return { step, event, keys: keysOf.of(event, (steps[step] ?? until)?.keys ?? []) };
    });
    this.#cutTuples += keysOf.cut;
    return { atMs, steps: matches };
  }

  #positionOf(event: NormalizedEvent): Position {
    return { atMs: this.#timeOf(event), tiebreaker: this.#tiebreakerOf(event), id: event.id };
  }

  #timeOf(event: NormalizedEvent): number {
    if (this.#timestamp === undefined) return event.atMs;
    const value = eventView(event).values(this.#timestamp)[0];
    return typeof value === "number" && !Number.isNaN(value) ? value : event.atMs;
  }

  #tiebreakerOf(event: NormalizedEvent): Scalar | null {
    return this.#tiebreaker === undefined ? null : smallestScalar(getField(event.document, this.#tiebreaker));
  }
}

// Elasticsearch sorts ascending by the smallest of several values.
function smallestScalar(value: EcsValue | undefined): Scalar | null {
  let smallest: Scalar | null = null;
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === undefined || item === null || typeof item === "object") continue;
    if (smallest === null || compareScalars(item, smallest) < 0) smallest = item;
  }
  return smallest;
}

/** The key tuples of one entry; the repetitions of a step (`with runs`) share theirs. */
class EntryKeys {
  cut = 0;
  readonly #views = new Map<NormalizedEvent, EventView>();
  readonly #known = new Map<EventView, Map<readonly JoinKey[], readonly JoinedKey[]>>();

  of(event: NormalizedEvent, keys: readonly JoinKey[]): readonly JoinedKey[] {
    const view = getOrPut(this.#views, event, () => eventView(event));
    const known = getOrPut(this.#known, view, () => new Map());
    return getOrPut(known, keys, () => {
      const joined = joinedKeys(keys, view);
      this.cut += joined.cut;
      return joined.keys;
    });
  }
}
