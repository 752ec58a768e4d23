import { quoteText, type Reports } from "./reports.ts";
import type { Span } from "./source.ts";

/** A token as far as every query language has it; the last of a row is of kind `end`. */
export interface QueryToken extends Span {
  readonly kind: string;
  /** Of a word or operator: as written. */
  readonly text: string;
}

/** A place in the tokens of a query, and the words for what is found there; each language adds its own. */
export class QueryCursor<Token extends QueryToken> {
  readonly reports: Reports;
  protected readonly tokens: readonly Token[];
  protected index = 0;

  constructor(tokens: readonly Token[], reports: Reports) {
    this.tokens = tokens;
    this.reports = reports;
  }

  /** The token `ahead` places further; past the end the `end` token. */
  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (this.index < this.tokens.length - 1) this.index++;
    return token;
  }

  get atEnd(): boolean {
    return this.peek().kind === "end";
  }

  get position(): number {
    return this.index;
  }

  /** Goes back to a position read before; each caller does so at most once for a place. */
  rewind(position: number): void {
    this.index = position;
  }

  /** Where the last token taken ends. */
  get previousEnd(): number {
    return this.tokens[this.index - 1]?.end ?? 0;
  }

  /** From `start` to the end of the last token taken. */
  spanFrom(start: number): Span {
    return { start, end: Math.max(start, this.previousEnd) };
  }

  isOperator(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "operator" && token.text === text;
  }

  takeOperator(text: string): boolean {
    if (!this.isOperator(text)) return false;
    this.next();
    return true;
  }

  describe(token: Token): string {
    return token.kind === "end" ? "the end of the query" : quoteText(this.textOf(token));
  }

  /** The text as written. */
  textOf(span: Span): string {
    return this.reports.source.text.slice(span.start, span.end);
  }
}
