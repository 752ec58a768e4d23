import type { EventView } from "../../ecs/event.ts";
import { type Catalogue, type Field, familyOf } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import { compareNumbers, isNumeric } from "../../predicate/value.ts";
import { compareScalars, compareTiebreakers } from "../state/order.ts";
import { EqlError } from "./eqlError.ts";
import { type Candidate, viewOf } from "./searchDocument.ts";
import type { SearchSettings } from "./searchOptions.ts";

/** A candidate with its place in the order of events. */
export interface Placed<C extends Candidate> {
  readonly candidate: C;
  /** Milliseconds, of a `date_nanos` field nanoseconds (bigint); null without a time. */
  readonly at: number | bigint | null;
  readonly tiebreaker: Scalar | null;
}

/**
 * Orders candidates by time, then tiebreaker, then as they were given; those without a time, or without a tiebreaker, are
 * last among their likes (eql facts §8, Order). Of several times the smallest counts.
 */
export class Placement {
  readonly #timestamp: Field | undefined;
  readonly #tiebreaker: Field | undefined;

  /** Throws an {@link EqlError} for a field that is not mapped or holds no times; a sample needs no time. */
  constructor(catalogue: Catalogue, settings: SearchSettings, needsTime: boolean) {
    const { timestampField, tiebreakerField } = settings;
    this.#timestamp = catalogue.field(timestampField);
    if (needsTime || this.#timestamp !== undefined) checkTimestamp(timestampField, this.#timestamp);
    this.#tiebreaker = tiebreakerField === undefined ? undefined : catalogue.field(tiebreakerField);
    if (tiebreakerField !== undefined && this.#tiebreaker === undefined)
      throw unmapped("tiebreaker_field", tiebreakerField);
  }

  /** Nanoseconds, not milliseconds. */
  get isNanos(): boolean {
    return this.#timestamp?.type === "date_nanos";
  }

  inOrder<C extends Candidate>(candidates: readonly C[]): Placed<C>[] {
    return candidates.map((candidate) => this.#place(candidate)).sort(comparePlaced);
  }

  #place<C extends Candidate>(candidate: C): Placed<C> {
    const view = viewOf(candidate);
    const at = smallestOf(view, this.#timestamp);
    return { candidate, at: at !== null && isNumeric(at) ? at : null, tiebreaker: smallestOf(view, this.#tiebreaker) };
  }
}

function checkTimestamp(name: string, field: Field | undefined): void {
  if (field === undefined) throw unmapped("timestamp_field", name);
  const family = familyOf(field.type);
  if (family === "date" || family === "number") return;
  throw new EqlError(`[timestamp_field] must hold dates, found [${name}] of type [${field.type}]`);
}

function unmapped(option: string, name: string): EqlError {
  return new EqlError(`unknown column [${name}], the [${option}]; map it or name another`);
}

function smallestOf(view: EventView, field: Field | undefined): Scalar | null {
  let smallest: Scalar | null = null;
  for (const value of field === undefined ? [] : view.values(field)) {
    if (smallest === null || compareScalars(value, smallest) < 0) smallest = value;
  }
  return smallest;
}

function comparePlaced(a: Placed<Candidate>, b: Placed<Candidate>): number {
  return (
    compareTimes(a.at, b.at) ||
    compareTiebreakers(a.tiebreaker, b.tiebreaker) ||
    a.candidate.ordinal - b.candidate.ordinal
  );
}

function compareTimes(a: Placed<Candidate>["at"], b: Placed<Candidate>["at"]): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareNumbers(a, b);
}
