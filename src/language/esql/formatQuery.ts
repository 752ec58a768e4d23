import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import type { Source, Span } from "../../text/source.ts";
import type { EsqlQuery } from "./ast.ts";
import { type CommentedCommand, format } from "./format.ts";
import { parse } from "./parser.ts";
import { print } from "./print.ts";

export type FormatResult =
  | { readonly kind: "formatted"; readonly text: string }
  /** It does not parse. */
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] }
  /** It holds a comment that would lose its place; the query is best left as it is. */
  | { readonly kind: "commented" };

/**
 * Lays a query out, one command a line, and makes sure that nothing of it is lost: the result has the same tree and the
 * same comments. A command with comments within it is left as it is, and so is the text of a column without a name, for
 * that is its name. Lines end with `\n`; there is none at the end. Never throws.
 */
export function formatQuery(source: Source): FormatResult {
  const { query, diagnostics } = parse(source);
  if (query === null || hasErrors(diagnostics)) return { kind: "invalid", diagnostics };
  const text = layOut(query, source);
  return isKept(query, source, text) ? { kind: "formatted", text } : { kind: "commented" };
}

/** Whether a layout says what the query said, comments included, and would be laid out no other way. */
function isKept(query: EsqlQuery, source: Source, text: string): boolean {
  const again: Source = { name: "", text };
  const result = parse(again).query;
  if (result === null || print(result) !== print(query) || layOut(result, again) !== text) return false;
  return commentsIn(text, allOf(text)).join("\n") === commentsIn(source.text, allOf(source.text)).join("\n");
}

function allOf(text: string): Span {
  return { start: 0, end: text.length };
}

function layOut({ commands }: EsqlQuery, source: Source): string {
  const { text } = source;
  const commented: CommentedCommand[] = [];
  let before = commentsIn(text, { start: 0, end: commands[0]?.span.start ?? 0 });
  for (const [at, command] of commands.entries()) {
    const gap = { start: command.span.end, end: commands[at + 1]?.span.start ?? text.length };
    const found = commentsIn(text, gap);
    const behind = isBehind(text.slice(gap.start, gap.end)) ? found.shift()! : null;
    const hasComments = commentsIn(text, command.span).length > 0 && command.kind !== "unsupported";
    const verbatim = hasComments ? text.slice(command.span.start, command.span.end) : null;
    commented.push({ command, before, behind, verbatim });
    before = found;
  }
  return format(commented, before, source);
}

/** Whether a comment of one line is the next thing on the line. */
function isBehind(gap: string): boolean {
  return /^[^\S\r\n]*(?:\/\/|\/\*[^\r\n*]*\*\/[^\S\r\n]*(?:[\r\n|]|$))/.test(gap);
}

/** The comments in a part of a query that parses, in order, with their marks. */
function commentsIn(text: string, { start, end }: Span): string[] {
  const comments: string[] = [];
  // Strings and names may hold what looks like a comment.
  const piece = /"""[^\r\n]*?"""(?:"{0,2})|"(?:\\.|[^"\\\r\n])*"|`[^`]*`|\/\/[^\r\n]*|\/\*|\*\//g;
  piece.lastIndex = start;
  let depth = 0;
  let opened = start;
  for (let match = piece.exec(text); match !== null && match.index < end; match = piece.exec(text)) {
    const mark = match[0];
    if (mark === "/*") {
      if (depth++ === 0) opened = match.index;
    } else if (mark === "*/") {
      if (depth > 0 && --depth === 0) comments.push(text.slice(opened, piece.lastIndex));
    } else if (depth > 0) piece.lastIndex = match.index + 1;
    else if (mark.startsWith("//")) comments.push(mark.trimEnd());
  }
  return comments;
}
