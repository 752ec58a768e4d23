import type { EventView } from "../../ecs/event.ts";
import type { NormalizedEvent } from "../../normalize/record.ts";
import type { JoinKey, SequenceQuery, SequenceStep } from "../../predicate/query.ts";
import { Copies, type Entry } from "../copies.ts";
import { eventView } from "../eventView.ts";
import { getOrPut } from "../getOrPut.ts";
import { EventOrder, type EventOrdering } from "./eventOrder.ts";
import { type JoinedKey, joinedKeys } from "./joinedKey.ts";
import { comparePositions } from "./order.ts";
import {
  type SequenceCounters,
  type SequenceInput,
  type SequenceLimits,
  SequenceMachine,
  type SequenceMatch,
  type SequenceShape,
} from "./sequence.ts";
import type { SequenceTrace } from "./sequenceTrace.ts";

/** {@link SequenceCounters}, and what did not reach the machine. */
export interface SequenceRunCounters extends SequenceCounters {
  /** Events that came after the run had passed their time. */
  late: number;
  /** Key tuples beyond the cap of one event and step. */
  cutTuples: number;
}

/**
 * One sequence query over hits that arrive in any order.
 *
 * Hits are held, each event once, until `advance` says that nothing earlier will come; then they run through the machine
 * in order. The result depends on neither the order of hits, nor repetition, nor how calls are cut, as long as no hit is
 * late. Time is as `EventOrder` has it.
 *
 * Copies of an event id count as one event only where they stand at the same time, and then under the join keys of each.
 * So a forged copy can do what a forged event could, but it cannot take the real one out of its place.
 */
export class SequenceRun {
  readonly #query: SequenceQuery;
  readonly #machine: SequenceMachine<NormalizedEvent>;
  readonly #order: EventOrder;
  readonly #idle: ReadonlySet<number>;
  readonly #copies = new Copies();
  #passedMs = Number.NEGATIVE_INFINITY;
  #late = 0;
  #cutTuples = 0;

  constructor(
    query: SequenceQuery,
    ordering: EventOrdering = {},
    limits: SequenceLimits = {},
    trace?: SequenceTrace<NormalizedEvent>,
  ) {
    this.#query = query;
    this.#machine = new SequenceMachine(shapeOf(query), limits, trace);
    this.#order = new EventOrder(ordering);
    this.#idle = new Set(query.steps.flatMap((step, at) => (isRepeatedAbsence(step, query.steps[at - 1]) ? [at] : [])));
  }

  get counters(): SequenceRunCounters {
    return { ...this.#machine.counters, late: this.#late, cutTuples: this.#cutTuples };
  }

  /** Events held, key tuples pending, missing events remembered and sequences held back: what bounds the memory. */
  get held(): { readonly events: number; readonly keys: number; readonly sightings: number; readonly waiting: number } {
    const { pending, sightings, waiting } = this.#machine;
    return { events: this.#copies.size, keys: pending, sightings, waiting };
  }

  /** Takes a hit; false when its time has passed already (counted as late). */
  add(event: NormalizedEvent, steps: readonly number[]): boolean {
    const { atMs, tiebreaker } = this.#order.positionOf(event);
    if (atMs < this.#passedMs) {
      this.#late++;
      return false;
    }
    this.#copies.add(event, steps, `${atMs} ${typeof tiebreaker} ${tiebreaker}`);
    return true;
  }

  /**
   * Runs every held event earlier than `untilMs` and returns the sequences that are certain, ascending by last event,
   * then key, over all calls. With trailing missing events a sequence is certain once `untilMs` has passed maxspan.
   *
   * Call it once a batch: it looks at every event held.
   */
  advance(untilMs: number): SequenceMatch<NormalizedEvent>[] {
    this.#passedMs = Math.max(this.#passedMs, untilMs);
    const due = this.#copies.take((event) => this.#order.timeOf(event) < untilMs);
    const certain = this.#run(due);
    return certain.concat(Number.isFinite(untilMs) ? this.#machine.expire(untilMs) : this.#machine.finish());
  }

  /** Runs all that is held. */
  finish(): SequenceMatch<NormalizedEvent>[] {
    return this.advance(Number.POSITIVE_INFINITY);
  }

  #run(entries: readonly Entry[]): SequenceMatch<NormalizedEvent>[] {
    const placed = entries.map((entry) => ({ entry, position: this.#order.positionOf(entry.event) }));
    placed.sort((a, b) => comparePositions(a.position, b.position));
    return placed.flatMap(({ entry, position }) => this.#machine.push(this.#inputOf(entry, position.atMs)));
  }

  #inputOf(entry: Entry, atMs: number): SequenceInput<NormalizedEvent> {
    const { steps, until } = this.#query;
    const keysOf = new EntryKeys();
    const active = entry.steps.filter((step) => !this.#idle.has(step));
    const matches = active.flatMap((step) => {
      const joinKeys = (steps[step] ?? until)?.keys ?? [];
      return keysOf.ofCopies(entry.copiesOf(step), joinKeys).map(({ event, keys }) => ({ step, event, keys }));
    });
    this.#cutTuples += keysOf.cut;
    return { atMs, steps: matches };
  }
}

function shapeOf({ steps, maxspanMs }: SequenceQuery): SequenceShape {
  const missing = steps.flatMap((step, at) => (step.missing ? [at] : []));
  return { steps: steps.length, missing, ...(maxspanMs === undefined ? {} : { maxspanMs }) };
}

/** A missing event that is asked for again (`![ … ] with runs=2`) says no more than once; it is a placeholder only. */
function isRepeatedAbsence(step: SequenceStep, before: SequenceStep | undefined): boolean {
  return step.missing === true && step === before;
}

/** The key tuples of one entry; the repetitions of a step (`with runs`) share theirs. */
class EntryKeys {
  cut = 0;
  readonly #views = new Map<NormalizedEvent, EventView>();
  readonly #known = new Map<EventView, Map<readonly JoinKey[], readonly JoinedKey[]>>();

  /** The tuples of each copy that no smaller copy has. */
  ofCopies(copies: readonly NormalizedEvent[], keys: readonly JoinKey[]) {
    const taken = new Set<string>();
    return copies.map((event) => {
      const fresh = this.#of(event, keys).filter(({ text }) => !taken.has(text));
      for (const { text } of fresh) taken.add(text);
      return { event, keys: fresh };
    });
  }

  #of(event: NormalizedEvent, keys: readonly JoinKey[]): readonly JoinedKey[] {
    const view = getOrPut(this.#views, event, () => eventView(event));
    const known = getOrPut(this.#known, view, () => new Map());
    return getOrPut(known, keys, () => {
      const joined = joinedKeys(keys, view);
      this.cut += joined.cut;
      return joined.keys;
    });
  }
}
