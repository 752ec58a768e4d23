import type { Scalar } from "../../ecs/value.ts";
import { compareCodePoints, compareNumbers, isNumeric } from "../../predicate/value.ts";

/** Where an event stands in the order that sequences run in. */
export interface Position {
  readonly atMs: number;
  /** Value of the rule's tiebreaker field; null without one. */
  readonly tiebreaker: Scalar | null;
  /** The event's id: the last tie, so that the order of the input never matters. */
  readonly id: string;
}

/**
 * Orders events by time, then tiebreaker with nulls last, then id.
 *
 * The first two as Elasticsearch does (eql facts §8, Order); its last resort, the order of documents in a shard, is
 * replaced by the id, which every input order agrees on.
 */
export function comparePositions(a: Position, b: Position): number {
  return a.atMs - b.atMs || compareTiebreakers(a.tiebreaker, b.tiebreaker) || compareCodePoints(a.id, b.id);
}

/** Nulls last. */
export function compareTiebreakers(a: Scalar | null, b: Scalar | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareScalars(a, b);
}

/** Orders values totally: booleans, then numbers by worth, then strings by code point. */
export function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  return rankOf(a) - rankOf(b) || Number(a) - Number(b);
}

function rankOf(value: Scalar): number {
  if (typeof value === "boolean") return 0;
  return typeof value === "string" ? 2 : 1;
}
