import type { RunnableRule } from "../../rule/rule.ts";
import type { Executor } from "./executor.ts";
import type { RuleResult, RuleRun, RunOptions } from "./ruleRun.ts";
import { type Runs, runsFor } from "./schedule.ts";
import { writerFor } from "./writer.ts";

/**
 * The rule run as Kibana runs it: its executor at each run of its schedule that has something to look at, ascending, each
 * run's candidates suppressed, limited and written as the rule asks for.
 */
export function scheduledRun(runnable: RunnableRule, executor: Executor): RuleRun {
  const { addRows } = executor;
  return {
    add: (hit) => executor.add(hit),
    ...(addRows === undefined ? {} : { addRows }),
    finish: (options) => replay(runnable, executor, options),
  };
}

function replay(runnable: RunnableRule, executor: Executor, options: RunOptions): RuleResult {
  return replayRuns(runnable, executor, options, runsFor(executor.times(), runnable.schedule, options));
}

/** Writes what an executor finds in these runs. */
export function replayRuns(
  runnable: RunnableRule,
  executor: Executor,
  options: RunOptions,
  { runs, every }: Runs,
): RuleResult {
  const most = options.isLikeKibana === true ? runnable.rule.maxSignals : Number.POSITIVE_INFINITY;
  const writer = writerFor(runnable, { most, keeps: executor.keeps ?? "firstNew" });
  for (const run of runs) writer.write(run, executor.candidates(run, most));
  const failure = executor.failure?.();
  if (failure !== undefined) return { alerts: [], losses: [], failure };
  const left = every === 1 ? [] : [`only one in ${every.toLocaleString("en-US")} runs was made, they overlap too much`];
  return { alerts: writer.alerts(), losses: [...executor.losses(), ...left, ...writer.losses()] };
}
