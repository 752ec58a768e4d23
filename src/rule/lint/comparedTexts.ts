import type { Field } from "../../ecs/field.ts";
import type { EqlExpression } from "../../language/eql/ast.ts";
import type { CheckedExpression } from "../../language/eql/checked.ts";
import type { Span } from "../../text/source.ts";
import { type Leaf, leavesOf } from "./leaves.ts";

/** How a text is compared with a field's values. */
export type TextComparison = "equals" | "wildcard" | "regex" | "startsWith" | "endsWith" | "stringContains";

/** A text constant that a leaf compares with one plain field. */
export interface ComparedText {
  readonly leaf: Leaf;
  readonly field: Field;
  readonly text: string;
  /** Of the constant. */
  readonly span: Span;
  readonly comparison: TextComparison;
  readonly ignoresCase: boolean;
}

/** The text constants of a condition that are compared with plain fields, in the order they stand; `written` are its nodes. */
export function comparedTexts(condition: CheckedExpression, written: readonly EqlExpression[]): ComparedText[] {
  const nodes = new Map(written.map((node) => [keyOf(node.span), node]));
  return leavesOf(condition).flatMap((leaf) => textsOf(leaf, nodes));
}

function textsOf(leaf: Leaf, nodes: ReadonlyMap<string, EqlExpression>): ComparedText[] {
  const { node } = leaf;
  switch (node.kind) {
    case "comparison":
      if (node.operator !== "==" && node.operator !== "!=") return [];
      return node.left.kind !== "field" ? [] : texts(leaf, node.left.field, "equals", false, [node.right]);
    case "in":
      return node.operand.kind !== "field"
        ? []
        : texts(leaf, node.operand.field, "equals", node.ignoreCase, node.values);
    case "call":
      return callTexts(leaf);
    case "pattern": {
      const written = nodes.get(keyOf(node.span));
      if (node.operand.kind !== "field" || written?.kind !== "predicate") return [];
      return texts(leaf, node.operand.field, node.syntax, node.ignoreCase, written.values);
    }
    default:
      return [];
  }
}

function callTexts(leaf: Leaf): ComparedText[] {
  const { node } = leaf;
  if (node.kind !== "call") return [];
  const { name, args, ignoreCase } = node;
  if (name !== "startsWith" && name !== "endsWith" && name !== "stringContains") return [];
  const subject = args[0];
  return subject?.kind === "field" ? texts(leaf, subject.field, name, ignoreCase, args.slice(1)) : [];
}

interface Constant {
  readonly kind: string;
  readonly span: Span;
  readonly value?: unknown;
}

function texts(
  leaf: Leaf,
  field: Field,
  comparison: TextComparison,
  ignoresCase: boolean,
  constants: readonly Constant[],
): ComparedText[] {
  return constants.flatMap(({ kind, span, value }) =>
    kind === "literal" && typeof value === "string"
      ? [{ leaf, field, text: value, span, comparison, ignoresCase }]
      : [],
  );
}

function keyOf(span: Span): string {
  return `${span.start}:${span.end}`;
}
