import type { EsqlType, Single, Value } from "../value.ts";

/** What a function may ask of its surroundings. */
export interface EvaluationContext {
  /** The replayed clock, epoch milliseconds UTC; the same for a whole run. */
  readonly nowMs: number;
  /** Notes what Elasticsearch would put in a `Warning` header: `Line … java.lang.ArithmeticException: / by zero`. */
  readonly warn: (message: string) => void;
}

/** One parameter, in order. */
export interface Parameter {
  readonly name: string;
  readonly types: readonly EsqlType[];
  /** May be left out, and so may all after it. */
  readonly optional?: true;
  /** The last one, which may be repeated. */
  readonly variadic?: true;
  /** Must not depend on the row (`DATE_EXTRACT`'s part, a pattern). */
  readonly constant?: true;
}

interface FunctionBase {
  /** Lower case. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /**
   * The result's type for arguments whose types the parameters accept (`null` is always accepted), or a sentence fragment
   * that says why they do not go together.
   */
  readonly resultType: (types: readonly EsqlType[]) => EsqlType | { readonly problem: string };
  /**
   * Why constant arguments cannot run (a pattern that no engine here runs, a unit that does not exist): a sentence
   * fragment, for the checker to report. Arguments that depend on the row are undefined.
   */
  readonly constantProblem?: (args: readonly (Value | undefined)[]) => string | undefined;
  /** Which page of Elasticsearch's documentation, or which class, the semantics come from. */
  readonly source: string;
}

/** Null if an argument is null or has several values (with a warning): the rule of most functions. */
export interface SingleValueFunction extends FunctionBase {
  readonly kind: "single";
  /** Null for what Elasticsearch answers null with a warning (overflow, unparsable). Types are those of the arguments. */
  readonly evaluate: (args: readonly Single[], context: EvaluationContext, types: readonly EsqlType[]) => Value;
}

/** Sees nulls and multiple values as they are: COALESCE, MV_…, conversions (which convert each value). */
export interface WholeValueFunction extends FunctionBase {
  readonly kind: "whole";
  readonly evaluate: (args: readonly Value[], context: EvaluationContext, types: readonly EsqlType[]) => Value;
}

/** Evaluates its arguments itself, each only when needed: CASE. */
export interface LazyFunction extends FunctionBase {
  readonly kind: "lazy";
  readonly evaluate: (args: readonly (() => Value)[], context: EvaluationContext, types: readonly EsqlType[]) => Value;
}

export type ScalarFunction = SingleValueFunction | WholeValueFunction | LazyFunction;

/** One group's running result. */
export interface Accumulator {
  /** Takes the arguments' values of one row that passed the aggregate's filter. */
  readonly add: (args: readonly Value[]) => void;
  readonly result: () => Value;
  /** About how many bytes it holds, for the cap on memory. */
  readonly size: () => number;
}

/** An aggregate of STATS. */
export interface AggregateFunction extends FunctionBase {
  readonly kind: "aggregate";
  /** `types` of the arguments; constant arguments' values, null for the others. */
  readonly start: (types: readonly EsqlType[], constants: readonly Value[], context: EvaluationContext) => Accumulator;
}
