import type { EventView } from "../../ecs/event.ts";
import type { Scalar } from "../../ecs/value.ts";
import type { JoinKey } from "../../predicate/query.ts";
import { canonicalNumber } from "../../predicate/value.ts";
import { compareScalars } from "./order.ts";

/** One tuple of join-key values; a null joins a null. */
export interface JoinedKey {
  /** Equal exactly for equal tuples: values carry their type, so 1 and "1" differ. */
  readonly text: string;
  readonly values: readonly (Scalar | null)[];
}

export interface JoinedKeys {
  readonly keys: readonly JoinedKey[];
  /** Tuples beyond the cap, left out. */
  readonly cut: number;
}

/** Most tuples that one event contributes to one step. */
const maximumTuples = 1000;

const none: JoinedKeys = { keys: [], cut: 0 };

/**
 * The tuples under which an event takes part in a step: the product of each key's distinct values.
 *
 * A key without value drops the event (no tuples), unless it is optional, where null is an ordinary value
 * (eql facts §8, Keys). Without keys there is one empty tuple. Order: the first key varies slowest.
 */
export function joinedKeys(keys: readonly JoinKey[], view: EventView, cap = maximumTuples): JoinedKeys {
  const lists = keys.map((key) => valuesOf(key, view));
  // Nearly all events have one value of each.
  if (lists.every(({ length }) => length === 1))
    return { keys: [joinedKey(lists.map((values) => values[0] ?? null))], cut: 0 };
  let tuples: (Scalar | null)[][] = [[]];
  let total = 1;
  for (const values of lists) {
    if (values.length === 0) return none;
    total *= values.length;
    tuples = multiply(tuples, values, cap);
  }
  return { keys: tuples.map(joinedKey), cut: total - tuples.length };
}

function valuesOf(key: JoinKey, view: EventView): readonly (Scalar | null)[] {
  const values = view.values(key.field);
  if (values.length === 0) return key.optional ? [null] : [];
  if (values.length === 1) return values;
  const distinct = new Map<string, Scalar>();
  for (const value of values) if (!distinct.has(valueText(value))) distinct.set(valueText(value), value);
  return [...distinct.values()];
}

function multiply(
  tuples: readonly (Scalar | null)[][],
  values: readonly (Scalar | null)[],
  cap: number,
): (Scalar | null)[][] {
  const product: (Scalar | null)[][] = [];
  for (const tuple of tuples) {
    for (const value of values) {
      if (product.length >= cap) return product;
      product.push([...tuple, value]);
    }
  }
  return product;
}

function joinedKey(values: readonly (Scalar | null)[]): JoinedKey {
  return { text: tupleText(values), values };
}

/** A text that is equal exactly for equal tuples: values carry their type, so 1 and "1" differ. */
export function tupleText(values: readonly (Scalar | null)[]): string {
  let joined = "";
  for (let at = 0; at < values.length; at++) joined += valueText(values[at]!);
  return joined;
}

// The length in front keeps ("a", "bc") and ("ab", "c") apart, whatever the values hold.
function valueText(value: Scalar | null): string {
  if (value === null) return "z;";
  if (typeof value === "string") return `s${value.length}:${value}`;
  return typeof value === "boolean" ? `b${value};` : `n${canonicalNumber(value)};`;
}

/** Orders tuples of one rule ascending, key by key, null first. */
export function compareJoinedKeys(a: JoinedKey, b: JoinedKey): number {
  for (let i = 0; i < a.values.length && i < b.values.length; i++) {
    const order = compareValues(a.values[i] ?? null, b.values[i] ?? null);
    if (order !== 0) return order;
  }
  return a.values.length - b.values.length;
}

function compareValues(a: Scalar | null, b: Scalar | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareScalars(a, b);
}
