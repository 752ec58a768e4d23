import { type Field, familyOf } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import type { SequenceStep } from "../../predicate/query.ts";
import type { JoinedKey } from "../state/joinedKey.ts";
import { printNanos } from "./printNanos.ts";
import type { Candidate } from "./searchDocument.ts";

/** The answer of Elasticsearch's EQL search API (eql facts §10). */
export interface SearchAnswer {
  /** True if an event has so many combinations of join keys that some were left out. */
  readonly is_partial: boolean;
  readonly is_running: false;
  /** Milliseconds by the clock that was given, else 0. */
  readonly took: number;
  readonly timed_out: false;
  readonly hits: SearchHits;
}

export interface SearchHits {
  /** Counts what is in the answer, as Elasticsearch does (Results.fromPayload). */
  readonly total: { readonly value: number; readonly relation: "eq" };
  /** Of an event query, ascending by time. */
  readonly events?: readonly SearchHit[];
  /** Of a sequence, ascending by last event; of a sample, by join keys. */
  readonly sequences?: readonly SearchSequence[];
}

export interface SearchHit {
  /** `""` for a document without one. */
  readonly _index: string;
  readonly _id: string;
  /** The document's own, not a copy. */
  readonly _source: object;
  /** Stands for an event that is not there, as asked; its `_id` is `""` and its `_source` empty. */
  readonly missing?: true;
}

export interface SearchSequence {
  /** Left out without join keys. Numbers are numbers, bigints beyond 2^53; dates ISO 8601, of samples epoch milliseconds. */
  readonly join_keys?: readonly (Scalar | null)[];
  /** One for each item, those that are missing included. */
  readonly events: readonly SearchHit[];
}

/** Some results, and whether others may be missing. */
export interface Found {
  readonly hits: Pick<SearchHits, "events" | "sequences">;
  readonly isPartial: boolean;
}

export function hitOf({ document }: Candidate): SearchHit {
  return { _index: document._index ?? "", _id: document._id, _source: document._source };
}

/** The place of an event that is not there. */
export function missingHit(): SearchHit {
  return { _index: "", _id: "", _source: {}, missing: true };
}

/** The values of join keys as they are answered; `dates` is how dates are written. */
export function joinKeysOf(
  { values }: JoinedKey,
  steps: readonly SequenceStep[],
  dates: "iso" | "milliseconds",
): Pick<SearchSequence, "join_keys"> {
  if (values.length === 0) return {};
  return { join_keys: values.map((value, at) => (isDate(steps, at) ? dateKey(value, dates) : value)) };
}

/** Keys of one place have one family; one that is not mapped, and optional, has none. */
function isDate(steps: readonly SequenceStep[], at: number): boolean {
  const fields = steps.flatMap(({ keys }): Field[] => (keys[at] === undefined ? [] : [keys[at].field]));
  return fields.some(({ type }) => familyOf(type) === "date");
}

/** Dates are milliseconds; as bigints, nanoseconds. */
function dateKey(value: Scalar | null, dates: "iso" | "milliseconds"): Scalar | null {
  if (typeof value === "bigint") return dates === "iso" ? printNanos(value) : Number(value / 1_000_000n);
  const isPrintable = typeof value === "number" && Math.abs(value) <= latestMs;
  return isPrintable && dates === "iso" ? new Date(value).toISOString() : value;
}

/** What a JavaScript date can hold; epoch milliseconds in a document may lie far beyond. */
const latestMs = 8.64e15;
