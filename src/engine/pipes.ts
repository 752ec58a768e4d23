import type { Pipe } from "../predicate/query.ts";

export interface ResultLimits {
  /** Most results; unlimited unless told. Elasticsearch's own default is 10. */
  readonly size?: number;
  /** Which end `size` keeps where no pipe says so; `tail` unless told. */
  readonly resultPosition?: "head" | "tail";
}

/**
 * What a query's pipes leave of its results, which are given and returned ascending (eql facts §10).
 *
 * Pipes run from left to right. The first works on at most `size` results, counted from its own end, so that no pipe ever
 * gives more than `size`; without a pipe `resultPosition` says which end is kept.
 */
export function applyPipes<T>(results: readonly T[], pipes: readonly Pipe[] = [], limits: ResultLimits = {}): T[] {
  const { size = Number.POSITIVE_INFINITY, resultPosition = "tail" } = limits;
  const kept = keep(results, pipes[0]?.kind ?? resultPosition, size);
  return pipes.reduce((rest, { kind, count }) => keep(rest, kind, count), kept);
}

function keep<T>(results: readonly T[], end: "head" | "tail", count: number): T[] {
  const from = end === "head" ? 0 : Math.max(0, results.length - count);
  return results.slice(from, from + count);
}
