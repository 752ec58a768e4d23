import type { CheckedCommand } from "../checked.ts";
import { aggregateFunctions } from "../functions/aggregates/index.ts";
import { keyOf } from "../functions/comparison.ts";
import type { Accumulator } from "../functions/scalarFunction.ts";
import { type EsqlType, isMultivalue, type Single, type Value } from "../value.ts";
import { compileExpression } from "./compileExpression.ts";
import { isFoldable } from "./foldable.ts";
import { ExecutionFailure, mostGroupsOfRow } from "./limits.ts";
import type { Evaluate, Row } from "./row.ts";
import type { ColumnReader } from "./sourceRow.ts";
import type { StageContext } from "./stage.ts";

type StatsCommand = Extract<CheckedCommand, { kind: "stats" }>;

export interface Group {
  /** Of BY, in order. */
  readonly values: readonly (Single | null)[];
  readonly accumulators: readonly Accumulator[];
}

interface CompiledAggregate {
  readonly slot: number;
  readonly args: readonly Evaluate[];
  readonly filter: Evaluate | undefined;
  readonly start: (context: StageContext) => Accumulator;
}

/** STATS, compiled: what its groups and aggregates read. */
export class CompiledStats {
  readonly by: readonly { readonly slot: number; readonly type: EsqlType; readonly evaluate: Evaluate }[];
  readonly aggregates: readonly CompiledAggregate[];
  readonly after: readonly { readonly slot: number; readonly evaluate: Evaluate }[];

  constructor({ by, aggregates, after }: StatsCommand, readers: ReadonlyMap<number, ColumnReader>) {
    const compile = compileExpression;
    this.by = by.map(({ column, expression }) => ({
      slot: column.slot,
      type: column.type,
      evaluate: compile(expression, readers),
    }));
    this.aggregates = aggregates.map(({ column, name, args, filter }) => {
      const definition = aggregateFunctions.get(name)!;
      const types = args.map((arg) => arg.type);
      const evaluates = args.map((arg) => compile(arg, readers));
      const folded = args.map((arg, at) => (isFoldable(arg) ? evaluates[at]! : undefined));
      return {
        slot: column.slot,
        args: evaluates,
        filter: filter === undefined ? undefined : compile(filter, readers),
        start: ({ evaluation }: StageContext) =>
          definition.start(
            types,
            folded.map((each) => each?.({ slots: [], source: null }, evaluation) ?? null),
            evaluation,
          ),
      };
    });
    // Behind the aggregates nothing reads the source any more.
    this.after = after.map(({ column, expression }) => ({
      slot: column.slot,
      evaluate: compile(expression, new Map()),
    }));
  }

  /**
   * What the row brings to its groups; sets the slots of BY.
   *
   * @throws ExecutionFailure when it falls into too many groups
   */
  prepare(row: Row, evaluation: StageContext["evaluation"]): PreparedRow {
    const lists = this.by.map(({ slot, evaluate }) => {
      const value = evaluate(row, evaluation);
      row.slots[slot] = value;
      return value;
    });
    const args = this.aggregates.map((aggregate) => {
      if (aggregate.filter !== undefined && aggregate.filter(row, evaluation) !== true) return undefined;
      return aggregate.args.map((arg) => arg(row, evaluation));
    });
    return { groups: combinations(lists).map((values) => ({ key: this.keyOf(values), values })), args };
  }

  /** Text that two lists of values share exactly when all their values are equal. */
  keyOf(values: readonly (Single | null)[]): string {
    let key = "";
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (value === null) key += "~";
      else {
        const text = keyOf(value, this.by[at]!.type);
        key += `${text.length}:${text}`;
      }
    }
    return key;
  }
}

/** A row as STATS sees it, worked out once for any number of runs. */
export interface PreparedRow {
  /** The groups that it falls into: their keys, and their values of BY. */
  readonly groups: readonly { readonly key: string; readonly values: readonly (Single | null)[] }[];
  readonly args: AggregateArguments;
}

/** The arguments of each aggregate; undefined where its filter leaves the row out. */
type AggregateArguments = readonly (readonly Value[] | undefined)[];

/** The groups of one run, in the order in which each was first seen. */
export class Groups {
  readonly #stats: CompiledStats;
  readonly #context: StageContext;
  readonly #groups = new Map<string, Group>();

  constructor(stats: CompiledStats, context: StageContext) {
    this.#stats = stats;
    this.#context = context;
    // Without BY there is one group, also of no rows.
    if (stats.by.length === 0) this.#groupOf([]);
  }

  all(): Iterable<Group> {
    return this.#groups.values();
  }

  /**
   * Adds a row to its groups: with several values of BY to one for each of them, or each combination, repeated values
   * once; aggregates see the row as it is in each (esql/_snippets/commands/layout/stats-by.md).
   */
  add(row: Row): void {
    this.addPrepared(this.#stats.prepare(row, this.#context.evaluation));
  }

  addPrepared({ groups, args }: PreparedRow): void {
    if (groups.length > 1) this.#context.budget.takeMade(groups.length);
    for (let at = 0; at < groups.length; at++) {
      const { key, values } = groups[at]!;
      this.#accumulate(this.#groupOf(values, key), args);
    }
  }

  /** The groups that a row with these values of BY was added to, in order of the values. */
  of(values: readonly Value[]): readonly Group[] {
    return combinations(values).map((each) => this.#groupOf(each));
  }

  #accumulate({ accumulators }: Group, args: AggregateArguments): void {
    let growth = 0;
    for (let at = 0; at < accumulators.length; at++) {
      const of = args[at];
      if (of === undefined) continue;
      const accumulator = accumulators[at]!;
      const before = accumulator.size();
      accumulator.add(of);
      growth += accumulator.size() - before;
    }
    if (growth > 0) this.#context.budget.takeBytes(growth);
  }

  #groupOf(values: readonly (Single | null)[], key = this.#stats.keyOf(values)): Group {
    let group = this.#groups.get(key);
    if (group === undefined) {
      const { budget } = this.#context;
      const accumulators = this.#stats.aggregates.map(({ start }) => start(this.#context));
      budget.takeGroup();
      budget.takeBytes(128 + 2 * key.length + accumulators.reduce((sum, { size }) => sum + size(), 0));
      this.#groups.set(key, (group = { values, accumulators }));
    }
    return group;
  }
}

/** One list of single values for each combination of the values, repeated ones once. */
function combinations(lists: readonly Value[]): readonly (readonly (Single | null)[])[] {
  if (!lists.some(isMultivalue)) return [lists as readonly (Single | null)[]];
  let all: (Single | null)[][] = [[]];
  for (const value of lists) {
    const singles = isMultivalue(value) ? [...new Set(value)] : [value];
    if (all.length * singles.length > mostGroupsOfRow) {
      throw new ExecutionFailure(`a row falls into more than ${mostGroupsOfRow.toLocaleString("en")} groups`);
    }
    all = all.flatMap((before) => singles.map((single) => [...before, single]));
  }
  return all;
}
