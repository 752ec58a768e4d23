import type { Field } from "../ecs/field.ts";
import type { Predicate } from "./predicate.ts";

/** What a rule's query comes down to, whatever language it was written in. */
export type Query = EventQuery | SequenceQuery;

/** Every event that satisfies the predicate is a match. */
export interface EventQuery {
  readonly kind: "event";
  readonly predicate: Predicate;
}

/** EQL's `sequence`, repetitions (`with runs`) written out; at least two steps. */
export interface SequenceQuery {
  readonly kind: "sequence";
  readonly steps: readonly SequenceStep[];
  readonly until?: SequenceStep;
  /** Milliseconds from the first event to any later one, inclusive; absent: unlimited. */
  readonly maxspanMs?: number;
}

export interface SequenceStep {
  readonly predicate: Predicate;
  /** Global `by` keys, then the step's own; the same number in every step and in `until`. */
  readonly keys: readonly JoinKey[];
}

/** A join key; without a value it drops the event, unless optional, where null joins null. */
export interface JoinKey {
  readonly field: Field;
  readonly optional: boolean;
}
