import type { RunnableRule } from "../../rule/rule.ts";
import { esqlRun } from "./esqlRun.ts";
import { eventRun } from "./eventRun.ts";
import { type GroupListeners, groupRun } from "./groupRun.ts";
import { newTermsRun } from "./newTermsRun.ts";
import type { RuleRun } from "./ruleRun.ts";
import { threatMatchRun } from "./threatMatchRun.ts";
import { thresholdRun } from "./thresholdRun.ts";

/**
 * Starts the run of a rule, which is the `index`th of its plan.
 *
 * What is made of its events is its `execution`'s to say, else its query's.
 */
export function startRun(runnable: RunnableRule, index: number, listeners: GroupListeners = {}): RuleRun {
  const { execution, query } = runnable;
  switch (execution?.kind) {
    case "threshold":
      return thresholdRun(runnable, index, execution);
    case "newTerms":
      return newTermsRun(runnable, index, execution);
    case "threatMatch":
      return threatMatchRun(runnable, index, execution);
    case "esql":
      return esqlRun(runnable, index, execution);
    case "events":
    case "groups":
    case undefined:
      return query.kind === "event" ? eventRun(runnable, index) : groupRun(runnable, index, query, listeners);
  }
}
