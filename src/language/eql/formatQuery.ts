import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { EqlQuery } from "./ast.ts";
import { type Comment, commentsOf } from "./comments.ts";
import { format } from "./format.ts";
import { parse } from "./parser.ts";
import { print } from "./print.ts";

/** What became of a query that was to be laid out. */
export type FormatResult =
  | { readonly kind: "formatted"; readonly text: string }
  /** It does not parse. */
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] }
  /** It holds a comment that would lose its place; the query is best left as it is. */
  | { readonly kind: "commented" };

/**
 * Lays a query out as `format` does, and makes sure that nothing of it is lost: the result has the same tree and the same
 * comments. Lines end with `\n`; there is none at the end. Never throws.
 */
export function formatQuery(source: Source): FormatResult {
  const { query, diagnostics } = parse(source);
  if (query === null || hasErrors(diagnostics)) return { kind: "invalid", diagnostics };
  const comments = commentsOf(source);
  let text = format(query, comments);
  // A comment next to a parenthesis that goes away may find its place only the second time.
  if (comments.length > 0) text = again(text) ?? text;
  return isKept(query, comments, text) ? { kind: "formatted", text } : { kind: "commented" };
}

function again(text: string): string | undefined {
  const source: Source = { name: "", text };
  const { query } = parse(source);
  return query === null ? undefined : format(query, commentsOf(source));
}

/** Whether a layout says what the query said, comments included, and would be laid out no other way. */
function isKept(query: EqlQuery, comments: readonly Comment[], text: string): boolean {
  const source: Source = { name: "", text };
  const result = parse(source).query;
  if (result === null || print(result) !== print(query)) return false;
  const kept = commentsOf(source);
  const hasAll = kept.length === comments.length && kept.every((comment, at) => isSameComment(comment, comments[at]!));
  return hasAll && (comments.length === 0 || format(result, kept) === text);
}

function isSameComment(a: Comment, b: Comment): boolean {
  return a.text === b.text && a.place === b.place;
}
