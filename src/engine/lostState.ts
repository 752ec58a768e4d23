import type { SampleCounters } from "./state/sampleRun.ts";
import type { SequenceRunCounters } from "./state/sequenceRun.ts";

/** State that a rule had to give up: alerts of it may be missing, or be too many. */
export interface LostState {
  /** Index of the rule in the plan. */
  readonly rule: number;
  /** Words for people, each with its number. */
  readonly losses: readonly string[];
}

/** What each counter of lost state means; the other counters are ordinary life. */
const meanings = {
  evicted: "partial matches given up, too many were pending",
  cutTuples: "join key combinations left out, one event had too many",
  forgotten: "missing events forgotten, too many were remembered",
  decidedEarly: "sequences accepted before it was certain that nothing follows",
  refusedTuples: "join key combinations refused, too many were pending",
  late: "events left out, they came too late",
} as const;

/** What a run gave up, or nothing. */
export function lossesOf(counters: SequenceRunCounters | SampleCounters | Readonly<Record<string, number>>): string[] {
  const byName: Readonly<Record<string, unknown>> = { ...counters };
  return Object.entries(meanings).flatMap(([name, meaning]) => {
    const count = Number(byName[name] ?? 0);
    return count > 0 ? [`${count.toLocaleString("en-US")} ${meaning}`] : [];
  });
}
