import { QueryCursor } from "../../text/queryCursor.ts";
import { quoteText } from "../../text/reports.ts";
import type { Token } from "./token.ts";

/** A place in the tokens of EQL. */
export class TokenCursor extends QueryCursor<Token> {
  /** Gives up on the rest of the text. */
  abandon(): void {
    this.index = this.tokens.length - 1;
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
