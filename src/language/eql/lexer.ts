import { quoteText, type Reports, shorten } from "../../text/reports.ts";
import type { Source } from "../../text/source.ts";
import { quoteString } from "./quoteString.ts";
import type { Token, TokenKind } from "./token.ts";

const operator = /[=!]==?|<[=>]?|>=?|&&?|\|\|?|[=()[\],.:?!+\-*/%]/y;
const word = /[A-Za-z_@][A-Za-z0-9_]*~?/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const space = /[ \t\r\n]+/y;
const lineComment = /\/\/[^\r\n]*/y;
const raw = /"""([^\r\n]*?)"""("{0,2})/y;
const restOfLine = /[^\r\n]*/y;
/** `?"x"` and `?'x'` of older EQL. */
const oldRaw = /\?"((?:\\"|[^"\r\n])*)"|\?'((?:\\'|[^'\r\n])*)'/y;
const smartQuoted = /[“”„‟«»″‘’‚‛′]([^\r\n“”„‟«»″‘’‚‛′]*)[“”„‟«»″‘’‚‛′]?/y;
const unknownCharacters = /[^\s!-~“”„‟«»″‘’‚‛′]+/uy;
const simpleEscapes: ReadonlyMap<string, string> = new Map(
  Object.entries({ b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "'": "'", "\\": "\\" }),
);
const unicodeEscape = /\\u(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{2,8})\})/y;
const unicodeAttempt = /\\u(?:\{[^}"\r\n]*\}?|[0-9A-Fa-f]{0,4})/y;
const longMax = 2n ** 63n - 1n;

/**
 * The tokens of an EQL text, an `end` token last (eql facts §1).
 *
 * Linear; never throws. What cannot be read is reported and becomes the token that was most likely meant, or a
 * `broken` one, so that the parser goes on.
 */
export function tokenize(source: Source, reports: Reports): Token[] {
  const lexer = new Lexer(source.text, reports);
  while (lexer.step() && !reports.full);
  return lexer.finish();
}

class Lexer {
  private readonly text: string;
  private readonly reports: Reports;
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(text: string, reports: Reports) {
    this.text = text;
    this.reports = reports;
  }

  /** Reads one token or gap; false at the end. */
  step(): boolean {
    if (this.at >= this.text.length) return false;
    if (this.take(space) !== null || this.take(lineComment) !== null) return true;
    if (this.text.startsWith("/*", this.at)) return this.blockComment();
    const start = this.at;
    const letter = this.text[start]!;
    const wordText = this.take(word)?.[0];
    if (wordText !== undefined) return this.push("word", start, wordText);
    const numberText = this.take(number)?.[0];
    if (numberText !== undefined) return this.number(start, numberText);
    if (letter === '"') return this.text.startsWith('"""', start) ? this.rawString() : this.string('"');
    if (letter === "'") return this.string("'");
    if (letter === "`") return this.backquoted();
    if (letter === "?" && this.oldRawString()) return true;
    const operatorText = this.take(operator)?.[0];
    return operatorText === undefined ? this.foreign() : this.push("operator", start, operatorText);
  }

  finish(): Token[] {
    const last = this.tokens[this.tokens.length - 1]?.end ?? this.text.length;
    this.tokens.push({ kind: "end", start: last, end: last, text: "" });
    return this.tokens;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  private push(kind: TokenKind, start: number, text: string, value?: number | bigint): true {
    const { at: end } = this;
    this.tokens.push(value === undefined ? { kind, start, end, text } : { kind, start, end, text, value });
    return true;
  }

  /** Comments nest. */
  private blockComment(): true {
    const start = this.at;
    let depth = 0;
    const edge = /\/\*|\*\//g;
    edge.lastIndex = start;
    for (let match = edge.exec(this.text); match !== null; match = edge.exec(this.text)) {
      depth += match[0] === "/*" ? 1 : -1;
      if (depth > 0) continue;
      this.at = edge.lastIndex;
      return true;
    }
    this.at = this.text.length;
    this.reports.add({
      code: "EQL008",
      message: "unclosed comment",
      span: { start, end: start + 2 },
      label: "opened here",
      help: "close it with `*/`; comments nest, so each `/*` needs one",
    });
    return true;
  }

  /** An integer is an int, else a long, else a double. */
  private number(start: number, text: string): true {
    if (/^\d+$/.test(text)) {
      const value = Number(text);
      if (Number.isSafeInteger(value)) return this.push("integer", start, "", value);
      if (text.length <= 40 && BigInt(text) <= longMax) return this.push("integer", start, "", BigInt(text));
    }
    const value = Number(text);
    if (Number.isFinite(value)) return this.push("decimal", start, "", value);
    this.reports.add({
      code: "EQL011",
      message: `number ${quoteText(text)} is too large`,
      span: { start, end: this.at },
      label: "more than a double can hold",
      help: "the largest double is about 1.8e308",
    });
    return this.push("decimal", start, "", 0);
  }

  private rawString(): true {
    const start = this.at;
    const match = this.take(raw);
    if (match !== null) return this.push("raw", start, `${match[1]}${match[2]}`);
    this.at += 3;
    const rest = this.take(restOfLine)?.[0] ?? "";
    this.unclosedString(start, '"""');
    return this.push("raw", start, rest);
  }

  private unclosedString(start: number, quote: string): void {
    const known = quote === '"""' ? "a raw string" : "a string";
    this.reports.add({
      code: "EQL002",
      message: "unclosed string",
      span: { start, end: this.at },
      label: `no closing ${quoteText(quote)} on this line`,
      help: `close it with ${quoteText(quote)}; ${known} ends on the line it starts on`,
    });
  }

  /** `"…"`, and `'…'` to say what is wrong with it. */
  private string(quote: '"' | "'"): true {
    const start = this.at;
    const errorsBefore = this.reports.diagnostics.length;
    const { value, closed } = this.stringContent(quote);
    if (quote === "'") {
      this.reports.add({
        code: "EQL005",
        message: "string in single quotes",
        span: { start, end: this.at },
        label: "EQL strings stand in double quotes",
        help: `write ${quoteReplacement(value)}`,
      });
    } else if (!closed) {
      // Escapes of a string without an end are most likely not what the user meant them to be.
      this.reports.keepFirst(errorsBefore);
      this.unclosedString(start, quote);
    }
    return this.push("string", start, value);
  }

  private stringContent(quote: string): { value: string; closed: boolean } {
    const end = quote === '"' ? /["\\\r\n]/g : /['\\\r\n]/g;
    let value = "";
    let copied = ++this.at;
    for (;;) {
      end.lastIndex = this.at;
      const match = end.exec(this.text);
      const stop = match?.index ?? this.text.length;
      value += this.text.slice(copied, stop);
      this.at = stop;
      if (match?.[0] !== "\\") {
        const closed = match?.[0] === quote;
        if (closed) this.at++;
        return { value, closed };
      }
      value += this.escape();
      copied = this.at;
    }
  }

  /** What a backslash and the characters after it stand for. */
  private escape(): string {
    const start = this.at;
    const letter = this.text[start + 1] ?? "";
    const simple = simpleEscapes.get(letter);
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    if (letter === "u") return this.unicode();
    const character = letter === "" ? "" : String.fromCodePoint(this.text.codePointAt(start + 1)!);
    if (character === "\r" || character === "\n" || character === "") {
      this.at++;
      return "\\";
    }
    this.at += 1 + character.length;
    const written = `\\${character}`;
    this.reports.add({
      code: "EQL003",
      message: `unknown escape ${quoteText(written)}`,
      span: { start, end: this.at },
      label: "not an escape in EQL",
      help: `write \`\\${written}\` for the backslash itself, or use a raw string: \`"""${written}"""\``,
    });
    return written;
  }

  private unicode(): string {
    const start = this.at;
    const match = this.take(unicodeEscape);
    const code = match === null ? Number.NaN : Number.parseInt(match[1] ?? match[2]!, 16);
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    if (match === null) this.take(unicodeAttempt);
    const written = this.text.slice(start, this.at);
    const label =
      match === null
        ? "`\\u` takes exactly four hexadecimal digits, or two to eight in braces"
        : code === 0
          ? "the character zero cannot be written"
          : "Unicode ends at `10ffff`";
    this.reports.add({
      code: "EQL004",
      message: `bad Unicode escape ${quoteText(written)}`,
      span: { start, end: this.at },
      label,
      help: "write `\\u00e9` or `\\u{e9}`",
    });
    return written;
  }

  /** A doubled backquote stands for one. */
  private backquoted(): true {
    const start = this.at;
    const match = this.take(/`((?:[^`]|``)*)`/y);
    if (match === null) {
      const rest = this.take(restOfLine)?.[0] ?? "";
      this.reports.add({
        code: "EQL009",
        message: "unclosed backquote",
        span: { start, end: this.at },
        label: "no closing backquote",
        help: "close the field name with a backquote; a backquote within a name is doubled",
      });
      return this.push("name", start, rest.slice(1));
    }
    const name = match[1]!.replaceAll("``", "`");
    if (name === "") {
      this.reports.add({
        code: "EQL012",
        message: "empty field name",
        span: { start, end: this.at },
        help: "write the field's name between the backquotes",
      });
    }
    return this.push("name", start, name);
  }

  private oldRawString(): boolean {
    const start = this.at;
    const match = this.take(oldRaw);
    if (match === null) return false;
    const value = match[1] ?? match[2]!;
    this.reports.add({
      code: "EQL006",
      message: `raw string written with ${quoteText(match[0].slice(0, 2))}`,
      span: { start, end: this.at },
      label: "this form was removed from EQL",
      help: `write \`"""${shorten(value)}"""\``,
    });
    return this.push("raw", start, value);
  }

  private foreign(): true {
    const start = this.at;
    const quoted = this.take(smartQuoted);
    if (quoted !== null) {
      this.reports.add({
        code: "EQL007",
        message: "string in typographic quotes",
        span: { start, end: this.at },
        label: `${quoteText(quoted[0].slice(0, 1))} is not \`"\``,
        help: `write ${quoteReplacement(quoted[1]!)}`,
      });
      return this.push("string", start, quoted[1]!);
    }
    if (this.take(unknownCharacters) === null) this.at++;
    const written = this.text.slice(start, this.at);
    this.reports.add({
      code: "EQL010",
      message: `unexpected ${written.length === 1 ? "character" : "characters"} ${nameOf(written)}`,
      span: { start, end: this.at },
      label: "means nothing in EQL",
      help: foreignHelp(written),
    });
    return this.push("broken", start, written);
  }
}

/** What to write instead of a string in wrong quotes. */
function quoteReplacement(value: string): string {
  return value.length <= 60 ? quoteText(quoteString(value)) : "it in double quotes";
}

/** White space is named by its code, for it cannot be seen. */
function nameOf(written: string): string {
  if (!/^\s$/.test(written)) return quoteText(written);
  return `U+${written.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function foreignHelp(written: string): string {
  if (/^\s|^\p{Cf}/u.test(written)) return "write ordinary spaces; this one came from a document or a page";
  if (/^\p{L}/u.test(written))
    return `put a field name in backquotes, or a text in double quotes: "${shorten(written)}"`;
  if (written === ";") return "one query is one statement; remove it";
  if (written === "{" || written === "}") return "braces are not used in EQL; write each condition in full";
  if (written === "~") return "`~` stands directly behind a function's name, `in`, `like` or `regex`";
  return "remove it, or put it into a string";
}
