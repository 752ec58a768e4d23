import type { SequenceQuery } from "../../predicate/query.ts";
import { applyPipes } from "../pipes.ts";
import { SequenceMachine, type SequenceMatch, type SequenceShape } from "../state/sequence.ts";
import { EqlError } from "./eqlError.ts";
import type { Placed, Placement } from "./placement.ts";
import { type Found, hitOf, joinKeysOf, missingHit, type SearchSequence } from "./searchAnswer.ts";
import type { Candidate } from "./searchDocument.ts";
import type { SearchSettings } from "./searchOptions.ts";
import { StepMatches } from "./stepMatches.ts";

/** All that is pending lies in memory already, so that nothing need be given up. */
const unlimited = { pendingKeys: Number.POSITIVE_INFINITY, waitingSequences: Number.POSITIVE_INFINITY };

/**
 * The sequences of the query, ascending by last event, then key.
 *
 * Throws an {@link EqlError} if an event that fills a step has no time, as Elasticsearch fails: it has no place.
 */
export function searchSequences(
  query: SequenceQuery,
  candidates: readonly Candidate[],
  placement: Placement,
  settings: SearchSettings,
): Found {
  const { steps, until, pipes } = query;
  const stepMatches = new StepMatches(until === undefined ? steps : [...steps, until]);
  const placed = placement.inOrder(stepMatches.among(candidates));
  const clock = new Ticks(placed, placement.isNanos, settings.timestampField);
  const machine = new SequenceMachine<Candidate>(shapeOf(query, clock), unlimited);
  const found: SequenceMatch<Candidate>[] = [];
  for (const one of placed) found.push(...machine.push({ atMs: clock.of(one), steps: one.candidate.steps }));
  // One by one: there may be more of them than a call takes arguments.
  for (const match of machine.finish()) found.push(match);
  const kept = applyPipes(found, pipes, settings);
  return { hits: { sequences: kept.map((match) => sequenceOf(match, query)) }, isPartial: stepMatches.cut > 0 };
}

function shapeOf({ steps, maxspanMs }: SequenceQuery, clock: Ticks): SequenceShape {
  const missing = [...steps.keys()].filter((at) => steps[at]!.missing === true);
  return {
    steps: steps.length,
    ...(missing.length === 0 ? {} : { missing }),
    ...(maxspanMs === undefined ? {} : { maxspanMs: maxspanMs * clock.perMs }),
  };
}

function sequenceOf({ key, events }: SequenceMatch<Candidate>, { steps }: SequenceQuery): SearchSequence {
  let next = 0;
  const hits = steps.map((step) => (step.missing === true ? missingHit() : hitOf(events[next++]!)));
  return { ...joinKeysOf(key, steps, "iso"), events: hits };
}

/**
 * Times as the machine's numbers: milliseconds, or nanoseconds after the first event, which are exact over a hundred
 * days.
 */
class Ticks {
  readonly perMs: number;
  readonly #first: bigint | undefined;
  readonly #field: string;

  constructor(placed: readonly Placed<Candidate>[], isNanos: boolean, field: string) {
    this.perMs = isNanos ? 1_000_000 : 1;
    this.#first = isNanos ? BigInt(placed[0]?.at ?? 0) : undefined;
    this.#field = field;
  }

  of({ at, candidate }: Placed<Candidate>): number {
    if (at !== null) return this.#first === undefined ? Number(at) : Number(BigInt(at) - this.#first);
    const { _id } = candidate.document;
    throw new EqlError(`document [${_id}] fills a step of the sequence and has no value in [${this.#field}]`);
  }
}
