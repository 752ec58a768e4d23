import { QueryCursor } from "../../text/queryCursor.ts";
import type { Report } from "../../text/reports.ts";
import type { Token } from "./token.ts";

/** A place in the tokens of ES|QL. */
export class TokenCursor extends QueryCursor<Token> {
  /** The command at hand cannot be read any further, and what is said of it would only be consequences. */
  private lost = false;

  /** Whether the command ends here: at a pipe, a semicolon, or at the end of the query. */
  get atCommandEnd(): boolean {
    return this.atEnd || this.isOperator("|") || this.isOperator(";");
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

  /** Skips the rest of the command. */
  toCommandEnd(): void {
    while (!this.atCommandEnd) this.next();
  }
}
