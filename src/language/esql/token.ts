import type { Span } from "../../text/source.ts";

/**
 * `command` is the first word of a command, `word` an identifier or keyword, `name` stood in backquotes, `source` is
 * part of an index pattern or the name of an enrich policy, `skipped` a part that is not read: a command that is not
 * supported, a subquery; `broken` is something the lexer has reported already.
 */
export type TokenKind =
  | "command"
  | "word"
  | "name"
  | "string"
  | "integer"
  | "decimal"
  | "source"
  | "operator"
  | "parameter"
  | "skipped"
  | "broken"
  | "end";

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The word or operator as written; the content of a string or backquoted name, escapes resolved; digits of a number. */
  readonly text: string;
  /** Of a word: in lower case, as keywords and commands are compared. */
  readonly folded: string;
}

/**
 * Words that cannot name a column without backquotes (`lexer/Expression.g4`).
 *
 * `as` is one only behind RENAME: `source.as.number` is written bare in queries that Elasticsearch runs.
 */
export const keywords: ReadonlySet<string> = new Set([
  "and",
  "asc",
  "by",
  "desc",
  "false",
  "first",
  "in",
  "is",
  "last",
  "like",
  "not",
  "null",
  "nulls",
  "on",
  "or",
  "rlike",
  "true",
  "where",
  "with",
]);

/** How the text behind a command's name is read: the grammar has a lexer mode for each (`EsqlBaseLexer.g4`). */
export type LexerMode = "expression" | "source" | "pattern" | "policy" | "skipped";

/** The commands that are read, and how. `left` and `right` joins are in development. */
export const commandModes: ReadonlyMap<string, LexerMode> = new Map<string, LexerMode>([
  ["from", "source"],
  ["row", "expression"],
  ["where", "expression"],
  ["eval", "expression"],
  ["keep", "pattern"],
  ["drop", "pattern"],
  ["rename", "pattern"],
  ["sort", "expression"],
  ["limit", "expression"],
  ["stats", "expression"],
  ["inline", "expression"],
  ["inlinestats", "expression"],
  ["dissect", "expression"],
  ["grok", "expression"],
  ["mv_expand", "pattern"],
  ["lookup", "source"],
  ["enrich", "policy"],
]);

/** Commands of Elasticsearch that need what is not here: models, several branches, shards, metrics. */
export const unsupportedCommands: ReadonlySet<string> = new Set([
  "change_point",
  "completion",
  "dedup",
  "explain",
  "external",
  "fork",
  "fuse",
  "highlight",
  "insist_🐔",
  "left",
  "load_result",
  "metrics_info",
  "mmr",
  "promql",
  "registered_domain",
  "rerank",
  "right",
  "sample",
  "show",
  "ts",
  "ts_info",
  "unpivot",
  "uri_parts",
  "user_agent",
]);

/** Those that stand first. */
export const sourceCommands: ReadonlySet<string> = new Set([
  "from",
  "row",
  "show",
  "ts",
  "promql",
  "explain",
  "external",
]);

/** Every name of a command, as it is written. */
export const commandNames: readonly string[] = [
  ...[...commandModes.keys()].filter((name) => name !== "inline" && name !== "lookup"),
  "inline stats",
  "lookup join",
  ...[...unsupportedCommands].filter((name) => /^[a-z_]+$/.test(name)),
];

/** Whether a command begins with this word, which is in lower case. */
export function beginsCommand(word: string): boolean {
  return commandModes.has(word) || unsupportedCommands.has(word);
}

/** Whether a word can stand in a column's name without backquotes. */
export function isPlainName(word: string): boolean {
  return /^(?:[A-Za-z][A-Za-z0-9_]*|[_@][A-Za-z0-9_]+)$/.test(word) && !keywords.has(word.toLowerCase());
}
