import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import type { PatternPart } from "../../predicate/patternParts.ts";

/** A query that passed every check: names resolved, values in the form of the field they meet. */
export interface CheckedQuery {
  readonly kind: "event";
  readonly condition: CheckedCondition;
}

export type CheckedCondition =
  /** Without operands `and` is true and `or` false. */
  | { readonly kind: "and" | "or"; readonly operands: readonly CheckedCondition[] }
  | { readonly kind: "not"; readonly operand: CheckedCondition }
  /** One element of a nested field satisfies the condition by itself. */
  | { readonly kind: "element"; readonly field: Field; readonly condition: CheckedCondition }
  | CheckedLeaf;

/** Some value of the field passes the test. */
export interface CheckedLeaf {
  readonly kind: "leaf";
  readonly field: Field;
  readonly test: CheckedTest;
}

export type CheckedTest =
  | { readonly kind: "exists" }
  | { readonly kind: "equals"; readonly value: Scalar }
  /** From the first instant to the last, both included; milliseconds, on `date_nanos` nanoseconds. */
  | { readonly kind: "within"; readonly first: number | bigint; readonly last: number | bigint }
  | { readonly kind: "compare"; readonly operator: "<" | "<=" | ">" | ">="; readonly value: Scalar }
  | { readonly kind: "pattern"; readonly parts: readonly PatternPart[] }
  | { readonly kind: "cidr"; readonly block: string }
  /** A Lucene regular expression, without regard to ASCII case: words of an analysed text. */
  | { readonly kind: "words"; readonly regex: string };

export const always: CheckedCondition = { kind: "and", operands: [] };
export const never: CheckedCondition = { kind: "or", operands: [] };
