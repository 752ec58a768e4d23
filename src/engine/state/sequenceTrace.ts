/**
 * One thing that became of a partial match, as it happens. `key` is the text of its key tuple, `events` are those of the
 * partial match in order.
 */
export type SequenceTraceEntry<E> =
  | { readonly kind: "started" | "advanced" | "completed"; readonly key: string; readonly events: readonly E[] }
  /** A newer partial match, whose latest event is `by`, took its place. */
  | { readonly kind: "overwritten"; readonly key: string; readonly events: readonly E[]; readonly by: E }
  /** Out of maxspan: `by` came too late for it, or time went on without any event for it. */
  | { readonly kind: "expired"; readonly key: string; readonly events: readonly E[]; readonly by?: E }
  /** `by` is an `until` event. */
  | { readonly kind: "cancelled"; readonly key: string; readonly events: readonly E[]; readonly by: E }
  /** Given up for lack of room. */
  | { readonly kind: "evicted"; readonly key: string; readonly events: readonly E[] }
  /** A missing event was there at `seenMs` between two steps; the partial match goes on, to be rejected. */
  | { readonly kind: "spoiled"; readonly key: string; readonly events: readonly E[]; readonly seenMs: number }
  /** Completed, but a missing event was there; at `seenMs` unless it was spoiled. */
  | { readonly kind: "rejected"; readonly key: string; readonly events: readonly E[]; readonly seenMs?: number }
  /** The event satisfies the step (from 0), and no partial match waits for it. */
  | { readonly kind: "ignored"; readonly key: string; readonly step: number; readonly event: E }
  /** The event satisfies a step that asks for its absence. */
  | { readonly kind: "seen"; readonly key: string; readonly step: number; readonly event: E; readonly atMs: number };

/** Is told of everything, in order; costs nothing when absent. */
export type SequenceTrace<E> = (entry: SequenceTraceEntry<E>) => void;
