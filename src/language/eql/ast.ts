import type { Span } from "../../text/source.ts";

/** What EQL text says; every node carries the span it was read from. */
export type EqlQuery = (EventNode | SequenceNode | SampleNode) & {
  readonly span: Span;
  /** In order; none behind a sample. */
  readonly pipes: readonly PipeNode[];
};

/** `| head 5`; the span starts at the name. */
export interface PipeNode {
  readonly kind: "head" | "tail";
  readonly span: Span;
  /** A constant, as the checker finds. */
  readonly count: EqlExpression;
}

export interface EventNode {
  readonly kind: "event";
  readonly span: Span;
  readonly event: EventFilter;
}

/** `category where condition`. */
export interface EventFilter {
  readonly span: Span;
  /** `any` is null. */
  readonly category: { readonly value: string; readonly quoted: boolean; readonly span: Span } | null;
  readonly condition: EqlExpression;
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly span: Span;
  readonly by: readonly FieldNode[];
  readonly maxspan: MaxspanNode | null;
  readonly items: readonly SequenceItem[];
  readonly until: SequenceItem | null;
}

/** Items without `!` and without `with runs`. */
export interface SampleNode {
  readonly kind: "sample";
  readonly span: Span;
  readonly by: readonly FieldNode[];
  readonly items: readonly SequenceItem[];
}

export interface MaxspanNode {
  readonly span: Span;
  readonly amount: number;
  readonly unit: "ms" | "s" | "m" | "h" | "d";
}

export interface SequenceItem {
  /** From `[` or `![`. */
  readonly span: Span;
  /** `![ … ]`: no such event. */
  readonly missing: boolean;
  readonly event: EventFilter;
  readonly by: readonly FieldNode[];
  /** `with runs=N`, or null. */
  readonly runs: { readonly count: number; readonly span: Span } | null;
}

export type EqlExpression =
  | LiteralNode
  | FieldNode
  | CallNode
  | UnaryNode
  | ArithmeticNode
  | ComparisonNode
  | PredicateNode
  | LogicalNode
  | NotNode;

export interface LiteralNode {
  readonly kind: "literal";
  readonly span: Span;
  readonly value: string | number | bigint | boolean | null;
  /** Whether a string was written raw (`"""…"""`), or a number with a fraction or exponent. */
  readonly form: "string" | "raw" | "integer" | "decimal" | "boolean" | "null";
}

export interface FieldNode {
  readonly kind: "field";
  readonly span: Span;
  /** Dotted, without backquotes or question mark. */
  readonly name: string;
  readonly optional: boolean;
}

export interface CallNode {
  readonly kind: "call";
  readonly span: Span;
  /** As written, without `~`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly ignoreCase: boolean;
  readonly args: readonly EqlExpression[];
}

export interface UnaryNode {
  readonly kind: "unary";
  readonly span: Span;
  readonly operator: "-" | "+";
  readonly operand: EqlExpression;
}

export interface ArithmeticNode {
  readonly kind: "arithmetic";
  readonly span: Span;
  readonly operator: "+" | "-" | "*" | "/" | "%";
  readonly left: EqlExpression;
  readonly right: EqlExpression;
}

export interface ComparisonNode {
  readonly kind: "comparison";
  readonly span: Span;
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly operatorSpan: Span;
  readonly left: EqlExpression;
  readonly right: EqlExpression;
}

/** `in`, `:`, `like`, `regex` and their case-insensitive twins. */
export interface PredicateNode {
  readonly kind: "predicate";
  readonly span: Span;
  readonly operator: "in" | "in~" | ":" | "like" | "like~" | "regex" | "regex~";
  readonly operatorSpan: Span;
  /** Only `in` and `in~` may be negated here. */
  readonly negated: boolean;
  readonly operand: EqlExpression;
  readonly values: readonly EqlExpression[];
  /** Whether the values stood in parentheses. */
  readonly list: boolean;
}

export interface LogicalNode {
  readonly kind: "and" | "or";
  readonly span: Span;
  readonly left: EqlExpression;
  readonly right: EqlExpression;
}

export interface NotNode {
  readonly kind: "not";
  readonly span: Span;
  readonly operand: EqlExpression;
}
