import type { Diagnostic } from "../../text/diagnostic.ts";
import { didYouMean } from "../../text/didYouMean.ts";
import { quoteText, Reports } from "../../text/reports.ts";
import type { Source } from "../../text/source.ts";
import type { Command, EsqlQuery } from "./ast.ts";
import { CommandParser } from "./commandParser.ts";
import { foreignCommands } from "./foreign.ts";
import { tokenize } from "./lexer.ts";
import { commandModes, commandNames, sourceCommands, type Token, unsupportedCommands } from "./token.ts";
import { TokenCursor } from "./tokenCursor.ts";

/** Many times the longest query of Elastic's own rules. */
const longestQuery = 131_072;
/** Elasticsearch stops there too (`LogicalPlanBuilder.MAX_QUERY_DEPTH`). */
const mostCommands = 500;

/** The query, or null when there is any error. */
export interface ParseResult {
  readonly query: EsqlQuery | null;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads an ES|QL query (Elasticsearch's `EsqlBaseLexer.g4`, `EsqlBaseParser.g4`).
 *
 * Linear in the text; never throws. Reading goes on at the next pipe after an error, so one run reports several, fifty at
 * most. Commands of the language that are not supported here become `unsupported` nodes; `check` refuses them. Caps:
 * 131,072 UTF-16 units of text, 500 commands, 200 nested expressions, 1,000 operators in a row, 16,384 values in a list.
 */
export function parse(source: Source): ParseResult {
  const reports = new Reports(source);
  if (source.text.length > longestQuery) {
    reportLength(reports);
    return { query: null, diagnostics: reports.diagnostics };
  }
  const cursor = new TokenCursor(tokenize(source, reports), reports);
  const query = new QueryParser(cursor).query();
  const diagnostics = reports.inOrder();
  return { query: diagnostics.length > 0 ? null : query, diagnostics };
}

function reportLength(reports: Reports): void {
  reports.add({
    code: "ESQL001",
    message: `query of more than ${longestQuery} characters`,
    span: { start: longestQuery, end: longestQuery },
    label: "reading stops here",
    help: "put long lists into a table, and join it with LOOKUP JOIN",
  });
}

class QueryParser {
  private readonly cursor: TokenCursor;
  private readonly commands: CommandParser;

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
    this.commands = new CommandParser(cursor);
  }

  query(): EsqlQuery | null {
    const { cursor } = this;
    if (cursor.atEnd) return this.empty();
    this.passSettings();
    const { start } = cursor.peek();
    const commands: Command[] = [];
    do {
      cursor.restart();
      const command = this.command(commands.length === 0);
      if (command !== null) commands.push(command);
      if (commands.length > mostCommands) this.reportCommands();
    } while (cursor.takeOperator("|"));
    if (cursor.isOperator(";")) this.reportSemicolon();
    return { commands, span: cursor.spanFrom(start) };
  }

  private empty(): null {
    const { reports } = this.cursor;
    reports.add({
      code: "ESQL020",
      message: reports.source.text.trim() === "" ? "the query is empty" : "the query holds nothing but comments",
      span: { start: 0, end: 0 },
      help: 'write a query such as `FROM logs-* | WHERE event.action == "login"`',
    });
    return null;
  }

  /** `SET name = value;` before the query. */
  private passSettings(): void {
    const { cursor } = this;
    while (cursor.peek().kind === "command" && cursor.peek().folded === "set") {
      cursor.restart();
      cursor.giveUp({
        code: "ESQL056",
        message: "SET is not supported",
        span: cursor.peek(),
        label: "settings of a request have no effect here",
        help: "begin with `FROM`",
      });
      if (!cursor.takeOperator(";")) return;
    }
  }

  private command(isFirst: boolean): Command | null {
    const token = this.cursor.peek();
    if (this.cursor.atCommandEnd) this.reportNoCommand(isFirst);
    else if (!this.isCommand(token)) this.reportUnknown(token, isFirst);
    else {
      if (sourceCommands.has(token.folded) !== isFirst) this.reportOrder(token, isFirst);
      return this.commands.command();
    }
    return null;
  }

  private isCommand({ kind, folded }: Token): boolean {
    return kind === "command" && (commandModes.has(folded) || unsupportedCommands.has(folded));
  }

  private reportNoCommand(isFirst: boolean): void {
    this.cursor.expected("a command", isFirst ? "begin with `FROM`" : "remove the pipe, or write a command behind it");
  }

  private reportUnknown(token: Token, isFirst: boolean): void {
    const { cursor } = this;
    const help = foreignCommands.get(token.folded);
    if (token.kind !== "command") cursor.expected("a command", this.helpForUnknown(isFirst));
    else if (help !== undefined) {
      cursor.giveUp({
        code: "ESQL034",
        message: `${quoteText(token.text)} is not a command of ES|QL`,
        span: token,
        label: "a word of another language",
        help,
      });
    } else {
      const [nearest] = didYouMean(token.text, isFirst ? sourceCommands : commandNames);
      cursor.giveUp({
        code: "ESQL028",
        message: `unknown command ${quoteText(token.text)}`,
        span: token,
        help: nearest === undefined ? this.helpForUnknown(isFirst) : `did you mean \`${nearest.toUpperCase()}\`?`,
      });
    }
  }

  private helpForUnknown(isFirst: boolean): string {
    return isFirst ? "begin with `FROM`" : "a pipe is followed by a command, such as `WHERE`, `EVAL` or `STATS`";
  }

  private reportOrder(token: Token, isFirst: boolean): void {
    const name = token.text.toUpperCase();
    this.cursor.report({
      code: isFirst ? "ESQL029" : "ESQL030",
      message: isFirst ? `a query cannot begin with ${name}` : `${name} behind a pipe`,
      span: token,
      label: isFirst ? "it takes rows of a command before" : "it takes no rows of a command before",
      help: isFirst ? `write \`FROM logs-* | ${name} …\`` : "a query has one source, at its beginning",
    });
  }

  private reportCommands(): void {
    this.cursor.giveUp({
      code: "ESQL060",
      message: `more than ${mostCommands} commands`,
      span: this.cursor.peek(),
      help: "join conditions with `AND`, and columns with commas",
    });
    while (!this.cursor.atEnd) this.cursor.next();
  }

  private reportSemicolon(): void {
    const { cursor } = this;
    cursor.restart();
    cursor.report({
      code: "ESQL015",
      message: "semicolon",
      span: cursor.peek(),
      label: "one query is one statement",
      help: "remove it",
    });
  }
}
