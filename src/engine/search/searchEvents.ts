import { compile } from "../../predicate/compile.ts";
import type { EventQuery } from "../../predicate/query.ts";
import { applyPipes } from "../pipes.ts";
import type { Placement } from "./placement.ts";
import { type Found, hitOf } from "./searchAnswer.ts";
import { type Candidate, viewOf } from "./searchDocument.ts";
import type { SearchSettings } from "./searchOptions.ts";

/** The events that satisfy the query, ascending by time. */
export function searchEvents(
  { predicate, pipes }: EventQuery,
  candidates: readonly Candidate[],
  placement: Placement,
  settings: SearchSettings,
): Found {
  const matches = compile(predicate);
  const matching = placement.inOrder(candidates.filter((candidate) => matches(viewOf(candidate))));
  const kept = applyPipes(matching, pipes, settings);
  return { hits: { events: kept.map(({ candidate }) => hitOf(candidate)) }, isPartial: false };
}
