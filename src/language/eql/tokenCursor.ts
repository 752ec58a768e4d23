import { quoteText, type Reports } from "../../text/reports.ts";
import type { Span } from "../../text/source.ts";
import type { Token } from "./token.ts";

/** A place in a row of tokens, and the words for what is found there. */
export class TokenCursor {
  readonly reports: Reports;
  private readonly tokens: readonly Token[];
  private index = 0;

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

  /** Gives up on the rest of the text. */
  abandon(): void {
    this.index = this.tokens.length - 1;
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

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "word" && token.text === text;
  }

  /**
   * Takes a keyword where only a keyword can stand, so that one in capitals is reported and taken all the same.
   */
  takeKeyword(text: string): boolean {
    const token = this.peek();
    if (token.kind !== "word" || token.text.toLowerCase() !== text) return false;
    this.next();
    if (token.text !== text) this.reportCapitals(token, text);
    return true;
  }

  reportCapitals(token: Token, keyword: string): void {
    this.reports.add({
      code: "EQL046",
      message: `keyword ${quoteText(token.text)} in capitals`,
      span: token,
      label: "EQL keywords are lower case",
      help: `write \`${keyword}\``,
    });
  }

  /** Whether an item starts here: `[` or `![`, a category and `where`. */
  isItem(ahead = 0): boolean {
    const open = this.isOperator("!", ahead) ? ahead + 1 : ahead;
    if (!this.isOperator("[", open)) return false;
    const { kind } = this.peek(open + 1);
    return (kind === "word" || kind === "string" || kind === "raw") && this.isWord("where", open + 2);
  }

  /** Reports that something else was expected here, unless what is here was reported already. */
  expected(what: string, help?: string, label = ""): void {
    const token = this.peek();
    if (token.kind === "broken") return;
    this.reports.add({
      code: "EQL021",
      message: `expected ${what}, found ${this.describe(token)}`,
      span: token,
      label,
      ...(help === undefined ? {} : { help }),
    });
  }

  describe(token: Token): string {
    return token.kind === "end" ? "the end of the query" : quoteText(this.textOf(token));
  }

  /** The text as written. */
  textOf(span: Span): string {
    return this.reports.source.text.slice(span.start, span.end);
  }

  /**
   * Skips to where reading can go on: `and`, `or`, a comma, a closing bracket of an enclosing one, the next item, a
   * pipe or the end.
   */
  synchronize(): void {
    let depth = 0;
    while (!this.atEnd) {
      if (depth === 0 && this.isResumption()) return;
      if (this.isItem()) return;
      if (this.isOperator("(") || this.isOperator("[")) depth++;
      else if (this.isOperator(")") || this.isOperator("]")) depth--;
      this.next();
    }
  }

  private isResumption(): boolean {
    const { kind, text } = this.peek();
    if (kind === "word") return resumingWords.has(text) || (text === "until" && this.isOperator("[", 1));
    return kind === "operator" && resumingOperators.has(text);
  }
}

const resumingWords: ReadonlySet<string> = new Set(["and", "or", "AND", "OR"]);
const resumingOperators: ReadonlySet<string> = new Set([")", "]", ",", "|", "&&", "||", "&"]);
