import type { CheckedAggregate, CheckedCommand, TypedExpression } from "../checked.ts";
import { type Value, valuesOf } from "../value.ts";

type StatsCommand = Extract<CheckedCommand, { kind: "stats" }>;

/** What an aggregate of STATS must come to at least, or its group gives no row. */
export interface Demand {
  readonly aggregate: CheckedAggregate;
  /** A whole number from 1 to {@link mostDemanded}. */
  readonly least: number;
  /**
   * The most that a row adds to the aggregate, whatever rows are there besides; a whole number. Undefined: the filter
   * leaves the row out.
   */
  readonly amountOf: (args: readonly Value[] | undefined) => number;
}

/** Greater ones are not heeded: numbers up to here can be added up in 32 bits. */
export const mostDemanded = 2 ** 30;

/**
 * What the commands behind a STATS ask of each of its groups: conditions of WHERE on counts and sums, up to the first
 * command that does more than pass rows on or drop them one by one.
 *
 * Columns are told apart by slot, so neither KEEP, RENAME nor EVAL of the same name confuses them. Only what bounds an
 * aggregate from below is a demand, and only as an operand of `and`: `a > 3 or b > 3` is none.
 */
export function demandsOf({ aggregates }: StatsCommand, behind: readonly CheckedCommand[]): readonly Demand[] {
  const bySlot = new Map(aggregates.map((aggregate) => [aggregate.column.slot, aggregate]));
  return conditionsOf(behind).flatMap((condition) => {
    const bound = lowerBound(condition);
    const aggregate = bound === undefined ? undefined : bySlot.get(bound.slot);
    const amountOf = aggregate === undefined ? undefined : amounts(aggregate);
    if (amountOf === undefined || bound!.least < 1 || bound!.least > mostDemanded) return [];
    return [{ aggregate: aggregate!, least: bound!.least, amountOf }];
  });
}

function conditionsOf(behind: readonly CheckedCommand[]): readonly TypedExpression[] {
  const conditions: TypedExpression[] = [];
  for (const command of behind) {
    if (command.kind === "where") conditions.push(...operandsOf(command.condition));
    else if (!passing.has(command.kind)) break;
  }
  return conditions;
}

/** Commands that hand each row on, at most with further columns. */
const passing: ReadonlySet<CheckedCommand["kind"]> = new Set(["eval", "project", "dissect", "grok"]);

function operandsOf(condition: TypedExpression): readonly TypedExpression[] {
  return condition.kind === "call" && condition.name === "and" ? condition.args.flatMap(operandsOf) : [condition];
}

/** The least whole number that a column holds where a comparison with a constant is true. */
function lowerBound(condition: TypedExpression): { readonly slot: number; readonly least: number } | undefined {
  if (condition.kind !== "call" || condition.args.length !== 2) return undefined;
  const [left, right] = condition.args as [TypedExpression, TypedExpression];
  if (left.kind === "column") return boundOf(left.slot, condition.name, right);
  return right.kind === "column" ? boundOf(right.slot, mirrored.get(condition.name), left) : undefined;
}

const mirrored: ReadonlyMap<string, string> = new Map([
  ["==", "=="],
  ["<", ">"],
  ["<=", ">="],
]);

function boundOf(slot: number, operator: string | undefined, bound: TypedExpression) {
  if (bound.kind !== "constant" || typeof bound.value !== "number") return undefined;
  if (operator === ">") return { slot, least: Math.floor(bound.value) + 1 };
  return operator === ">=" || operator === "==" ? { slot, least: Math.ceil(bound.value) } : undefined;
}

/**
 * How an aggregate grows with its rows; undefined where a row can make it less, or a part of a whole number more.
 *
 * Counts of distinct values grow by no more than the values of a row. Sums of whole numbers come to no more than those
 * above zero; a sum that overflows is null, for which no comparison is true.
 */
function amounts({ name, args }: CheckedAggregate): Demand["amountOf"] | undefined {
  switch (name) {
    case "count":
      return args.length === 0 ? (values) => (values === undefined ? 0 : 1) : valueCount;
    case "count_distinct":
      return valueCount;
    case "sum":
      return args[0]?.type === "integer" || args[0]?.type === "long" ? sumAboveZero : undefined;
    default:
      return undefined;
  }
}

function valueCount(args: readonly Value[] | undefined): number {
  return args === undefined ? 0 : valuesOf(args[0] ?? null).length;
}

function sumAboveZero(args: readonly Value[] | undefined): number {
  let sum = 0;
  for (const value of args === undefined ? [] : valuesOf(args[0] ?? null)) {
    // Rounding matters only far beyond what can be demanded.
    sum += Math.min(Math.max(0, Number(value)), mostDemanded);
  }
  return sum;
}
