import { compile } from "../../language/esql/index.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { type EsqlExecution, type EsqlRows, type EsqlSource, storedRows } from "./esqlRows.ts";
import { PreparedRows } from "./preparedRows.ts";
import type { PackedRows } from "./rowStore.ts";
import type { EsqlAnswers, ResultRows, RunOptions, ScheduledRun } from "./ruleRun.ts";
import { runsFor } from "./schedule.ts";

/** What a query found in one run, and in what. */
export interface EsqlAnswer {
  readonly rows: ResultRows;
  readonly seen: EsqlRows;
}

/** A query at work on a rule's rows, run by run. */
export class EsqlRunner {
  readonly #program: ReturnType<typeof compile>;
  readonly #source: EsqlSource;
  readonly #isScheduled: boolean;
  #prepared: PreparedRows | undefined;
  #failure: string | undefined;

  constructor({ schedule }: RunnableRule, { query }: EsqlExecution, source: EsqlSource) {
    this.#program = compile(query);
    this.#source = source;
    this.#isScheduled = schedule !== undefined;
  }

  /** The times by which runs are chosen, ascending: a scheduled run that sees nothing of what can matter needs not be made. */
  times(): ArrayLike<number> {
    return (this.#isScheduled ? this.#rows()?.times() : undefined) ?? this.#source.times();
  }

  /** Why there is no answer, once a run has failed. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Undefined where nothing is found; called once for each run, ascending. */
  answer(run: ScheduledRun): EsqlAnswer | undefined {
    if (this.#failure !== undefined) return undefined;
    const seen = this.#source.within(run);
    const result = this.#resultOf(seen, run.nowMs);
    if (result === undefined) return undefined;
    if (result.failure === undefined) return { rows: result.rows, seen };
    this.#failure = result.failure;
    return undefined;
  }

  #resultOf(seen: EsqlRows, nowMs: number) {
    const rows = this.#rows();
    if (rows === undefined || seen.numbers === undefined) return this.#program.run(seen.rows, { nowMs });
    return rows.run(seen.numbers, nowMs);
  }

  /** Undefined where rows are read anew in each run. */
  #rows(): PreparedRows | undefined {
    const { prepared } = this.#program;
    if (this.#source.numbered === undefined || prepared === undefined) return undefined;
    return (this.#prepared ??= new PreparedRows(prepared, this.#source.numbered()));
  }
}

const nothing: ResultRows = [];

/** Runs the query of a rule that aggregates, and so needs no more of its hits than their rows. */
export function esqlAnswers(
  runnable: RunnableRule,
  execution: EsqlExecution,
  packed: PackedRows,
  options: RunOptions,
): EsqlAnswers {
  const source = storedRows(runnable);
  source.addRows!(packed);
  const runner = new EsqlRunner(runnable, execution, source);
  const { runs, every } = runsFor(runner.times(), runnable.schedule, options);
  const all = [...runs];
  const rows = all.map((run) => runner.answer(run)?.rows ?? nothing);
  const { failure } = runner;
  return { runs: all, every, rows, losses: source.losses(), ...(failure === undefined ? {} : { failure }) };
}
