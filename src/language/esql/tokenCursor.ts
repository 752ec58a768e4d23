import { quoteText, type Report, type Reports } from "../../text/reports.ts";
import type { Span } from "../../text/source.ts";
import type { Token } from "./token.ts";

/** A place in a row of tokens, and the words for what is found there. */
export class TokenCursor {
  readonly reports: Reports;
  private readonly tokens: readonly Token[];
  private index = 0;
  /** The command at hand cannot be read any further, and what is said of it would only be consequences. */
  private lost = false;

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

  /** Whether the command ends here: at a pipe, a semicolon, or at the end of the query. */
  get atCommandEnd(): boolean {
    return this.atEnd || this.isOperator("|") || this.isOperator(";");
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

  /** Whether a keyword stands here, in capitals or not. */
  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "word" && token.folded === text;
  }

  takeWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.next();
    return true;
  }

  get isLost(): boolean {
    return this.lost;
  }

  /** Begins a command: reports count again. */
  restart(): void {
    this.lost = false;
  }

  /** Reports something that reading can go on after. */
  report(report: Report): void {
    if (!this.lost) this.reports.add(report);
  }

  /** Reports something that leaves the rest of the command unread. */
  giveUp(report?: Report): void {
    if (report !== undefined) this.report(report);
    this.lost = true;
    this.toCommandEnd();
  }

  /** Reports that something else was expected here, unless what is here was reported already; skips the command's rest. */
  expected(what: string, help?: string, label = ""): void {
    const token = this.peek();
    const message = `expected ${what}, found ${this.describe(token)}`;
    const report = { code: "ESQL021", message, span: token, label, ...(help === undefined ? {} : { help }) };
    this.giveUp(token.kind === "broken" ? undefined : report);
  }

  describe(token: Token): string {
    return token.kind === "end" ? "the end of the query" : quoteText(this.textOf(token));
  }

  /** The text as written. */
  textOf(span: Span): string {
    return this.reports.source.text.slice(span.start, span.end);
  }

  /** Skips the rest of the command. */
  toCommandEnd(): void {
    while (!this.atCommandEnd) this.next();
  }
}
