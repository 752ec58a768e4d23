import { anyCodePoint, type CodePointSet } from "./codePointSet.ts";

/** A regular expression over code points, whole values only; what every operator of Lucene comes down to. */
export type RegexNode =
  /** No text at all. */
  | { readonly kind: "nothing" }
  | { readonly kind: "set"; readonly set: CodePointSet }
  /** The parts in order; without parts the empty text. */
  | { readonly kind: "concatenation"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "union"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "intersection"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "complement"; readonly part: RegexNode }
  /** `most` may be infinite. */
  | { readonly kind: "repeat"; readonly part: RegexNode; readonly least: number; readonly most: number };

export const emptyText: RegexNode = { kind: "concatenation", parts: [] };
export const anyCharacter: RegexNode = { kind: "set", set: anyCodePoint };

export function concatenation(parts: readonly RegexNode[]): RegexNode {
  return parts.length === 1 ? parts[0]! : { kind: "concatenation", parts };
}

export function union(parts: readonly RegexNode[]): RegexNode {
  return parts.length === 1 ? parts[0]! : { kind: "union", parts };
}

export function repeat(part: RegexNode, least: number, most: number): RegexNode {
  return { kind: "repeat", part, least, most };
}
