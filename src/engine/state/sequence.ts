import { Absences } from "./absences.ts";
import { compareJoinedKeys, type JoinedKey } from "./joinedKey.ts";
import { RecencyMap } from "./recencyMap.ts";
import type { SequenceTrace } from "./sequenceTrace.ts";
import { VerdictQueue } from "./verdictQueue.ts";

/** What the machine needs to know of a sequence query. */
export interface SequenceShape {
  /** Number of steps, repetitions written out, missing ones included. */
  readonly steps: number;
  /** The steps that ask for an event's absence, ascending; they need a maxspan. */
  readonly missing?: readonly number[];
  /** Milliseconds from the first event to any later one, inclusive; absent: unlimited. */
  readonly maxspanMs?: number;
}

/** A step that an event satisfies, and the key tuples it does so under; `until` counts as one past the last step. */
export interface StepMatch<E> {
  readonly step: number;
  readonly keys: readonly JoinedKey[];
  readonly event: E;
}

export interface SequenceInput<E> {
  readonly atMs: number;
  /** Ascending by step. */
  readonly steps: readonly StepMatch<E>[];
}

/** A completed sequence: one event per step that is not missing, in order. */
export interface SequenceMatch<E> {
  readonly key: JoinedKey;
  readonly events: readonly E[];
}

/** What became of partial matches; a scan reports them, because a partial match that was lost never fires. */
export interface SequenceCounters {
  started: number;
  /** All steps that are not missing were met, in time. */
  completed: number;
  /** Replaced by a newer partial match at the same step. */
  overwritten: number;
  /** Out of maxspan. */
  expired: number;
  /** Ended by `until`. */
  cancelled: number;
  /** Given up because more key tuples were pending than the machine may hold. */
  evicted: number;
  /** Completed, but an event that had to be missing was there. */
  rejected: number;
  /** Key tuples of missing events given up, because there were more than the machine may hold: may have accepted too much. */
  forgotten: number;
  /** Accepted before it was certain that nothing follows, because more waited than the machine may hold. */
  decidedEarly: number;
}

export interface SequenceLimits {
  /** Most key tuples pending at once, and most for each missing event; the one longest without progress goes first. */
  readonly pendingKeys?: number;
  /** Most completed sequences that wait for what may not follow. */
  readonly waitingSequences?: number;
}

/** A partial match: its latest event and the way back. */
interface Partial<E> {
  readonly event: E;
  readonly atMs: number;
  readonly firstMs: number;
  /** When a leading missing event was last met before the first event; -Infinity if never. */
  readonly leadingMs: number;
  /** Whether an event that had to be missing between two steps was there; it goes on all the same, and is rejected. */
  readonly spoiled: boolean;
  readonly previous: Partial<E> | undefined;
}

/** The partial matches of one key tuple: slot k holds one that waits for the step after k; missing steps have none. */
interface Pending<E> {
  readonly slots: (Partial<E> | undefined)[];
  live: number;
  writtenMs: number;
}

const defaultPendingKeys = 1_000_000;
const defaultWaitingSequences = 1_000_000;

/**
 * Elasticsearch's sequence state machine (eql facts §8, Machine): per key tuple one slot a step, newest wins.
 *
 * Events must be pushed in the order of `comparePositions`, each once. A step takes and clears the slot before it, so a
 * partial match is used once even when the taking event is out of maxspan; steps are tested last to first, so that one
 * event never fills two steps of one sequence. `until` is tested after the steps, so that an event that completes a
 * sequence is not cancelled by being an `until` itself, while an intermediate one is.
 *
 * Missing steps have no slot. Those between two steps are looked up when the later one is filled, leading ones when a
 * sequence starts, by time in milliseconds alone; a sequence with trailing ones is held back until event time has passed
 * maxspan. What they reject has used up its partial matches like any other (TumblingWindow, `doCheckMissingEvents`).
 *
 * Memory: at most `pendingKeys` tuples of at most `steps - 1` partial matches, two times per tuple and missing step, and
 * `waitingSequences`; what maxspan has outlived is dropped as time goes on.
 */
export class SequenceMachine<E> {
  readonly #counters = { started: 0, completed: 0, overwritten: 0, expired: 0, cancelled: 0, evicted: 0, rejected: 0 };
  readonly #shape: SequenceShape;
  readonly #pendingKeys: number;
  readonly #pending = new RecencyMap<Pending<E>>();
  /** By step: how many steps before it are not missing; undefined for a missing one. */
  readonly #slotOf: readonly (number | undefined)[];
  readonly #lastSlot: number;
  /** By slot: the missing steps right before it; those behind the last slot are trailing. */
  readonly #absences: Absences;
  readonly #verdicts: VerdictQueue<SequenceMatch<E>> | undefined;
  readonly #trace: SequenceTrace<E> | undefined;

  /** `trace` is told what becomes of each partial match. */
  constructor(shape: SequenceShape, limits: SequenceLimits = {}, trace?: SequenceTrace<E>) {
    this.#shape = shape;
    this.#trace = trace;
    this.#pendingKeys = limits.pendingKeys ?? defaultPendingKeys;
    const missing = new Set(shape.missing);
    let slots = 0;
    this.#slotOf = Array.from({ length: shape.steps }, (_, step) => (missing.has(step) ? undefined : slots++));
    this.#lastSlot = slots - 1;
    this.#absences = new Absences(this.#slotOf, this.#pendingKeys);
    if (shape.maxspanMs !== undefined && missing.has(shape.steps - 1)) {
      const most = limits.waitingSequences ?? defaultWaitingSequences;
      this.#verdicts = new VerdictQueue(shape.maxspanMs, most, ({ key, events }, seenMs) =>
        trace?.({ kind: "rejected", key: key.text, events, seenMs }),
      );
    }
  }

  get counters(): SequenceCounters {
    const rejected = this.#counters.rejected + (this.#verdicts?.rejected ?? 0);
    const decidedEarly = this.#verdicts?.decidedEarly ?? 0;
    return { ...this.#counters, rejected, forgotten: this.#absences.forgotten, decidedEarly };
  }

  /** Number of key tuples with a partial match. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Key tuples of missing events remembered. */
  get sightings(): number {
    return this.#absences.size;
  }

  /** Completed sequences held back. */
  get waiting(): number {
    return this.#verdicts?.size ?? 0;
  }

  /** Takes the next event; returns the sequences that are certain now, by last event, then key. */
  push(input: SequenceInput<E>): SequenceMatch<E>[] {
    const { atMs, steps } = input;
    const certain = this.expire(atMs);
    const completed: Completed<E>[] = [];
    for (let i = steps.length - 1; i >= 0; i--) this.#fill(steps[i]!, atMs, completed);
    for (const match of steps) this.#see(match, atMs);
    const last = steps.at(-1);
    if (last !== undefined && last.step === this.#shape.steps) {
      for (const key of last.keys) this.#cancel(key, last.event);
    }
    completed.sort((a, b) => compareJoinedKeys(a.key, b.key));
    for (const one of completed) this.#judge(one, certain);
    return certain.concat(this.#verdicts?.release(atMs) ?? []);
  }

  /**
   * Drops the partial matches that no event at `nowMs` or later can complete, and returns the sequences that such an
   * event cannot reject; never changes a result.
   */
  expire(nowMs: number): SequenceMatch<E>[] {
    const { maxspanMs } = this.#shape;
    if (maxspanMs === undefined) return [];
    for (let oldest = this.#pending.oldest; oldest !== undefined; oldest = this.#pending.oldest) {
      if (nowMs - oldest.value.writtenMs <= maxspanMs) break;
      this.#counters.expired += oldest.value.live;
      this.#traceAll({ kind: "expired", key: oldest.key }, oldest.value);
      this.#pending.delete(oldest.key);
    }
    this.#absences.expire(nowMs - maxspanMs);
    return this.#verdicts?.release(nowMs) ?? [];
  }

  /** The sequences that were held back, now that nothing more will come. */
  finish(): SequenceMatch<E>[] {
    return this.#verdicts?.release(Number.POSITIVE_INFINITY) ?? [];
  }

  #fill({ step, keys, event }: StepMatch<E>, atMs: number, completed: Completed<E>[]): void {
    const slot = this.#slotOf[step];
    if (slot === undefined) return;
    for (const key of keys) {
      const partial = slot === 0 ? this.#start(key, event, atMs) : this.#extend(key, slot, event, atMs);
      if (partial === undefined) continue;
      if (slot < this.#lastSlot) this.#put(key, slot, partial, atMs);
      else completed.push({ key, partial });
    }
  }

  #start(key: JoinedKey, event: E, atMs: number): Partial<E> {
    this.#counters.started++;
    this.#trace?.({ kind: "started", key: key.text, events: [event] });
    const leadingMs = this.#absences.latestBefore(0, key.text, atMs);
    return { event, atMs, firstMs: atMs, leadingMs, spoiled: false, previous: undefined };
  }

  #extend(key: JoinedKey, slot: number, event: E, atMs: number): Partial<E> | undefined {
    const previous = this.#take(key, slot - 1);
    if (previous === undefined) {
      this.#trace?.({ kind: "ignored", key: key.text, step: this.#slotOf.indexOf(slot), event });
      return undefined;
    }
    const { firstMs, leadingMs } = previous;
    if (atMs - firstMs > (this.#shape.maxspanMs ?? Number.POSITIVE_INFINITY)) {
      this.#counters.expired++;
      this.#trace?.({ kind: "expired", key: key.text, events: eventsOf(previous), by: event });
      return undefined;
    }
    const seenMs = this.#absences.latestBefore(slot, key.text, atMs);
    const spoiled = previous.spoiled || seenMs > previous.atMs;
    const partial = { event, atMs, firstMs, leadingMs, spoiled, previous };
    if (seenMs > previous.atMs) this.#trace?.({ kind: "spoiled", key: key.text, events: eventsOf(previous), seenMs });
    this.#trace?.({ kind: "advanced", key: key.text, events: eventsOf(partial) });
    return partial;
  }

  /** Gives, rejects or holds back a completed sequence. */
  #judge({ key, partial }: Completed<E>, certain: SequenceMatch<E>[]): void {
    this.#counters.completed++;
    const { atMs, firstMs, leadingMs, spoiled } = partial;
    const match = { key, events: eventsOf(partial) };
    this.#trace?.({ kind: "completed", key: key.text, events: match.events });
    if (spoiled || (this.#verdicts === undefined && atMs - leadingMs <= (this.#shape.maxspanMs ?? 0))) {
      this.#counters.rejected++;
      const seenMs = spoiled ? {} : { seenMs: leadingMs };
      this.#trace?.({ kind: "rejected", key: key.text, events: match.events, ...seenMs });
    } else if (this.#verdicts === undefined) certain.push(match);
    else this.#verdicts.add(match, key.text, atMs, this.#absences.areLeading ? leadingMs : firstMs);
  }

  /** Notes that a missing event was there. */
  #see({ step, keys, event }: StepMatch<E>, atMs: number): void {
    if (step >= this.#shape.steps || this.#slotOf[step] !== undefined) return;
    const isTrailing = this.#absences.isTrailing(step);
    for (const { text } of keys) {
      this.#trace?.({ kind: "seen", key: text, step, event, atMs });
      if (isTrailing) this.#verdicts?.met(text, atMs);
      else this.#absences.add(step, text, atMs);
    }
  }

  #take(key: JoinedKey, slot: number): Partial<E> | undefined {
    const pending = this.#pending.get(key.text);
    const partial = pending?.slots[slot];
    if (pending === undefined || partial === undefined) return undefined;
    pending.slots[slot] = undefined;
    pending.live--;
    if (pending.live === 0) this.#pending.delete(key.text);
    return partial;
  }

  #put(key: JoinedKey, slot: number, partial: Partial<E>, atMs: number): void {
    const pending = this.#pending.get(key.text) ?? { slots: [], live: 0, writtenMs: atMs };
    const older = pending.slots[slot];
    if (older === undefined) pending.live++;
    else {
      this.#counters.overwritten++;
      this.#trace?.({ kind: "overwritten", key: key.text, events: eventsOf(older), by: partial.event });
    }
    pending.slots[slot] = partial;
    pending.writtenMs = atMs;
    this.#pending.put(key.text, pending);
    if (this.#pending.size > this.#pendingKeys) this.#evict();
  }

  #evict(): void {
    const { oldest } = this.#pending;
    if (oldest === undefined) return;
    this.#counters.evicted += oldest.value.live;
    this.#traceAll({ kind: "evicted", key: oldest.key }, oldest.value);
    this.#pending.delete(oldest.key);
  }

  #cancel(key: JoinedKey, by: E): void {
    const pending = this.#pending.get(key.text);
    if (pending === undefined) return;
    this.#counters.cancelled += pending.live;
    this.#traceAll({ kind: "cancelled", key: key.text, by }, pending);
    this.#pending.delete(key.text);
  }

  #traceAll(ended: Ending<E>, { slots }: Pending<E>): void {
    const trace = this.#trace;
    if (trace === undefined) return;
    for (const partial of slots) if (partial !== undefined) trace({ ...ended, events: eventsOf(partial) });
  }
}

type Ending<E> =
  | { readonly kind: "expired" | "evicted"; readonly key: string }
  | { readonly kind: "cancelled"; readonly key: string; readonly by: E };

interface Completed<E> {
  readonly key: JoinedKey;
  readonly partial: Partial<E>;
}

function eventsOf<E>(last: Partial<E>): E[] {
  const events: E[] = [];
  for (let partial: Partial<E> | undefined = last; partial !== undefined; partial = partial.previous) {
    events.push(partial.event);
  }
  return events.reverse();
}
