import { quoteText, type Report } from "../../text/reports.ts";
import type { Span } from "../../text/source.ts";
import type { NameNode, NamePattern } from "./ast.ts";
import { refuseParameter } from "./constants.ts";
import { keywords, type Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

/** Whether a column's name begins here. */
export function isNameStart(token: Token): boolean {
  return token.kind === "name" || (token.kind === "word" && !keywords.has(token.folded));
}

/**
 * The name of a column, `a.b`, in an expression; a keyword without backquotes is reported.
 *
 * The caller has seen that a word or a backquoted name stands here.
 */
export function readName(cursor: TokenCursor): NameNode {
  const { start } = cursor.peek();
  let name = part(cursor);
  while (cursor.isOperator(".") || takeDigits(cursor)) {
    if (!cursor.takeOperator(".")) continue;
    if (!isPart(cursor.peek())) {
      reportBadPart(cursor);
      break;
    }
    name += `.${part(cursor)}`;
  }
  return { name, span: cursor.spanFrom(start) };
}

function isPart({ kind }: Token): boolean {
  return kind === "word" || kind === "name";
}

function part(cursor: TokenCursor): string {
  const token = cursor.next();
  if (token.kind === "word" && keywords.has(token.folded)) {
    cursor.report({
      code: "ESQL024",
      message: `keyword ${quoteText(token.text)} used as a column name`,
      span: token,
      label: "a keyword here",
      help: "put it in backquotes to name a column",
    });
  }
  return token.text;
}

/** `.0` right behind a name: part of a path that needs backquotes, for the grammar reads a number. */
function takeDigits(cursor: TokenCursor): boolean {
  const token = cursor.peek();
  if (token.kind !== "decimal" || !token.text.startsWith(".") || token.start !== cursor.previousEnd) return false;
  cursor.next();
  cursor.report(digitsReport({ start: token.start + 1, end: token.end }, token.text.slice(1)));
  return true;
}

function digitsReport(span: Span, digits: string): Report {
  return {
    code: "ESQL044",
    message: `part ${quoteText(digits)} of a column name begins with a digit`,
    span,
    label: "read as a number",
    help: "put this part of the name in backquotes",
  };
}

function reportBadPart(cursor: TokenCursor): void {
  const token = cursor.peek();
  if (token.kind === "integer") {
    cursor.giveUp(digitsReport(token, token.text));
  } else if (cursor.isOperator("*")) cursor.giveUp(wildcardReport(token, "an expression"));
  else cursor.expected("the rest of a column's name");
}

/** A name as KEEP, DROP, RENAME and ENRICH take it, with or without wildcards; null when none is here. */
export function readPattern(cursor: TokenCursor): NamePattern | null {
  const { start } = cursor.peek();
  if (cursor.peek().kind === "parameter") {
    refuseParameter(cursor, cursor.peek());
    return null;
  }
  if (!isPart(cursor.peek())) {
    cursor.expected("the name of a column", patternHelp(cursor));
    return null;
  }
  const read = new PatternReader(cursor);
  read.parts();
  return { name: read.name, isPattern: read.isPattern, span: cursor.spanFrom(start) };
}

function patternHelp(cursor: TokenCursor): string | undefined {
  if (cursor.peek().kind === "string") return "put a name in backquotes; double quotes are for texts";
  return cursor.atCommandEnd ? "name at least one column; remove a comma that nothing follows" : undefined;
}

class PatternReader {
  name = "";
  isPattern = false;
  private hasLiteralStar = false;
  private readonly cursor: TokenCursor;

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
  }

  parts(): void {
    const { cursor } = this;
    const start = cursor.peek();
    this.adjacent();
    while (cursor.isOperator(".") || takeDigits(cursor)) {
      if (!cursor.takeOperator(".")) continue;
      if (!isPart(cursor.peek())) {
        reportBadPart(cursor);
        return;
      }
      this.name += ".";
      this.adjacent();
    }
    if (this.isPattern && this.hasLiteralStar) this.refuseMixture(start);
  }

  /** Words and backquoted names that touch each other are one part (`lexer/Project.g4`, ID_PATTERN). */
  private adjacent(): void {
    const { cursor } = this;
    do {
      const token = cursor.next();
      this.name += token.text;
      if (token.text.includes("*")) {
        if (token.kind === "word") this.isPattern = true;
        else this.hasLiteralStar = true;
      }
    } while (isPart(cursor.peek()) && cursor.peek().start === cursor.previousEnd);
  }

  private refuseMixture(start: Token): void {
    this.cursor.report({
      code: "ESQL045",
      message: "a star in backquotes beside a wildcard",
      span: this.cursor.spanFrom(start.start),
      label: "not supported here",
      help: "name the columns one by one",
    });
  }
}

/** Reports a pattern where one column is wanted. */
export function refuseWildcard(cursor: TokenCursor, pattern: NamePattern | null, place: string): void {
  if (pattern?.isPattern) cursor.report(wildcardReport(pattern.span, place));
}

function wildcardReport({ start, end }: Span, place: string): Report {
  return {
    code: "ESQL043",
    message: `wildcard in ${place}`,
    span: { start, end },
    label: "only KEEP and DROP take patterns of names",
    help: "name one column; put the star in backquotes if it is part of the name",
  };
}
