import { compile, type Matcher } from "../../predicate/compile.ts";
import type { SequenceStep } from "../../predicate/query.ts";
import { joinedKeys } from "../state/joinedKey.ts";
import type { StepMatch } from "../state/sequence.ts";
import { type Candidate, viewOf } from "./searchDocument.ts";

/** Most combinations of join keys of one event and step, a bound of ours. */
const mostTuples = 10_000;

/** A step with every position that it fills: repetitions (`with runs`) are one step. */
interface DistinctStep {
  readonly step: SequenceStep;
  readonly matches: Matcher;
  readonly positions: readonly number[];
}

/** A document with the steps it satisfies, ascending. */
export interface Matching extends Candidate {
  readonly steps: readonly StepMatch<Candidate>[];
}

/** Which steps an event satisfies, and under which key tuples. */
export class StepMatches {
  /** Key tuples beyond the bound, left out. */
  cut = 0;
  readonly #steps: readonly DistinctStep[];

  constructor(steps: readonly SequenceStep[]) {
    this.#steps = [...new Set(steps)].map((step) => ({
      step,
      matches: compile(step.predicate),
      positions: [...steps.keys()].filter((at) => steps[at] === step),
    }));
  }

  /** Those of the candidates that satisfy a step and have a value for its join keys. */
  among(candidates: readonly Candidate[]): Matching[] {
    const matching: Matching[] = [];
    for (const candidate of candidates) {
      const steps = this.#stepsOf(candidate);
      if (steps.length > 0) matching.push({ ...candidate, steps });
    }
    return matching;
  }

  #stepsOf(event: Candidate): StepMatch<Candidate>[] {
    const view = viewOf(event);
    const found: StepMatch<Candidate>[] = [];
    for (const { step, matches, positions } of this.#steps) {
      if (!matches(view)) continue;
      const { keys, cut } = joinedKeys(step.keys, view, mostTuples);
      this.cut += cut;
      if (keys.length > 0) for (const position of positions) found.push({ step: position, keys, event });
    }
    return found.sort((a, b) => a.step - b.step);
  }
}
