import { quoteText, type Reports } from "../../text/reports.ts";
import type { LiteralNode } from "./ast.ts";

/** The grammar's `Space`: four ASCII characters and the no-break space. */
export const space = " \t\r\n\u00a0";
const spaces = new RegExp(`[${space}]+`, "y");
const keywordAhead = new RegExp(`(?:[${space}](?:or|and)|not)[${space}]`, "iy");
const escapedKeyword = /\\(?:or|and|not)/iy;
const unicodeEscape = /\\u([0-9a-f]{4})/iy;
const special = '\\():<>"*{}';
const plain = new RegExp(`[^\\\\():<>"*{}nN${space}]+`, "y");
const quotedPlain = /[^"\\]+/y;
const whitespaceEscapes: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["r", "\r"],
  ["n", "\n"],
]);

/**
 * Reads literals as Kibana's grammar does (elastic-rules facts §3; kbn-es-query `grammar.peggy`), where there are no
 * tokens: what a character means depends on where it stands. Linear; never throws.
 */
export class LiteralScanner {
  readonly text: string;
  readonly reports: Reports;
  at = 0;

  constructor(reports: Reports) {
    this.text = reports.source.text;
    this.reports = reports;
  }

  get next(): string {
    return this.text[this.at] ?? "";
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  skipSpaces(): void {
    this.take(spaces);
  }

  /** Whether a literal ends here, for ` and `, ` or ` or `not ` begins: the last one even within a word. */
  isKeyword(): boolean {
    keywordAhead.lastIndex = this.at;
    return keywordAhead.test(this.text);
  }

  /** A literal, or null where none can begin; the place is then as it was. */
  literal(): LiteralNode | null {
    return this.next === '"' ? this.quoted() : this.unquoted();
  }

  private quoted(): LiteralNode {
    const start = this.at++;
    let value = "";
    while (!this.atEnd && this.next !== '"') value += this.take(quotedPlain)?.[0] ?? this.quotedEscape();
    if (this.atEnd) this.unclosed(start);
    else this.at++;
    return { kind: "literal", span: { start, end: this.at }, form: "quoted", pieces: [value] };
  }

  /** Only some characters are escaped by a backslash in quotes; before any other it stands for itself. */
  private quotedEscape(): string {
    const following = this.text[this.at + 1] ?? "";
    const unicode = this.unicode();
    if (unicode !== undefined) return unicode;
    const escaped =
      whitespaceEscapes.get(following) ?? (following === '"' || following === "\\" ? following : undefined);
    this.at += escaped === undefined ? 1 : 2;
    return escaped ?? "\\";
  }

  private unicode(): string | undefined {
    const digits = this.take(unicodeEscape)?.[1];
    return digits === undefined ? undefined : String.fromCharCode(Number.parseInt(digits, 16));
  }

  private unclosed(start: number): void {
    this.reports.add({
      code: "KQL002",
      message: "unclosed string",
      span: { start, end: this.at },
      label: 'no closing `"`',
      help: 'close it with `"`; within a string write `\\"` for a quote',
    });
  }

  private unquoted(): LiteralNode | null {
    const start = this.at;
    const pieces = [""];
    for (;;) {
      const piece = this.take(plain)?.[0] ?? this.unquotedCharacter();
      if (piece === undefined) break;
      if (piece === star) pieces.push("");
      else pieces[pieces.length - 1] += piece;
    }
    if (this.at === start) return null;
    return { kind: "literal", span: { start, end: this.endOfText(start) }, ...formOf(pieces) };
  }

  /** One character that may be special, or undefined at the literal's end. */
  private unquotedCharacter(): string | typeof star | undefined {
    const { next } = this;
    if (next === "\\") return this.escape();
    if (next === "" || (next !== "*" && special.includes(next)) || this.isKeyword()) return undefined;
    this.at++;
    return next === "*" ? star : next;
  }

  private escape(): string {
    const keyword = this.take(escapedKeyword)?.[0];
    const escaped = keyword?.slice(1) ?? this.unicode();
    if (escaped !== undefined) return escaped;
    const following = this.text[this.at + 1] ?? "";
    const known = whitespaceEscapes.get(following) ?? (special.includes(following) ? following : "");
    if (known === "") this.unknownEscape(following);
    this.at += known === "" ? 1 : 2;
    return known === "" ? "\\" : known;
  }

  private unknownEscape(following: string): void {
    const { at: start } = this;
    if (following === "u") {
      const end = start + 2 + (/^[0-9a-fA-F]*/.exec(this.text.slice(start + 2, start + 6))?.[0].length ?? 0);
      this.reports.add({
        code: "KQL004",
        message: `bad Unicode escape ${quoteText(this.text.slice(start, end))}`,
        span: { start, end },
        label: "`\\u` takes exactly four hexadecimal digits",
        help: "write the four digits, or `\\\\` for a backslash",
      });
      return;
    }
    this.reports.add({
      code: "KQL003",
      message: `unknown escape ${quoteText(`\\${following}`)}`,
      span: { start, end: start + 1 + following.length },
      label: "outside quotes a backslash must be escaped",
      help: "write `\\\\` for a backslash, or put the value in quotes",
    });
  }

  /** Where the literal's text ends, without the spaces behind it. */
  private endOfText(start: number): number {
    let end = this.at;
    while (end > start + 1 && space.includes(this.text[end - 1]!)) end--;
    return end;
  }
}

/** A wildcard, unlike an escaped one. */
const star = Symbol("star");

function formOf(pieces: string[]): Pick<LiteralNode, "form" | "pieces"> {
  pieces[0] = pieces[0]!.trimStart();
  const last = pieces.length - 1;
  pieces[last] = pieces[last]!.trimEnd();
  if (last > 0) return { form: "wildcard", pieces };
  const [text] = pieces;
  if (text === "null") return { form: "null", pieces };
  return { form: text === "true" || text === "false" ? "boolean" : "unquoted", pieces };
}
