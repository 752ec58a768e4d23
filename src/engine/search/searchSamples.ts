import type { SampleQuery } from "../../predicate/query.ts";
import { getOrPut } from "../getOrPut.ts";
import { applyPipes } from "../pipes.ts";
import { distinctChoices } from "../state/distinctChoices.ts";
import { compareJoinedKeys, type JoinedKey } from "../state/joinedKey.ts";
import type { Placement } from "./placement.ts";
import { type Found, hitOf, joinKeysOf, type SearchSequence } from "./searchAnswer.ts";
import type { Candidate } from "./searchDocument.ts";
import type { SearchSettings } from "./searchOptions.ts";
import { StepMatches } from "./stepMatches.ts";

/** The events of one key tuple, by step. */
interface Group {
  readonly key: JoinedKey;
  readonly events: readonly Candidate[][];
}

/**
 * The samples of the query, ascending by key tuple: of each the earliest events that serve, in the order of the items
 * (eql facts §9 leaves open which are chosen). The first `size` are given, whatever `result_position` says, since
 * Elasticsearch stops looking when it has as many (inferred).
 */
export function searchSamples(
  { steps }: SampleQuery,
  candidates: readonly Candidate[],
  placement: Placement,
  settings: SearchSettings,
): Found {
  const stepMatches = new StepMatches(steps);
  const groups = new Map<string, Group>();
  for (const { candidate } of placement.inOrder(stepMatches.among(candidates))) {
    for (const { step, keys, event } of candidate.steps) {
      for (const key of keys) {
        getOrPut(groups, key.text, () => ({ key, events: steps.map(() => []) })).events[step]!.push(event);
      }
    }
  }
  const ordered = [...groups.values()].sort((a, b) => compareJoinedKeys(a.key, b.key));
  const samples = ordered.flatMap((group) => samplesOf(group, steps, settings.maxSamplesPerKey));
  const kept = applyPipes(samples, [], { size: settings.size, resultPosition: "head" });
  return { hits: { sequences: kept }, isPartial: stepMatches.cut > 0 };
}

function samplesOf({ key, events }: Group, steps: SampleQuery["steps"], most: number): SearchSequence[] {
  const choices = distinctChoices(events, ({ ordinal }) => String(ordinal), most);
  return choices.map((chosen) => ({ ...joinKeysOf(key, steps, "milliseconds"), events: chosen.map(hitOf) }));
}
