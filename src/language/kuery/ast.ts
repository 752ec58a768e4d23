import type { Span } from "../../text/source.ts";

/** What KQL text says; every node carries the span it was read from. */
export interface KueryQuery {
  readonly span: Span;
  /** Null for an empty query, which every document satisfies. */
  readonly expression: KueryExpression | null;
}

export type KueryExpression = Tree<ConditionNode>;
export type ConditionNode = MatchNode | RangeNode | NestedNode;

/** What stands behind a colon: a literal, or a list in parentheses. */
export type ValueExpression = Tree<LiteralNode>;

/** Conditions and lists of values are put together alike. */
export type Tree<Leaf> = Leaf | LogicalNode<Leaf> | NotNode<Leaf>;

export interface LogicalNode<Leaf> {
  readonly kind: "and" | "or";
  readonly span: Span;
  /** Two or more. */
  readonly operands: readonly Tree<Leaf>[];
}

export interface NotNode<Leaf> {
  readonly kind: "not";
  readonly span: Span;
  readonly operand: Tree<Leaf>;
}

/** `field: value`, or a value alone, which is looked for in all fields. */
export interface MatchNode {
  readonly kind: "match";
  readonly span: Span;
  readonly field: LiteralNode | null;
  /** A literal if there is no field. */
  readonly value: ValueExpression;
}

export interface RangeNode {
  readonly kind: "range";
  readonly span: Span;
  readonly field: LiteralNode;
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly operatorSpan: Span;
  readonly value: LiteralNode;
}

/** `path: { query }`. */
export interface NestedNode {
  readonly kind: "nested";
  readonly span: Span;
  readonly path: LiteralNode;
  readonly query: KueryExpression;
}

/** A field's name or a value. */
export interface LiteralNode {
  readonly kind: "literal";
  readonly span: Span;
  /** `true`, `false` and `null` are of their own form where they stand unquoted. */
  readonly form: "quoted" | "unquoted" | "wildcard" | "boolean" | "null";
  /** The text, escapes resolved; of a wildcard the texts between its stars, so at least two. */
  readonly pieces: readonly string[];
}

/** The text of a literal, a wildcard's stars written as `*`. */
export function textOf(literal: LiteralNode): string {
  return literal.pieces.join("*");
}

/** Whether a literal is `*` and nothing else. */
export function isLoneStar({ form, pieces }: LiteralNode): boolean {
  return form === "wildcard" && pieces.length === 2 && pieces.every((piece) => piece === "");
}
