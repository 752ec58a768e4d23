import type { Span } from "../../text/source.ts";

/**
 * `word` is an identifier or keyword, with its `~` if it has one; `name` stood in backquotes; `broken` is something
 * the lexer has reported already.
 */
export type TokenKind = "word" | "name" | "string" | "raw" | "integer" | "decimal" | "operator" | "broken" | "end";

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The word or operator as written; the content of a string or backquoted name, escapes resolved; else empty. */
  readonly text: string;
  /** Of a number. */
  readonly value?: number | bigint;
}

/** Lower case is part of their spelling (eql facts §1). `head`, `tail` and `runs` are ordinary identifiers. */
export const keywords: ReadonlySet<string> = new Set([
  "and",
  "any",
  "by",
  "false",
  "in",
  "in~",
  "join",
  "like",
  "like~",
  "maxspan",
  "not",
  "null",
  "of",
  "or",
  "regex",
  "regex~",
  "sample",
  "sequence",
  "true",
  "until",
  "where",
  "with",
]);

/** Whether a word can stand in a field path without backquotes. */
export function isPlainName(word: string): boolean {
  return /^[A-Za-z_@][A-Za-z0-9_]*$/.test(word) && !keywords.has(word);
}
