import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";

/**
 * A condition over one event, the same for every rule language: two-valued logic over atoms.
 *
 * Languages put their rules for missing and multi-valued fields into the atoms they lower to; `and`, `or` and `not`
 * are plain.
 */
export type Predicate =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "and"; readonly operands: readonly Predicate[] }
  | { readonly kind: "or"; readonly operands: readonly Predicate[] }
  | { readonly kind: "not"; readonly operand: Predicate }
  | Atom;

export type Atom = TestAtom | ExpressionAtom;

/** True when some value of the field passes the test; a field without values never does. */
export interface TestAtom {
  readonly kind: "test";
  readonly field: Field;
  readonly test: Test;
}

/**
 * True when the expression is `true` for some combination of one value per mention of a field; a field without values
 * contributes one null, nulls propagate, and null counts as false (eql facts §5).
 */
export interface ExpressionAtom {
  readonly kind: "expression";
  /** The field of each mention in order, so a field that is mentioned twice stands here twice. */
  readonly fields: readonly Field[];
  readonly expression: Expression;
}

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** What one value is tested for. */
export type Test = ScalarTest | ElementTest;

/** What an element of a nested field is tested for, its values being the elements (../ecs/elements.ts). */
export interface ElementTest {
  readonly kind: "element";
  /** Read in the element alone; its fields keep their full names. */
  readonly condition: Predicate;
}

/** Strings compare by code points; numbers across int, long and double. */
export type ScalarTest =
  | { readonly kind: "exists" }
  | { readonly kind: "equals"; readonly value: Scalar }
  | { readonly kind: "oneOf"; readonly values: readonly Scalar[]; readonly ignoreCase: boolean }
  /** `*` any run, `?` one character, nothing else is special; whole value; any of the patterns. ASCII-only folding. */
  | { readonly kind: "wildcard"; readonly patterns: readonly string[]; readonly ignoreCase: boolean }
  /** Lucene regular expressions, whole value; any of the patterns. */
  | { readonly kind: "regex"; readonly patterns: readonly string[]; readonly ignoreCase: boolean }
  | { readonly kind: "compare"; readonly operator: "<" | "<=" | ">" | ">="; readonly value: Scalar }
  /** CIDR blocks or single addresses; host bits allowed. */
  | { readonly kind: "cidr"; readonly blocks: readonly string[] };

export type FunctionName =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "modulo"
  | "between"
  | "cidrMatch"
  | "concat"
  | "endsWith"
  | "indexOf"
  | "length"
  | "number"
  | "startsWith"
  | "string"
  | "stringContains"
  | "substring";

/** An expression inside one leaf; three-valued where booleans nest. */
export type Expression =
  /** `floating`: a number written as a decimal, so a double even if whole (`2.0`): it decides how division rounds. */
  | { readonly kind: "literal"; readonly value: Scalar | null; readonly floating?: boolean }
  /** `mention`: which of the field's mentions this is, from 0, which may be left out; equal ones read the same value. */
  | { readonly kind: "field"; readonly field: Field; readonly mention?: number }
  | {
      readonly kind: "call";
      readonly name: FunctionName;
      readonly ignoreCase: boolean;
      readonly args: readonly Expression[];
    }
  | { readonly kind: "negate"; readonly operand: Expression }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/" | "%";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Null test of a value: never null itself. */
  | { readonly kind: "isNull"; readonly operand: Expression }
  | {
      readonly kind: "in";
      readonly operand: Expression;
      readonly values: readonly Expression[];
      readonly ignoreCase: boolean;
    }
  /** Patterns on a computed value: `wildcard` as in {@link Test}, `javaRegex` Java's syntax; whole value. */
  | {
      readonly kind: "pattern";
      readonly operand: Expression;
      readonly syntax: "wildcard" | "javaRegex";
      readonly patterns: readonly string[];
      readonly ignoreCase: boolean;
    }
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression };
