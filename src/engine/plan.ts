import type { Identity, NormalizedEvent } from "../normalize/record.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { Dispatch } from "./dispatch.ts";
import { eventView } from "./eventView.ts";
import type { Hit } from "./hit.ts";
import { PredicateTable } from "./predicateTable.ts";

/** A set of rules ready to run together. */
export interface Plan {
  /** The rules as given; hits and alerts name a rule by its index here. */
  readonly rules: readonly RunnableRule[];
  /**
   * The rules that an event of this identity may satisfy, ascending by index; empty for nearly all records, so that
   * most need not be normalised.
   *
   * Sound: a rule left out cannot match such an event. Remembered per identity, up to a cap.
   */
  readonly candidates: (identity: Identity) => readonly number[];
  /**
   * One hit for each candidate of which the event satisfies a predicate, in the candidates' order, with every step it
   * satisfies (`until` one past the last).
   */
  readonly match: (event: NormalizedEvent, candidates: readonly number[]) => Hit[];
}

/** Plans rules for running: predicates that rules share are compiled once and evaluated once per event. */
export function planRules(rules: readonly RunnableRule[]): Plan {
  const predicates = new PredicateTable();
  const byRule = rules.map(({ query }) => predicatesOf(query).map((predicate) => predicates.add(predicate)));
  const dispatch = new Dispatch(predicates.distinct, byRule);
  return {
    rules,
    candidates: (identity) => dispatch.candidates(identity),
    match: (event, candidates) => {
      if (candidates.length === 0) return [];
      const satisfies = predicates.evaluator(eventView(event));
      return candidates.flatMap((rule) => {
        const steps = stepsOf(byRule[rule] ?? [], satisfies);
        return steps.length === 0 ? [] : [{ rule, steps, event }];
      });
    },
  };
}

function stepsOf(predicates: readonly number[], satisfies: (predicate: number) => boolean): number[] {
  const steps: number[] = [];
  for (let step = 0; step < predicates.length; step++) if (satisfies(predicates[step]!)) steps.push(step);
  return steps;
}
