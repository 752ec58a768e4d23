import type { Field } from "../../../ecs/field.ts";
import { fieldsOf } from "../../../predicate/fields.ts";
import type { CheckedCommand, CheckedEsql, Column } from "../checked.ts";
import type { EvaluationContext } from "../functions/scalarFunction.ts";
import type { Value } from "../value.ts";
import { compileAccepts } from "./accepts.ts";
import { compileExpression } from "./compileExpression.ts";
import { documentsOf } from "./expressionsOf.ts";
import type { SieveMaker } from "./groupSieve.ts";
import { Budget, ExecutionFailure, type ExecutionLimits } from "./limits.ts";
import { lookupStage } from "./lookupStage.ts";
import { type Preparation, preparationOf } from "./preparation.ts";
import type { Prepared } from "./prepare.ts";
import type { Evaluate, Row } from "./row.ts";
import { limitStage, mvExpandStage, rowStage, rowStep } from "./rowStages.ts";
import { sortStage } from "./sortStage.ts";
import { type ColumnReader, columnReader, pointParts, type SourceRow } from "./sourceRow.ts";
import type { Stage, StageContext, StageMaker } from "./stage.ts";
import { inlineStatsStage, preparedStatsStage, statsStage } from "./statsStage.ts";

/** A query ready to run, any number of times. */
export interface CompiledEsql {
  /** The answer for some documents, read once and in order; ROW reads none. Never throws. */
  readonly run: (rows: Iterable<SourceRow>, options: RunOptions) => EsqlResult;
  /**
   * Whether a document can have a part in the answer: the commands before the first that looks beyond one row, exactly,
   * except that what depends on the clock is taken to hold.
   */
  readonly accepts: (row: SourceRow) => boolean;
  /** Undefined where a run's clock or order matters. */
  readonly prepared: PreparedEsql | undefined;
}

/** The same answer from documents that were prepared once for many runs, save that it lacks their warnings. */
export interface PreparedEsql {
  readonly prepare: (row: SourceRow) => Prepared;
  readonly run: (rows: Iterable<Prepared>, options: RunOptions) => EsqlResult;
  /** Without documents there are no rows in the result. */
  readonly needsDocuments: boolean;
  /** Tells which documents can be left out of all runs; undefined where that is not known. */
  readonly sieve: SieveMaker | undefined;
}

export interface RunOptions {
  /** What NOW() answers, epoch milliseconds UTC. */
  readonly nowMs: number;
  readonly limits?: ExecutionLimits;
}

export interface EsqlResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  /** What Elasticsearch would put in `Warning` headers, each once, at most twenty. */
  readonly warnings: readonly string[];
  /** Why there is no answer: a limit was reached. `rows` is empty then. */
  readonly failure?: string;
}

/** Compiles a checked query, each part when it is first used; patterns, lists and constants are prepared once. */
export function compile(query: CheckedEsql): CompiledEsql {
  const plan = new Plan(query);
  /** Null until it is asked. */
  let prepared: PreparedEsql | undefined | null = null;
  let accepts: CompiledEsql["accepts"] | undefined;
  return {
    run: (rows, options) => plan.run(rows, options),
    accepts: (row) => (accepts ??= compileAccepts(query, plan.readers))(row),
    get prepared() {
      if (prepared === null) prepared = preparedOf(plan, query);
      return prepared;
    },
  };
}

function preparedOf(plan: Plan, query: CheckedEsql): PreparedEsql | undefined {
  const preparation = preparationOf(query, plan.readers);
  if (preparation === undefined) return undefined;
  const { prepare, sieve, needsDocuments } = preparation;
  return { prepare, sieve, needsDocuments, run: (rows, options) => plan.runPrepared(preparation, rows, options) };
}

/** The fields whose values a query reads: those of its columns, and those of KQL() and MATCH(); each once. */
export function sourceFields(query: CheckedEsql): readonly Field[] {
  const { source } = query;
  const fields = new Map<string, Field>();
  const add = (field: Field) => {
    // Fields that differ only in how they are read have names of their own.
    if (!fields.has(field.name)) fields.set(field.name, field);
  };
  if (source.kind === "from") {
    for (const { field } of source.fields)
      for (const part of field.type === "geo_point" ? pointParts(field) : [field]) add(part);
  }
  for (const expression of documentsOf(query.commands)) for (const field of fieldsOf(expression.predicate)) add(field);
  return [...fields.values()];
}

const mostWarnings = 20;

class Plan {
  readonly readers: ReadonlyMap<number, ColumnReader>;
  readonly #query: CheckedEsql;
  readonly #output: readonly Evaluate[];
  /** The makers of the commands from one on, for the last default limit asked. */
  #made:
    | { readonly from: number; readonly limit: number | undefined; readonly makers: readonly StageMaker[] }
    | undefined;
  readonly #row: readonly { readonly slot: number; readonly evaluate: Evaluate }[] | undefined;
  /** Whether a command behind what keeps rows asks their documents. */
  readonly #asksDocuments: boolean;

  constructor(query: CheckedEsql) {
    this.#query = query;
    this.readers = readersOf(query);
    this.#output = query.output.map(({ slot, type, name }) =>
      compileExpression({ kind: "column", type, slot, name }, this.readers),
    );
    const { source } = query;
    if (source.kind === "row") {
      this.#row = source.columns.map(({ column, expression }) => ({
        slot: column.slot,
        evaluate: compileExpression(expression, this.readers),
      }));
    }
    this.#asksDocuments = documentsOf(query.commands).length > 0;
  }

  run(rows: Iterable<SourceRow>, options: RunOptions): EsqlResult {
    return this.#answer(options, (evaluation, limits, results) => this.#execute(rows, evaluation, limits, results));
  }

  runPrepared({ stats, commands }: Preparation, rows: Iterable<Prepared>, options: RunOptions): EsqlResult {
    return this.#answer(options, (evaluation, limits, results) => {
      const context = this.#context(evaluation, limits);
      const behind = this.#stages(this.#makers(commands, limits), context, results);
      const first = preparedStatsStage(stats, this.#query.width)(behind, context);
      for (const row of rows) {
        if (row === null) continue;
        if ("failure" in row) throw new ExecutionFailure(row.failure);
        first.pushPrepared(row);
      }
      first.end();
    });
  }

  #answer(
    { nowMs, limits = {} }: RunOptions,
    execute: (evaluation: EvaluationContext, limits: ExecutionLimits, results: (readonly Value[])[]) => void,
  ): EsqlResult {
    const warnings = new Set<string>();
    const evaluation: EvaluationContext = {
      nowMs,
      warn: (message) => {
        if (warnings.size < mostWarnings) warnings.add(message);
      },
    };
    const columns = this.#query.output;
    const results: (readonly Value[])[] = [];
    try {
      execute(evaluation, limits, results);
    } catch (failure) {
      if (!(failure instanceof ExecutionFailure)) throw failure;
      return { columns, rows: [], warnings: [...warnings], failure: failure.message };
    }
    return { columns, rows: results, warnings: [...warnings] };
  }

  #execute(
    rows: Iterable<SourceRow>,
    evaluation: EvaluationContext,
    limits: ExecutionLimits,
    results: (readonly Value[])[],
  ): void {
    const first = this.#stages(this.#makers(0, limits), this.#context(evaluation, limits), results);
    for (const row of this.#rows(rows, evaluation)) {
      if (first.isDone()) break;
      first.push(row);
    }
    first.end();
  }

  #context(evaluation: EvaluationContext, limits: ExecutionLimits): StageContext {
    return { evaluation, budget: new Budget(limits), kept: (row: Row) => this.#kept(row) };
  }

  /** The first of the stages, the last of which puts its rows among the results. */
  #stages(makers: readonly StageMaker[], context: StageContext, results: (readonly Value[])[]): Stage {
    const output = this.#output;
    const sink: Stage = {
      push: (row) => {
        results.push(output.map((column) => column(row, context.evaluation)));
        context.budget.checkRows(results.length);
      },
      end: () => undefined,
      isDone: () => false,
    };
    return makers.reduceRight<Stage>((next, make) => make(next, context), sink);
  }

  *#rows(rows: Iterable<SourceRow>, evaluation: EvaluationContext): Iterable<Row> {
    const { width } = this.#query;
    if (this.#row !== undefined) {
      const row: Row = { slots: new Array(width).fill(undefined), source: null };
      for (const { slot, evaluate } of this.#row) row.slots[slot] = evaluate(row, evaluation);
      yield row;
      return;
    }
    const isReused = !keepsRows(this.#query.commands);
    const slots: Row["slots"] = new Array(width).fill(undefined);
    for (const source of rows) {
      if (isReused) slots.fill(undefined);
      yield { slots: isReused ? slots : new Array(width).fill(undefined), source };
    }
  }

  /** Compiled once, for many runs. */
  #makers(from: number, { defaultLimit: limit }: ExecutionLimits): readonly StageMaker[] {
    if (this.#made?.from !== from || this.#made.limit !== limit)
      this.#made = { from, limit, makers: this.#compiled(from, limit) };
    return this.#made.makers;
  }

  #compiled(from: number, limit: number | undefined): readonly StageMaker[] {
    const commands: readonly CheckedCommand[] = [
      ...this.#query.commands.slice(from),
      ...(limit === undefined ? [] : [{ kind: "limit", count: limit } as const]),
    ];
    return commands.map((command, at) => this.#maker(command, limitBehind(commands, at)));
  }

  #maker(command: CheckedCommand, limit: number | undefined): StageMaker {
    const { readers } = this;
    switch (command.kind) {
      case "sort":
        return sortStage(command, readers, limit);
      case "limit":
        return limitStage(command);
      case "stats":
        return command.inline
          ? inlineStatsStage(command, readers, this.#query.width)
          : statsStage(command, readers, this.#query.width);
      case "mvExpand":
        return mvExpandStage(command, readers);
      case "lookup":
        return lookupStage(command, readers);
      default:
        return rowStage(rowStep(command, readers)!);
    }
  }

  #kept({ slots, source }: Row): Row {
    if (source === null) return { slots, source };
    for (const [slot, reader] of this.readers) if (slots[slot] === undefined) slots[slot] = reader(source);
    return { slots, source: this.#asksDocuments ? source : null };
  }
}

function readersOf({ source }: CheckedEsql): ReadonlyMap<number, ColumnReader> {
  const readers = new Map<number, ColumnReader>();
  if (source.kind === "row") return readers;
  for (const { column, field } of source.fields) readers.set(column.slot, columnReader(field, column.type));
  for (const { column, name } of source.metadata) readers.set(column.slot, (row) => row.metadata(name));
  return readers;
}

/** Whether rows outlive their turn: all do unless STATS takes them first. */
function keepsRows(commands: readonly CheckedCommand[]): boolean {
  for (const command of commands) {
    if (command.kind === "stats") return command.inline;
    if (command.kind === "sort") return true;
  }
  return false;
}

/** How many rows of a SORT are wanted: those of a LIMIT that follows with nothing between but row for row. */
function limitBehind(commands: readonly CheckedCommand[], at: number): number | undefined {
  for (const command of commands.slice(at + 1)) {
    if (command.kind === "limit") return command.count;
    if (command.kind !== "project" && command.kind !== "eval" && command.kind !== "dissect" && command.kind !== "grok")
      return undefined;
  }
  return undefined;
}
