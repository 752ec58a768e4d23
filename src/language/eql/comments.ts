import { Reports } from "../../text/reports.ts";
import type { Source, Span } from "../../text/source.ts";
import { tokenize } from "./lexer.ts";
import type { Token } from "./token.ts";

/** A comment of a query. */
export interface Comment extends Span {
  /** With its marks, without the end of its line. */
  readonly text: string;
  /** Whether something else stands before it on its line. */
  readonly isTrailing: boolean;
  /** The operators around it, as far as they are parentheses. */
  readonly isAfterOpening: boolean;
  readonly isBeforeClosing: boolean;
  /** How many tokens stand before it, but for parentheses, commas, `and` and `or`: where it belongs, however laid out. */
  readonly place: number;
}

/** The comments of a query that parses, in the order they stand. */
export function commentsOf(source: Source): Comment[] {
  const comments: Comment[] = [];
  let previous: Token | undefined;
  let place = 0;
  for (const token of tokenize(source, new Reports(source))) {
    const end = token.kind === "end" ? source.text.length : token.start;
    comments.push(
      ...spansIn(source.text, previous?.end ?? 0, end).map((span) => ({
        ...span,
        text: source.text.slice(span.start, span.end).trimEnd(),
        isTrailing: !startsLine(source.text, span.start),
        isAfterOpening: isOperator(previous, "("),
        isBeforeClosing: isOperator(token, ")"),
        place,
      })),
    );
    previous = token;
    if (!isLayout(token)) place++;
  }
  return comments;
}

function isLayout({ kind, text }: Token): boolean {
  return kind === "operator" ? "(),".includes(text) : kind === "word" && (text === "and" || text === "or");
}

function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === "operator" && token.text === text;
}

/** Between two tokens stand only spaces and comments. */
function spansIn(text: string, from: number, to: number): Span[] {
  const spans: Span[] = [];
  for (let at = from; at < to; ) {
    if (text[at] !== "/") {
      at++;
      continue;
    }
    const end = text[at + 1] === "/" ? lineEnd(text, at, to) : blockEnd(text, at, to);
    spans.push({ start: at, end });
    at = end;
  }
  return spans;
}

function lineEnd(text: string, from: number, to: number): number {
  const length = text.slice(from, to).search(/[\r\n]/);
  return length < 0 ? to : from + length;
}

/** Comments nest. */
function blockEnd(text: string, from: number, to: number): number {
  let depth = 0;
  for (const edge of text.slice(from, to).matchAll(/\/\*|\*\//g)) {
    depth += edge[0] === "/*" ? 1 : -1;
    if (depth === 0) return from + edge.index + 2;
  }
  return to;
}

function startsLine(text: string, at: number): boolean {
  return /(?:^|[\r\n])[^\S\r\n]*$/.test(text.slice(Math.max(0, at - 4096), at));
}
