import type { Field } from "../ecs/field.ts";
import type { Predicate } from "./predicate.ts";

/** What a rule's query comes down to, whatever language it was written in. */
export type Query = EventQuery | SequenceQuery | SampleQuery;

/** `head` keeps the first results, `tail` the last; a query's pipes run from left to right. */
export interface Pipe {
  readonly kind: "head" | "tail";
  /** Whole, zero or more. */
  readonly count: number;
}

interface Piped {
  /** Absent: none. */
  readonly pipes?: readonly Pipe[];
}

/** Every event that satisfies the predicate is a match. */
export interface EventQuery extends Piped {
  readonly kind: "event";
  readonly predicate: Predicate;
}

/** EQL's `sequence`, repetitions (`with runs`) written out; at least two steps, at least one of them not missing. */
export interface SequenceQuery extends Piped {
  readonly kind: "sequence";
  readonly steps: readonly SequenceStep[];
  readonly until?: SequenceStep;
  /** Milliseconds from the first event to any later one, inclusive; absent: unlimited. Present if a step is missing. */
  readonly maxspanMs?: number;
}

/** EQL's `sample`: one event for each step, all different, in any order of time; two to five steps, at least one key. */
export interface SampleQuery extends Piped {
  readonly kind: "sample";
  /** None of them missing. */
  readonly steps: readonly SequenceStep[];
}

export interface SequenceStep {
  readonly predicate: Predicate;
  /** Global `by` keys, then the step's own; the same number in every step and in `until`. */
  readonly keys: readonly JoinKey[];
  /** `![ … ]`: no such event may be there. */
  readonly missing?: true;
}

/** A join key; without a value it drops the event, unless optional, where null joins null. */
export interface JoinKey {
  readonly field: Field;
  readonly optional: boolean;
}
