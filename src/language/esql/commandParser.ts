import { quoteText } from "../../text/reports.ts";
import type { Span } from "../../text/source.ts";
import type {
  AggregateNode,
  Assignment,
  Command,
  EnrichCommand,
  Expression,
  FromCommand,
  NameNode,
  NamePattern,
  RenameCommand,
  SortOrder,
  StringNode,
} from "./ast.ts";
import { readString } from "./constants.ts";
import { ExpressionParser } from "./expressionParser.ts";
import { isNameStart, readName, readPattern, refuseWildcard } from "./names.ts";
import { readIndices, readMetadata, readTable } from "./sourceParser.ts";
import type { Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

const enrichModes: ReadonlySet<string> = new Set(["_any", "_coordinator", "_remote"]);

/** Reads one command each call: one method per command (`EsqlBaseParser.g4`). */
export class CommandParser {
  private readonly cursor: TokenCursor;
  private readonly expressions: ExpressionParser;

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
    this.expressions = new ExpressionParser(cursor);
  }

  /** The command that begins here, up to its pipe; what cannot be read is reported. The caller knows its name. */
  command(): Command {
    const token = this.cursor.next();
    const command = this.read(token);
    if (!this.cursor.atCommandEnd) this.reportRest(command);
    this.cursor.toCommandEnd();
    return { ...command, span: this.cursor.spanFrom(token.start) };
  }

  private reportRest(command: Command): void {
    const { cursor } = this;
    const token = cursor.peek();
    if (
      command.kind === "stats" &&
      command.aggregates.length === 0 &&
      isNameStart(token) &&
      cursor.isOperator("(", 1)
    ) {
      cursor.giveUp({
        code: "ESQL016",
        message: "an aggregate behind BY",
        span: token,
        label: "groups are named last",
        help: "write `STATS count = COUNT(*) BY column`",
      });
    } else {
      const help = command.kind === "sort" ? "order with `ASC` or `DESC`" : this.helpForNames(command);
      this.expressions.reportUnexpected(followers[command.kind] ?? "`|` or the end of the query", help);
    }
  }

  private helpForNames({ kind }: Command): string | undefined {
    return commandsOfNames.has(kind) ? "part names with commas" : undefined;
  }

  private read(token: Token): Command {
    const { cursor } = this;
    const span = { start: token.start, end: token.end };
    switch (token.folded) {
      case "from":
        return this.from(span);
      case "row":
        return { kind: "row", fields: this.assignments(), span };
      case "where":
        return { kind: "where", condition: this.expressions.expression(), span };
      case "eval":
        return { kind: "eval", fields: this.assignments(), span };
      case "keep":
        return { kind: "keep", columns: this.patterns(), span };
      case "drop":
        return this.drop(span);
      case "rename":
        return { kind: "rename", renamings: this.renamings(), span };
      case "sort":
        return { kind: "sort", orders: this.separated(() => this.order()), span };
      case "limit":
        return this.limit(span);
      case "stats":
        return this.stats(span, false);
      case "inlinestats":
        return this.stats(span, true);
      case "inline":
        if (!cursor.takeWord("stats")) cursor.expected("`STATS` behind `INLINE`");
        return this.stats(span, true);
      case "dissect":
        return this.dissect(span);
      case "grok":
        return this.grok(span);
      case "mv_expand":
        return { kind: "mvExpand", column: this.oneColumn("MV_EXPAND"), span };
      case "lookup":
        return this.lookupJoin(span);
      case "enrich":
        return this.enrich(span);
      default:
        return this.unsupported(token);
    }
  }

  private unsupported(token: Token): Command {
    const { cursor } = this;
    const skipped = cursor.peek().kind === "skipped" ? cursor.next().text : "";
    return { kind: "unsupported", name: token.text.toUpperCase(), text: skipped, span: token };
  }

  /** Elements up to what is no comma; `end` is a word that none begins with. */
  private separated<T>(element: () => T, end?: string): T[] {
    const { cursor } = this;
    const elements = [element()];
    while (!cursor.isLost && cursor.takeOperator(",")) {
      if (cursor.atCommandEnd || (end !== undefined && cursor.isWord(end))) this.reportTrailingComma();
      else elements.push(element());
    }
    return elements;
  }

  private reportTrailingComma(): void {
    const end = this.cursor.previousEnd;
    this.cursor.giveUp({
      code: "ESQL049",
      message: "nothing follows the comma",
      span: { start: end - 1, end },
      label: "the list ends here",
      help: "remove it, or write what it announces",
    });
  }

  private from(span: Span): FromCommand {
    return { kind: "from", indices: readIndices(this.cursor), metadata: readMetadata(this.cursor), span };
  }

  private assignments(): Assignment[] {
    return this.separated(() => this.assignment());
  }

  private assignment(): Assignment {
    const { cursor } = this;
    const { start } = cursor.peek();
    const name = this.assignedName();
    const expression = this.expressions.expression();
    return { name, expression, span: cursor.spanFrom(start) };
  }

  /** `name =`, or null with nothing taken. */
  private assignedName(): NameNode | null {
    const { cursor } = this;
    if (!this.isAssignment()) return null;
    const name = readName(cursor);
    cursor.next();
    return name;
  }

  private isAssignment(): boolean {
    const { cursor } = this;
    let at = 0;
    for (;;) {
      const { kind } = cursor.peek(at);
      if (kind !== "word" && kind !== "name") return false;
      while (cursor.peek(at + 1).kind === "decimal" && cursor.peek(at + 1).text.startsWith(".")) at++;
      if (cursor.isOperator("=", at + 1)) return true;
      if (!cursor.isOperator(".", at + 1)) return false;
      at += 2;
    }
  }

  private patterns(): NamePattern[] {
    return this.separated(() => readPattern(this.cursor)).filter((pattern) => pattern !== null);
  }

  private drop(span: Span): Command {
    const columns = this.patterns();
    for (const { name, isPattern, span: place } of columns) if (isPattern && name === "*") this.refuseDropAll(place);
    return { kind: "drop", columns, span };
  }

  private refuseDropAll(span: Span): void {
    this.cursor.report({
      code: "ESQL050",
      message: "DROP of all columns",
      span,
      label: "nothing would be left",
      help: "name what goes, or what stays with KEEP",
    });
  }

  /** `old AS new`, or `new = old`. */
  private renamings(): RenameCommand["renamings"] {
    return this.separated(() => this.renaming()).filter((renaming) => renaming !== null);
  }

  private renaming(): RenameCommand["renamings"][number] | null {
    const { cursor } = this;
    const { start } = cursor.peek();
    const first = readPattern(cursor);
    const isAssigned = cursor.takeOperator("=");
    if (!isAssigned && !cursor.takeWord("as")) cursor.expected("`AS`", "write `RENAME old AS new`");
    if (first === null || cursor.isLost) return null;
    const second = readPattern(cursor);
    if (second === null) return null;
    for (const pattern of [first, second]) refuseWildcard(cursor, pattern, "RENAME");
    const span = cursor.spanFrom(start);
    return isAssigned ? { from: second, to: first, span } : { from: first, to: second, span };
  }

  private order(): SortOrder {
    const { cursor } = this;
    const { start } = cursor.peek();
    const expression = this.expressions.expression();
    const isDescending = cursor.takeWord("desc");
    if (!isDescending) cursor.takeWord("asc");
    const nulls = this.nullOrder();
    return { expression, direction: isDescending ? "desc" : "asc", nulls, span: cursor.spanFrom(start) };
  }

  private nullOrder(): SortOrder["nulls"] {
    const { cursor } = this;
    if (!cursor.takeWord("nulls")) return null;
    if (cursor.takeWord("first")) return "first";
    if (!cursor.takeWord("last")) cursor.expected("`FIRST` or `LAST`");
    return "last";
  }

  private limit(span: Span): Command {
    const { cursor } = this;
    const count = this.expressions.expression();
    const isCount = count.kind === "number" && count.type === "integer" && count.value >= 0;
    if (!isCount && !cursor.isLost) {
      cursor.report({
        code: "ESQL047",
        message: "LIMIT takes one number",
        span: count.span,
        label: "not a whole number from 0 to 2147483647",
        help: "write `LIMIT 10`",
      });
    }
    if (cursor.isWord("by")) this.refuseLimitBy();
    return { kind: "limit", count, span };
  }

  private refuseLimitBy(): void {
    const { cursor } = this;
    cursor.giveUp({
      code: "ESQL058",
      message: "LIMIT … BY",
      span: cursor.peek(),
      label: "a limit for each group is not supported here",
      help: 'keep what you need of each group with `STATS TOP(column, 10, "desc") BY group`',
    });
  }

  private stats(span: Span, inline: boolean): Command {
    const { cursor } = this;
    const aggregates = cursor.isWord("by") || cursor.atCommandEnd ? [] : this.separated(() => this.aggregate(), "by");
    const by = cursor.takeWord("by") ? this.assignments() : [];
    if (aggregates.length === 0 && (by.length === 0 || inline) && !cursor.isLost) this.reportNoAggregate(span, inline);
    return { kind: "stats", inline, aggregates, by, span };
  }

  /** INLINE STATS needs an aggregate, STATS a group at least (`LogicalPlanBuilder.visitStatsCommand`). */
  private reportNoAggregate(span: Span, inline: boolean): void {
    this.cursor.report({
      code: "ESQL051",
      message: inline ? "INLINE STATS without an aggregate" : "STATS without an aggregate and without BY",
      span,
      label: "there is nothing to compute",
      help: "write `STATS count = COUNT(*) BY column`",
    });
  }

  private aggregate(): AggregateNode {
    const { cursor } = this;
    const { start } = cursor.peek();
    const { name, expression } = this.assignment();
    const filter = cursor.takeWord("where") ? this.expressions.expression() : null;
    if (filter !== null && !holdsCall(expression)) this.refuseFilter(filter.span);
    return { name, expression, filter, span: cursor.spanFrom(start) };
  }

  private refuseFilter(span: Span): void {
    this.cursor.report({
      code: "ESQL052",
      message: "WHERE behind what is no aggregate",
      span,
      label: "this filters what one aggregate sees",
      help: "write `| WHERE` as a command of its own",
    });
  }

  private dissect(span: Span): Command {
    const input = this.expressions.primary();
    const pattern = this.patternString("DISSECT", '"%{first} %{second}"');
    const appendSeparator = this.cursor.atCommandEnd ? null : this.dissectOption();
    return { kind: "dissect", input, pattern, appendSeparator, span };
  }

  private patternString(command: string, example: string): StringNode {
    const { cursor } = this;
    if (cursor.isLost) return this.noString();
    return (
      readString(cursor, "a pattern in double quotes", `write \`${command} column ${example}\``) ?? this.noString()
    );
  }

  private noString(): StringNode {
    return { value: "", span: this.expressions.placeholder().span };
  }

  private dissectOption(): StringNode | null {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind !== "word" || !cursor.isOperator("=", 1)) return null;
    cursor.next();
    cursor.next();
    if (token.folded !== "append_separator") this.refuseOption(token);
    return readString(cursor, "a text in double quotes");
  }

  private refuseOption(token: Token): void {
    this.cursor.report({
      code: "ESQL053",
      message: `unknown option ${quoteText(token.text)} of DISSECT`,
      span: token,
      label: "DISSECT has one option",
      help: 'write `APPEND_SEPARATOR = ","`',
    });
  }

  private grok(span: Span): Command {
    const input = this.expressions.primary();
    const patterns = this.separated(() => this.patternString("GROK", '"%{IP:address} %{WORD:verb}"'));
    return { kind: "grok", input, patterns, span };
  }

  private oneColumn(place: string): NameNode {
    const { cursor } = this;
    const pattern = readPattern(cursor);
    refuseWildcard(cursor, pattern, place);
    return pattern === null
      ? { name: "", span: this.expressions.placeholder().span }
      : { name: pattern.name, span: pattern.span };
  }

  private lookupJoin(span: Span): Command {
    const { cursor } = this;
    if (cursor.peek().folded === "join") cursor.next();
    else cursor.expected("`JOIN` behind `LOOKUP`", "write `LOOKUP JOIN table ON column`");
    const table = readTable(cursor) ?? { name: "", span };
    if (!cursor.isLost && cursor.peek().folded === "on") cursor.next();
    else if (!cursor.isLost) cursor.expected("`ON`", "write `LOOKUP JOIN table ON column`");
    const on = cursor.isLost ? [] : this.separated(() => this.joinColumn()).filter((name) => name !== null);
    return { kind: "lookupJoin", table, on, span };
  }

  private joinColumn(): NameNode | null {
    const { cursor } = this;
    const expression: Expression = this.expressions.expression();
    if (expression.kind === "column") return { name: expression.name, span: expression.span };
    cursor.report({
      code: "ESQL059",
      message: "LOOKUP JOIN on a condition",
      span: expression.span,
      label: "only columns of one name on both sides are supported here",
      help: "rename the column as the table calls it, then write `ON column`",
    });
    return null;
  }

  private enrich(span: Span): EnrichCommand {
    const { cursor } = this;
    const { mode, policy } = this.policy();
    const on = cursor.takeWord("on") ? this.oneColumn("ENRICH") : null;
    const clauses = cursor.takeWord("with")
      ? this.separated(() => this.enrichField()).filter((clause) => clause !== null)
      : [];
    return { kind: "enrich", mode, policy, on, with: clauses, span };
  }

  private policy(): Pick<EnrichCommand, "mode" | "policy"> {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind !== "source" && token.kind !== "string") {
      cursor.expected("the name of an enrich policy");
      return { mode: null, policy: { name: "", span: { start: token.start, end: token.start } } };
    }
    cursor.next();
    const colon = token.text.indexOf(":");
    const mode = colon < 0 ? null : token.folded.slice(0, colon).toLowerCase();
    if (mode !== null && !enrichModes.has(mode)) this.refuseMode(token, mode);
    return { mode, policy: { name: token.text.slice(colon + 1), span: { start: token.start, end: token.end } } };
  }

  private refuseMode(token: Token, mode: string): void {
    this.cursor.report({
      code: "ESQL054",
      message: `unknown mode ${quoteText(mode)} of ENRICH`,
      span: token,
      help: "write `_any:policy`, `_coordinator:policy` or `_remote:policy`",
    });
  }

  private enrichField(): EnrichCommand["with"][number] | null {
    const { cursor } = this;
    const { start } = cursor.peek();
    const first = readPattern(cursor);
    refuseWildcard(cursor, first, "ENRICH");
    if (first === null) return null;
    if (!cursor.takeOperator("=")) return { name: null, field: first, span: cursor.spanFrom(start) };
    const field = readPattern(cursor);
    refuseWildcard(cursor, field, "ENRICH");
    return field === null
      ? null
      : { name: { name: first.name, span: first.span }, field, span: cursor.spanFrom(start) };
  }
}

const commandsOfNames: ReadonlySet<string> = new Set(["keep", "drop", "rename", "mvExpand", "lookupJoin", "enrich"]);

/** What may follow, where it is more than a pipe. */
const followers: Readonly<Record<string, string>> = {
  from: "`,`, `METADATA` or `|`",
  row: "an operator, `,` or `|`",
  where: "`AND`, `OR` or `|`",
  eval: "an operator, `,` or `|`",
  keep: "`,` or `|`",
  drop: "`,` or `|`",
  rename: "`,` or `|`",
  sort: "`ASC`, `DESC`, `NULLS`, `,` or `|`",
  stats: "an operator, `,`, `BY` or `|`",
  lookupJoin: "`,` or `|`",
  enrich: "`ON`, `WITH`, `,` or `|`",
};

/** Whether a function stands anywhere in an expression; its depth is capped by the parser. */
function holdsCall(expression: Expression): boolean {
  switch (expression.kind) {
    case "call":
      return true;
    case "binary":
    case "and":
    case "or":
      return holdsCall(expression.left) || holdsCall(expression.right);
    case "cast":
    case "negate":
    case "not":
    case "isNull":
    case "in":
    case "like":
    case "rlike":
      return holdsCall(expression.operand);
    default:
      return false;
  }
}
