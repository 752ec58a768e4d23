import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import type { Comparison, FunctionName } from "../../predicate/predicate.ts";
import type { JoinKey, Pipe } from "../../predicate/query.ts";
import type { Span } from "../../text/source.ts";
import type { ExpressionType } from "./expressionType.ts";

/** A query that passed every check: names resolved, types known, literals in the form of the field they meet. */
export type CheckedQuery = (CheckedEventQuery | CheckedSequenceQuery | CheckedSampleQuery) & {
  /** Absent: none. */
  readonly pipes?: readonly Pipe[];
};

export interface CheckedEventQuery {
  readonly kind: "event";
  readonly event: CheckedFilter;
}

export interface CheckedFilter {
  /** The category's field and value, or null for `any`. */
  readonly category: { readonly field: Field; readonly value: string } | null;
  readonly condition: CheckedExpression;
}

export interface CheckedSequenceQuery {
  readonly kind: "sequence";
  readonly items: readonly CheckedItem[];
  readonly until: CheckedItem | null;
  readonly maxspanMs: number | null;
}

export interface CheckedSampleQuery {
  readonly kind: "sample";
  /** Each once, none missing. */
  readonly items: readonly CheckedItem[];
}

export interface CheckedItem {
  /** Whether no such event may be there. */
  readonly missing: boolean;
  readonly event: CheckedFilter;
  /** The keys of the whole sequence or sample, then the item's own. */
  readonly keys: readonly JoinKey[];
  /** How often the item stands in the sequence: `with runs`, else 1. */
  readonly runs: number;
}

interface Typed {
  readonly span: Span;
  readonly type: ExpressionType;
}

/** Parts without fields are literals already, except calls that have no value before they run. */
export type CheckedExpression =
  | CheckedLiteral
  | CheckedField
  | CheckedCall
  | CheckedNegation
  | CheckedArithmetic
  | CheckedComparison
  | CheckedMembership
  | CheckedPattern
  | CheckedLogical
  | CheckedNot;

export interface CheckedLiteral extends Typed {
  readonly kind: "literal";
  readonly value: Scalar | null;
  /**
   * For a date: the last instant that its text covers (`2026-01` covers a day, as Elasticsearch rounds it), like `value` in
   * milliseconds, for a `date_nanos` field in nanoseconds.
   */
  readonly last?: number | bigint;
}

export interface CheckedField extends Typed {
  readonly kind: "field";
  readonly field: Field;
}

export interface CheckedCall extends Typed {
  readonly kind: "call";
  readonly name: FunctionName;
  readonly ignoreCase: boolean;
  readonly args: readonly CheckedExpression[];
}

export interface CheckedNegation extends Typed {
  readonly kind: "negate";
  readonly operand: CheckedExpression;
}

export interface CheckedArithmetic extends Typed {
  readonly kind: "arithmetic";
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: CheckedExpression;
  readonly right: CheckedExpression;
}

/** The constant side, if there is one, stands on the right. */
export interface CheckedComparison extends Typed {
  readonly kind: "comparison";
  readonly operator: Comparison;
  readonly left: CheckedExpression;
  readonly right: CheckedExpression;
}

export interface CheckedMembership extends Typed {
  readonly kind: "in";
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  readonly operand: CheckedExpression;
  readonly values: readonly CheckedExpression[];
}

/** `:`, `like` and `regex` with their twins; any of the patterns. */
export interface CheckedPattern extends Typed {
  readonly kind: "pattern";
  readonly syntax: "wildcard" | "regex";
  readonly ignoreCase: boolean;
  readonly operand: CheckedExpression;
  readonly patterns: readonly string[];
}

export interface CheckedLogical extends Typed {
  readonly kind: "and" | "or";
  readonly operands: readonly CheckedExpression[];
}

export interface CheckedNot extends Typed {
  readonly kind: "not";
  readonly operand: CheckedExpression;
}

/** The parts of an expression that are expressions themselves. */
export function childrenOf(expression: CheckedExpression): readonly CheckedExpression[] {
  switch (expression.kind) {
    case "literal":
    case "field":
      return [];
    case "call":
      return expression.args;
    case "negate":
    case "not":
    case "pattern":
      return [expression.operand];
    case "arithmetic":
    case "comparison":
      return [expression.left, expression.right];
    case "in":
      return [expression.operand, ...expression.values];
    case "and":
    case "or":
      return expression.operands;
  }
}

/** Whether an expression reads no field; an optional field that is not mapped is no field but null. */
export function isConstant(expression: CheckedExpression): boolean {
  return expression.kind !== "field" && childrenOf(expression).every(isConstant);
}
