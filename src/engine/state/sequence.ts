import { compareJoinedKeys, type JoinedKey } from "./joinedKey.ts";

/** What the machine needs to know of a sequence query. */
export interface SequenceShape {
  /** Number of steps, repetitions written out. */
  readonly steps: number;
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

/** A completed sequence: one event per step. */
export interface SequenceMatch<E> {
  readonly key: JoinedKey;
  readonly events: readonly E[];
}

/** What became of partial matches; a scan reports them, because a partial match that was lost never fires. */
export interface SequenceCounters {
  started: number;
  completed: number;
  /** Replaced by a newer partial match at the same step. */
  overwritten: number;
  /** Out of maxspan. */
  expired: number;
  /** Ended by `until`. */
  cancelled: number;
  /** Given up because more key tuples were pending than the machine may hold. */
  evicted: number;
}

export interface SequenceLimits {
  /** Most key tuples pending at once; the one longest without progress goes first. */
  readonly pendingKeys?: number;
}

/** A partial match: its latest event and the way back. */
interface Partial<E> {
  readonly event: E;
  readonly firstMs: number;
  readonly previous: Partial<E> | undefined;
}

/** The partial matches of one key tuple: slot k holds one that waits for step k + 1. */
interface Pending<E> {
  readonly slots: (Partial<E> | undefined)[];
  live: number;
  writtenMs: number;
}

const defaultPendingKeys = 1_000_000;

/**
 * Elasticsearch's sequence state machine (eql facts §8, Machine): per key tuple one slot a step, newest wins.
 *
 * Events must be pushed in the order of `comparePositions`, each once. A step takes and clears the slot before it, so a
 * partial match is used once even when the taking event is out of maxspan; steps are tested last to first, so that one
 * event never fills two steps of one sequence. `until` is tested after the steps, so that an event that completes a
 * sequence is not cancelled by being an `until` itself, while an intermediate one is.
 *
 * Memory: at most `pendingKeys` tuples of at most `steps - 1` partial matches; what maxspan has outlived is dropped as
 * time goes on.
 */
export class SequenceMachine<E> {
  readonly counters: SequenceCounters = {
    started: 0,
    completed: 0,
    overwritten: 0,
    expired: 0,
    cancelled: 0,
    evicted: 0,
  };
  readonly #shape: SequenceShape;
  readonly #pendingKeys: number;
  /** By key text, longest without progress first. */
  readonly #pending = new Map<string, Pending<E>>();

  constructor(shape: SequenceShape, limits: SequenceLimits = {}) {
    this.#shape = shape;
    this.#pendingKeys = limits.pendingKeys ?? defaultPendingKeys;
  }

  /** Number of key tuples with a partial match. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Takes the next event; returns the sequences it completes, ascending by key. */
  push(input: SequenceInput<E>): SequenceMatch<E>[] {
    this.expire(input.atMs);
    const completed: SequenceMatch<E>[] = [];
    for (let i = input.steps.length - 1; i >= 0; i--) {
      const match = input.steps[i]!;
      if (match.step >= this.#shape.steps) continue;
      for (const key of match.keys) this.#fill(match, key, input.atMs, completed);
    }
    const last = input.steps.at(-1);
    if (last !== undefined && last.step === this.#shape.steps) for (const key of last.keys) this.#cancel(key);
    return completed.sort((a, b) => compareJoinedKeys(a.key, b.key));
  }

  /** Drops the partial matches that no event at `nowMs` or later can complete; never changes a result. */
  expire(nowMs: number): void {
    const { maxspanMs } = this.#shape;
    if (maxspanMs === undefined) return;
    for (const [text, pending] of this.#pending) {
      if (nowMs - pending.writtenMs <= maxspanMs) return;
      this.counters.expired += pending.live;
      this.#pending.delete(text);
    }
  }

  #fill(match: StepMatch<E>, key: JoinedKey, atMs: number, completed: SequenceMatch<E>[]): void {
    const { step, event } = match;
    const previous = step === 0 ? undefined : this.#take(key, step - 1);
    if (step === 0) this.counters.started++;
    else if (previous === undefined) return;
    const firstMs = previous?.firstMs ?? atMs;
    if (this.#outlived(firstMs, atMs)) {
      this.counters.expired++;
      return;
    }
    const partial = { event, firstMs, previous };
    if (step < this.#shape.steps - 1) {
      this.#put(key, step, partial, atMs);
      return;
    }
    this.counters.completed++;
    completed.push({ key, events: eventsOf(partial) });
  }

  #outlived(firstMs: number, atMs: number): boolean {
    const { maxspanMs } = this.#shape;
    return maxspanMs !== undefined && atMs - firstMs > maxspanMs;
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
    if (pending.slots[slot] === undefined) pending.live++;
    else this.counters.overwritten++;
    pending.slots[slot] = partial;
    pending.writtenMs = atMs;
    // Deleting first moves the key to the end, which keeps the map in order of writing.
    this.#pending.delete(key.text);
    this.#pending.set(key.text, pending);
    if (this.#pending.size > this.#pendingKeys) this.#evict();
  }

  #evict(): void {
    for (const [text, pending] of this.#pending) {
      this.counters.evicted += pending.live;
      this.#pending.delete(text);
      return;
    }
  }

  #cancel(key: JoinedKey): void {
    const pending = this.#pending.get(key.text);
    if (pending === undefined) return;
    this.counters.cancelled += pending.live;
    this.#pending.delete(key.text);
  }
}

function eventsOf<E>(last: Partial<E>): E[] {
  const events: E[] = [];
  for (let partial: Partial<E> | undefined = last; partial !== undefined; partial = partial.previous) {
    events.push(partial.event);
  }
  return events.reverse();
}
