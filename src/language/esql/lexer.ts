import { quoteText, type Reports, shorten } from "../../text/reports.ts";
import type { Source } from "../../text/source.ts";
import { quoteString } from "./quoteString.ts";
import { commandModes, type LexerMode, type Token, type TokenKind, unsupportedCommands } from "./token.ts";

const operator = /=~|[=!]==?|<[=>]?|>=?|::|&&?|\|\|?|[=()[\]{},.:;!+\-*/%]/y;
const word = /(?:[A-Za-z][A-Za-z0-9_]*|[_@][A-Za-z0-9_]+)/y;
/** A part of a pattern of names (`lexer/Project.g4`, ID_PATTERN). */
const patternWord = /(?:[A-Za-z*][A-Za-z0-9_*]*|[_@][A-Za-z0-9_*]+)/y;
const decimal = /(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y;
const integer = /\d+/y;
const space = /[ \t\r\n]+/y;
const lineComment = /\/\/[^\r\n]*/y;
const raw = /"""([^\r\n]*?)"""("{0,2})/y;
const restOfLine = /[^\r\n]*/y;
const parameter = /\?\??(?:[A-Za-z_][A-Za-z0-9_]*|\d+)?/y;
/** Part of an index pattern (`lexer/From.g4`, UNQUOTED_SOURCE); a `/` does not begin a comment. */
const indexPart = /(?:[^:"=|,[\]/ \t\r\n()]|\/(?![*/]))+/y;
/** Name of an enrich policy, with its mode (`lexer/Enrich.g4`, ENRICH_POLICY_NAME). */
const policyName = /(?:[^\\/?"<>| ,#\t\r\n:]+:)?[^\\/?"<>| ,#\t\r\n:]+/y;
const commandWord = /[A-Za-z_][A-Za-z0-9_]*(?:🐔)?/uy;
const smartQuoted = /[“”„‟«»″‘’‚‛′]([^\r\n“”„‟«»″‘’‚‛′]*)[“”„‟«»″‘’‚‛′]?/y;
const unknownCharacters = /[^\s!-~“”„‟«»″‘’‚‛′]+/uy;
/** Behind an opening parenthesis, the beginning of a query: not a column that is called `from`. */
const subquery = /\(\s*(?:from|ts|row)\s+(?!(?:in|is|like|rlike|and|or|not)\b)["A-Za-z0-9_.*`<]/iy;
const simpleEscapes: ReadonlyMap<string, string> = new Map(
  Object.entries({ t: "\t", n: "\n", r: "\r", '"': '"', "\\": "\\" }),
);
const closers: ReadonlyMap<string, string> = new Map(Object.entries({ "(": ")", "[": "]", "{": "}" }));

/**
 * The tokens of an ES|QL text, an `end` token last.
 *
 * How a command's text is cut depends on the command, as in Elasticsearch's grammar (`EsqlBaseLexer.g4`): index patterns,
 * patterns of column names and expressions have lexer modes of their own. Linear; never throws. What cannot be read is
 * reported and becomes the token that was most likely meant, or a `broken` one, so that the parser goes on.
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
  private mode: LexerMode | "command" = "command";
  private isLookup = false;

  constructor(text: string, reports: Reports) {
    this.text = text;
    this.reports = reports;
  }

  /** Reads one token or gap; false at the end. */
  step(): boolean {
    if (this.mode === "skipped") return this.skipCommand();
    if (this.at >= this.text.length) return false;
    if (this.take(space) !== null || this.passComment()) return true;
    if (this.mode === "command" && this.command()) return true;
    return this.special() || this.ordinary();
  }

  finish(): Token[] {
    const last = this.tokens[this.tokens.length - 1]?.end ?? this.text.length;
    this.tokens.push({ kind: "end", start: last, end: last, text: "", folded: "" });
    return this.tokens;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  private push(kind: TokenKind, start: number, text: string): true {
    const folded = kind === "word" || kind === "command" || kind === "source" ? text.toLowerCase() : text;
    this.tokens.push({ kind, start, end: this.at, text, folded });
    return true;
  }

  private command(): boolean {
    const start = this.at;
    const text = this.take(commandWord)?.[0];
    this.mode = "expression";
    if (text === undefined) return false;
    const name = text.toLowerCase();
    this.isLookup = name === "lookup";
    this.mode = unsupportedCommands.has(name) ? "skipped" : (commandModes.get(name) ?? "expression");
    return this.push("command", start, text);
  }

  /** What only one mode knows. */
  private special(): boolean {
    switch (this.mode) {
      case "source":
        return this.indexPattern();
      case "policy":
        return this.policy();
      case "pattern":
        return this.takeAs("word", patternWord);
      default:
        return this.skipSubquery();
    }
  }

  private takeAs(kind: TokenKind, pattern: RegExp): boolean {
    const start = this.at;
    const text = this.take(pattern)?.[0];
    return text !== undefined && this.push(kind, start, text);
  }

  private indexPattern(): boolean {
    if (this.text[this.at] === "(" && this.skipSubquery()) return true;
    if (this.text[this.at] === "'") return this.singleQuoted();
    if (!this.takeAs("source", indexPart)) return false;
    // `LOOKUP JOIN table ON` is followed by expressions.
    if (this.isLookup && this.tokens[this.tokens.length - 1]!.folded === "on") this.mode = "expression";
    return true;
  }

  private policy(): boolean {
    const start = this.at;
    const text = this.take(policyName)?.[0];
    if (text === undefined) return false;
    const isWord = /^(?:on|with)$/i.test(text);
    if (isWord) this.mode = "pattern";
    return this.push(isWord ? "word" : "source", start, text);
  }

  private ordinary(): boolean {
    const start = this.at;
    const letter = this.text[start]!;
    if (letter === '"') return this.text.startsWith('"""', start) ? this.rawString() : this.string('"');
    if (letter === "'") return this.singleQuoted();
    if (letter === "`") return this.backquoted();
    if (this.takeAs("word", word)) return true;
    if (this.takeAs("decimal", decimal) || this.takeAs("integer", integer)) return true;
    if (letter === "?") return this.takeAs("parameter", parameter);
    const text = this.take(operator)?.[0];
    if (text === undefined) return this.foreign();
    if (text === "|" || text === ";") this.mode = "command";
    return this.push("operator", start, text);
  }

  /** Comments nest. */
  private blockComment(): true {
    const start = this.at;
    if (this.passBlockComment()) return true;
    this.reports.add({
      code: "ESQL006",
      message: "unclosed comment",
      span: { start, end: start + 2 },
      label: "opened here",
      help: "close it with `*/`; comments nest, so each `/*` needs one",
    });
    return true;
  }

  private passBlockComment(): boolean {
    let depth = 0;
    const edge = /\/\*|\*\//g;
    edge.lastIndex = this.at;
    for (let match = edge.exec(this.text); match !== null; match = edge.exec(this.text)) {
      depth += match[0] === "/*" ? 1 : -1;
      if (depth > 0) continue;
      this.at = edge.lastIndex;
      return true;
    }
    this.at = this.text.length;
    return false;
  }

  private rawString(): true {
    const start = this.at;
    const match = this.take(raw);
    if (match !== null) return this.push("string", start, `${match[1]}${match[2]}`);
    this.at += 3;
    const rest = this.take(restOfLine)?.[0] ?? "";
    this.unclosedString(start, '"""');
    return this.push("string", start, rest);
  }

  private unclosedString(start: number, quote: string): void {
    this.reports.add({
      code: "ESQL002",
      message: "unclosed string",
      span: { start, end: this.at },
      label: `no closing ${quoteText(quote)} on this line`,
      help: `close it with ${quoteText(quote)}; a string ends on the line it starts on`,
    });
  }

  private singleQuoted(): true {
    const start = this.at;
    const value = this.stringContent("'").value;
    this.reports.add({
      code: "ESQL004",
      message: "string in single quotes",
      span: { start, end: this.at },
      label: "ES|QL strings stand in double quotes",
      help: `write ${quoteReplacement(value)}`,
    });
    return this.push("string", start, value);
  }

  private string(quote: '"'): true {
    const start = this.at;
    const errorsBefore = this.reports.diagnostics.length;
    const { value, closed } = this.stringContent(quote);
    if (!closed) {
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
      value += this.escape(quote);
      copied = this.at;
    }
  }

  /** What a backslash and the character after it stand for. */
  private escape(quote: string): string {
    const start = this.at;
    const letter = this.text[start + 1] ?? "";
    const simple = simpleEscapes.get(letter) ?? (letter === quote ? letter : undefined);
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const character = letter === "" ? "" : String.fromCodePoint(this.text.codePointAt(start + 1)!);
    if (character === "\r" || character === "\n" || character === "") {
      this.at++;
      return "\\";
    }
    this.at += 1 + character.length;
    const written = `\\${character}`;
    // What is wrong with the other quotes is said anyway.
    if (quote === '"') this.unknownEscape(start, written);
    return written;
  }

  private unknownEscape(start: number, written: string): void {
    this.reports.add({
      code: "ESQL003",
      message: `unknown escape ${quoteText(written)}`,
      span: { start, end: this.at },
      label: "not an escape in ES|QL",
      help: `write \`\\${written}\` for the backslash itself, or use three quotes: \`"""${written}"""\``,
    });
  }

  /** A doubled backquote stands for one. */
  private backquoted(): true {
    const start = this.at;
    const match = this.take(/`((?:[^`]|``)*)`/y);
    if (match === null) {
      const rest = this.take(restOfLine)?.[0] ?? "";
      this.reports.add({
        code: "ESQL007",
        message: "unclosed backquote",
        span: { start, end: this.at },
        label: "no closing backquote",
        help: "close the column's name with a backquote; a backquote within a name is doubled",
      });
      return this.push("name", start, rest.slice(1));
    }
    const name = match[1]!.replaceAll("``", "`");
    if (name === "") {
      this.reports.add({
        code: "ESQL010",
        message: "empty column name",
        span: { start, end: this.at },
        help: "write the column's name between the backquotes",
      });
    }
    return this.push("name", start, name);
  }

  private foreign(): true {
    const start = this.at;
    const quoted = this.take(smartQuoted);
    if (quoted !== null) {
      this.reports.add({
        code: "ESQL005",
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
      code: "ESQL008",
      message: `unexpected ${written.length === 1 ? "character" : "characters"} ${nameOf(written)}`,
      span: { start, end: this.at },
      label: "means nothing in ES|QL",
      help: foreignHelp(written),
    });
    return this.push("broken", start, written);
  }

  /** A query in parentheses, as one token. */
  private skipSubquery(): boolean {
    if (this.text[this.at] !== "(") return false;
    subquery.lastIndex = this.at;
    if (!subquery.test(this.text)) return false;
    const start = this.at;
    this.passBalanced(true);
    return this.push("skipped", start, this.text.slice(start, this.at));
  }

  /** The text of a command that is not read, up to its pipe. */
  private skipCommand(): true {
    this.mode = "expression";
    while (this.take(space) !== null || this.passComment());
    const start = this.at;
    const end = this.passBalanced(false);
    const text = this.text.slice(start, end);
    if (text !== "") this.tokens.push({ kind: "skipped", start, end, text, folded: text });
    return true;
  }

  /**
   * Goes on to the pipe that no bracket encloses, or, with `group`, behind the bracket that closes the one here. Strings,
   * backquoted names and comments may hold anything. Answers where the last that is no space or comment ends.
   */
  private passBalanced(group: boolean): number {
    const open: string[] = [];
    let end = this.at;
    while (this.at < this.text.length) {
      const letter = this.text[this.at]!;
      if (letter === "|" && open.length === 0) return end;
      if (this.take(space) !== null || this.passComment()) continue;
      if (!this.passOpaque(letter)) {
        this.at++;
        const closer = closers.get(letter);
        if (closer !== undefined) open.push(closer);
        else if (letter === open[open.length - 1]) open.pop();
      }
      end = this.at;
      if (group && open.length === 0) return end;
    }
    if (open.length > 0) this.unclosedPart(open[open.length - 1]!);
    return end;
  }

  private passComment(): boolean {
    if (this.text.startsWith("/*", this.at)) return this.blockComment();
    return this.take(lineComment) !== null;
  }

  /** Passes a string or a backquoted name. */
  private passOpaque(letter: string): boolean {
    if (letter === '"') return this.take(raw) !== null || this.take(/"(?:\\.|[^"\\\r\n])*"?/y) !== null;
    return letter === "`" && this.take(/`[^`]*`?/y) !== null;
  }

  private unclosedPart(closer: string): void {
    this.reports.add({
      code: "ESQL023",
      message: "unclosed bracket",
      span: { start: this.text.length, end: this.text.length },
      label: `${quoteText(closer)} is missing here at the latest`,
      help: `close it with ${quoteText(closer)}`,
    });
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
    return `put a column's name in backquotes, or a text in double quotes: "${shorten(written)}"`;
  return "remove it, or put it into a string";
}
