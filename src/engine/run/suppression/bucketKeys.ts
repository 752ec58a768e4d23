import type { EcsValue, Scalar } from "../../../ecs/value.ts";
import { tupleText } from "../../state/joinedKey.ts";
import { compareTiebreakers } from "../../state/order.ts";

/** A value for each field of a suppression; null where an event has none. */
export interface BucketKey {
  /** Equal exactly for equal values. */
  readonly text: string;
  readonly values: readonly (Scalar | null)[];
}

export interface BucketKeys {
  readonly keys: readonly BucketKey[];
  /** Buckets beyond the cap, left out. */
  readonly cut: number;
}

/** Most buckets that one event counts in. */
const mostKeys = 1000;

/** The buckets that an event counts in, one for each combination of its values, as Elasticsearch's composite aggregation. */
export function bucketKeys(fields: readonly (EcsValue | undefined)[]): BucketKeys {
  let tuples: (Scalar | null)[][] = [[]];
  let total = 1;
  for (const field of fields) {
    const values = distinctValues(field);
    total *= values.length;
    tuples = tuples.flatMap((tuple) => values.map((value) => [...tuple, value])).slice(0, mostKeys);
  }
  return { keys: tuples.map((values) => ({ text: tupleText(values), values })), cut: total - tuples.length };
}

/** Ascending field by field, nulls last. */
export function compareBucketKeys(a: BucketKey, b: BucketKey): number {
  for (let i = 0; i < a.values.length; i++) {
    const order = compareTiebreakers(a.values[i] ?? null, b.values[i] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function distinctValues(field: EcsValue | undefined): (Scalar | null)[] {
  const items = Array.isArray(field) ? field : [field];
  const values = new Set(items.filter(isScalar));
  return values.size === 0 ? [null] : [...values].slice(0, mostKeys);
}

function isScalar(item: EcsValue | undefined): item is Scalar {
  return item !== undefined && item !== null && typeof item !== "object";
}
