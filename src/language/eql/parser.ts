import type { Diagnostic } from "../../text/diagnostic.ts";
import { didYouMean } from "../../text/didYouMean.ts";
import { isDurationUnit } from "../../text/duration.ts";
import { quoteText, Reports, shorten } from "../../text/reports.ts";
import type { Source, Span } from "../../text/source.ts";
import type {
  EqlQuery,
  EventFilter,
  EventNode,
  FieldNode,
  MaxspanNode,
  SampleNode,
  SequenceItem,
  SequenceNode,
} from "./ast.ts";
import { ExpressionParser } from "./expressionParser.ts";
import { type JoinParts, reportPipesOfSample, reportSampleFaults, reportSequenceFaults } from "./joinFaults.ts";
import { tokenize } from "./lexer.ts";
import { withMendedQuery } from "./mended.ts";
import { parsePipes } from "./pipeParser.ts";
import { quoteString } from "./quoteString.ts";
import { keywords, type Token } from "./token.ts";
import { TokenCursor } from "./tokenCursor.ts";

/** Nearly three times the longest query of Elastic's own rules; the worst text of this length takes about 50 ms. */
const longestQuery = 131_072;
const mostRuns = 100;

/** The query, or null when there is any error. */
export interface ParseResult {
  readonly query: EqlQuery | null;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads an EQL query (eql facts §1, §2).
 *
 * Linear in the text; never throws. Reading goes on after an error, so one run reports several, fifty at most. Caps:
 * 131,072 UTF-16 units of text, 200 nested expressions, 1,000 operators in a row, 16,384 values in a list.
 */
export function parse(source: Source): ParseResult {
  const reports = new Reports(source);
  if (source.text.length > longestQuery) {
    reports.add({
      code: "EQL001",
      message: `the query is longer than ${longestQuery} characters`,
      span: { start: 0, end: 0 },
      label: `${source.text.length} characters from here`,
      help: "split the query, or use a value list for long lists",
    });
    return { query: null, diagnostics: reports.diagnostics };
  }
  const cursor = new TokenCursor(tokenize(source, reports), reports);
  const parser = new QueryParser(cursor);
  const query = parser.query();
  const reported = reports.inOrder();
  const diagnostics = parser.isBareCondition && !reports.full ? withMendedQuery(reported, query) : reported;
  return { query: diagnostics.length === 0 ? query : null, diagnostics };
}

class QueryParser {
  private readonly cursor: TokenCursor;
  private readonly expressions: ExpressionParser;
  /** Whether no category and no `where` stand before a condition. */
  isBareCondition = false;
  /** `sequence by …`, where `with maxspan` belongs. */
  private head: Span = { start: 0, end: 0 };

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
    this.expressions = new ExpressionParser(cursor);
  }

  query(): EqlQuery | null {
    const { cursor } = this;
    const token = cursor.peek();
    if (cursor.atEnd) return this.empty();
    if (!cursor.isWord("where", 1)) {
      if (this.startsWith("sample")) return this.finish(this.sample());
      if (this.startsWith("join"))
        return this.refuseStart("EQL035", "`join` is not supported by Elasticsearch", joinHelp);
      if (this.startsWith("sequence")) return this.finish(this.sequence());
      if (cursor.isItem()) return this.itemsWithoutSequence();
    }
    const event = this.eventFilter(null);
    return this.finish({ kind: "event", span: cursor.spanFrom(token.start), event });
  }

  /** A first word that is followed by what only such a query has. */
  private startsWith(keyword: string): boolean {
    const token = this.cursor.peek();
    if (token.kind !== "word" || token.text.toLowerCase() !== keyword) return false;
    if (token.text === keyword) return true;
    const next = this.cursor.peek(1);
    return this.cursor.isOperator("[", 1) || (next.kind === "word" && /^(?:by|with)$/i.test(next.text));
  }

  private empty(): null {
    const { text } = this.cursor.reports.source;
    this.cursor.reports.add({
      code: "EQL020",
      message: text.trim() === "" ? "the query is empty" : "the query holds nothing but comments",
      span: { start: 0, end: 0 },
      help: 'write a query such as `process where process.name == "cmd.exe"`',
    });
    return null;
  }

  private refuseStart(code: string, message: string, help: string): null {
    this.cursor.reports.add({ code, message, span: this.cursor.peek(), help });
    this.cursor.abandon();
    return null;
  }

  private itemsWithoutSequence(): null {
    this.cursor.expected("`sequence` or an event category", "start with `sequence`, or remove the brackets");
    this.cursor.abandon();
    return null;
  }

  /** Pipes, then the end. */
  private finish(node: EventNode | SequenceNode | SampleNode): EqlQuery {
    const { cursor } = this;
    const pipes = parsePipes(cursor, this.expressions);
    if (node.kind === "sample") reportPipesOfSample(cursor.reports, pipes);
    if (!cursor.atEnd) cursor.expected("the end of the query", "a query is one statement; remove what follows");
    return { ...node, span: cursor.spanFrom(node.span.start), pipes };
  }

  /** `category where condition`; `open` is the bracket around it, if there is one. */
  private eventFilter(open: Token | null): EventFilter {
    const { cursor } = this;
    const start = cursor.peek().start;
    this.optionalCategory();
    const category = this.category();
    const condition =
      category === undefined
        ? this.expressions.placeholder(cursor.peek())
        : this.expressions.condition(open === null ? null : "]", open ?? undefined);
    return { span: cursor.spanFrom(start), category: category ?? null, condition };
  }

  /** `?process where` of other EQL engines. */
  private optionalCategory(): void {
    const { cursor } = this;
    if (!cursor.isOperator("?") || !cursor.isWord("where", 2)) return;
    const mark = cursor.next();
    cursor.reports.add({
      code: "EQL047",
      message: "an event category cannot be optional",
      span: { start: mark.start, end: cursor.peek().end },
      label: "`?` stands before fields only",
      help: `write \`${shorten(cursor.textOf(cursor.peek()))} where\`, or \`any where\``,
    });
  }

  /**
   * The category up to and including `where`; null for `any`, and also without `where`, when all is read as a
   * condition; undefined when no condition follows.
   */
  private category(): EventFilter["category"] | undefined {
    const { cursor } = this;
    const token = cursor.peek();
    const next = cursor.peek(1);
    const misspelt = next.kind === "word" && didYouMean(next.text, ["where"]).length > 0;
    if (!misspelt && !cursor.isWord("where", 1)) return this.missingWhere() ? null : undefined;
    cursor.next();
    if (!cursor.takeKeyword("where")) this.misspeltWhere(cursor.next());
    if (token.kind === "word" && token.text === "any") return null;
    if (token.kind === "word" && !keywords.has(token.text) && !token.text.endsWith("~")) {
      return { value: token.text, quoted: false, span: spanOf(token) };
    }
    if (token.kind !== "string" && token.kind !== "raw") this.badCategory(token);
    return { value: token.text, quoted: true, span: spanOf(token) };
  }

  private misspeltWhere(token: Token): void {
    const message = `expected \`where\`, found ${quoteText(token.text)}`;
    this.cursor.reports.add({ code: "EQL028", message, span: token, label: "", help: "write `where`" });
  }

  private badCategory(token: Token): void {
    if (token.kind === "broken") return;
    const written = token.kind === "name" ? token.text : this.cursor.textOf(token);
    this.cursor.reports.add({
      code: "EQL015",
      message: `${quoteText(this.cursor.textOf(token))} is not an event category`,
      span: token,
      label: keywords.has(token.text) ? "a keyword of EQL" : "a category is a name, a quoted text or `any`",
      help: `write \`${shorten(quoteString(written))} where\`, or \`any where\``,
    });
  }

  /** Reports that there is no `where`; true when what stands here may be read as a condition. */
  private missingWhere(): boolean {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind === "broken") return true;
    if (token.kind === "word" && token.text === "where") {
      cursor.expected("an event category before `where`", "write `any where` for events of every category");
      cursor.next();
      return true;
    }
    const word = token.kind === "word" && isClosing(cursor.peek(1));
    if (word) cursor.next();
    const empty = word || isClosing(token);
    const help = word
      ? `write \`${shorten(token.text)} where true\` for every such event`
      : empty
        ? "write `any where true` for every event"
        : `write \`any where ${this.excerpt(token)}\``;
    cursor.reports.add({
      code: "EQL028",
      message: "missing `where`",
      span: token,
      label: "an event query starts with a category and `where`",
      help,
    });
    this.isBareCondition = !empty;
    return !empty;
  }

  private excerpt(token: Token): string {
    const { text } = this.cursor.reports.source;
    const line = /^[^\r\n]*/.exec(text.slice(token.start, token.start + 200))![0];
    return line.length > 40 ? `${shorten(line).slice(0, 40)}…` : line;
  }

  private sequence(): SequenceNode {
    const { cursor } = this;
    const { start } = cursor.peek();
    const parts = this.joinParts("sequence");
    const node: SequenceNode = { kind: "sequence", span: cursor.spanFrom(start), ...parts };
    reportSequenceFaults(cursor.reports, node);
    return node;
  }

  private sample(): SampleNode {
    const { cursor } = this;
    const { start } = cursor.peek();
    const parts = this.joinParts("sample");
    const span = cursor.spanFrom(start);
    reportSampleFaults(cursor.reports, parts, span);
    return { kind: "sample", span, by: parts.by, items: parts.items };
  }

  /** What follows `sequence` or `sample`; a sample may not have all of it. */
  private joinParts(keyword: "sequence" | "sample"): JoinParts {
    const { cursor } = this;
    const { start } = cursor.peek();
    cursor.takeKeyword(keyword);
    const by = this.keys();
    this.head = cursor.spanFrom(start);
    const before = cursor.position;
    const maxspan = this.parameters();
    if (cursor.position > before && cursor.isWord("by")) this.keysAfterWith("sequence by … with maxspan=…");
    const items = this.items(keyword);
    const until = cursor.takeKeyword("until") ? this.until() : null;
    return { by, maxspan, items, until };
  }

  private keysAfterWith(form: string): void {
    const { cursor } = this;
    const token = cursor.peek();
    this.keys();
    cursor.reports.add({
      code: "EQL041",
      message: "`by` stands before `with`, not after",
      span: cursor.spanFrom(token.start),
      label: "move this before `with`",
      help: `write \`${form}\``,
    });
  }

  /** `by` and its fields, or nothing. */
  private keys(): FieldNode[] {
    const { cursor } = this;
    if (!cursor.takeKeyword("by")) return [];
    const keys: FieldNode[] = [];
    do {
      const key = this.key();
      if (key !== null) keys.push(key);
    } while (cursor.takeOperator(","));
    return keys;
  }

  private key(): FieldNode | null {
    const { cursor } = this;
    const mark = cursor.isOperator("?") ? cursor.next() : undefined;
    const token = cursor.peek();
    const named = token.kind === "name" || (token.kind === "word" && token.text !== "with");
    if (!named) {
      cursor.expected("a field to join by", "write `by` and field names, as in `by host.id, user.id`");
      if (token.kind !== "operator" && token.kind !== "word") cursor.next();
      return null;
    }
    if (token.kind === "word" && cursor.isOperator("(", 1)) return this.refuseCallKey();
    return this.expressions.field(mark);
  }

  private refuseCallKey(): null {
    const { cursor } = this;
    const { start } = cursor.next();
    cursor.next();
    let depth = 1;
    while (depth > 0 && !cursor.atEnd && !cursor.isItem()) {
      depth += cursor.isOperator("(") ? 1 : cursor.isOperator(")") ? -1 : 0;
      cursor.next();
    }
    cursor.reports.add({
      code: "EQL058",
      message: "a join key must be a field",
      span: cursor.spanFrom(start),
      label: "the result of a function",
      help: "join by the field itself",
    });
    return null;
  }

  /** `with maxspan=…`, or nothing. */
  private parameters(): MaxspanNode | null {
    const { cursor } = this;
    let maxspan: MaxspanNode | null = null;
    while (cursor.isWord("with") || cursor.isWord("WITH")) {
      const token = cursor.peek();
      cursor.takeKeyword("with");
      const parsed = cursor.takeKeyword("maxspan") ? this.maxspan(token) : this.unknownParameter("maxspan", token);
      if (maxspan !== null) this.repeated(token);
      maxspan ??= parsed;
    }
    return maxspan;
  }

  private repeated(token: Token): void {
    const span = this.cursor.spanFrom(token.start);
    this.cursor.reports.add({ code: "EQL056", message: "`with` stands twice", span, help: "remove one of them" });
  }

  private unknownParameter(known: "maxspan" | "runs", withToken: Token): null {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind !== "word") {
      cursor.expected(`\`${known}\` after \`with\``, `write \`with ${known}=${known === "runs" ? "3" : "5m"}\``);
      return null;
    }
    cursor.next();
    if (cursor.takeOperator("=") || cursor.takeOperator("==")) this.skipValue();
    if (known === "runs" && token.text === "maxspan") return this.maxspanOfItem(withToken);
    const help =
      token.text === "runs"
        ? "write it behind an item: `[ … ] with runs=3`"
        : `write \`with ${known}=${known === "runs" ? "3" : "5m"}\``;
    cursor.reports.add({
      code: "EQL056",
      message: `\`with ${shorten(token.text)}\` cannot stand here`,
      span: token,
      label: `only \`${known}\` can follow \`with\` here`,
      help,
    });
    return null;
  }

  /** `with maxspan` behind an item, where `with runs` may stand. */
  private maxspanOfItem(withToken: Token): null {
    const { cursor, head } = this;
    const span = cursor.spanFrom(withToken.start);
    cursor.reports.add({
      code: "EQL056",
      message: "`with maxspan` behind an item",
      span,
      label: "limits the whole sequence, not one step of it",
      also: { span: { start: head.end, end: head.end }, message: "it belongs here" },
      help: `write \`${shorten(cursor.textOf(head))} ${shorten(cursor.textOf(span))}\` before the first item`,
    });
    return null;
  }

  /** A number and the unit behind it. */
  private skipValue(): void {
    const { cursor } = this;
    const { kind } = cursor.peek();
    if (kind === "integer" || kind === "decimal") cursor.next();
    if (cursor.peek().kind === "word" && isDurationUnit(cursor.peek().text)) cursor.next();
  }

  private assignment(name: string, example: string): boolean {
    const { cursor } = this;
    if (cursor.takeOperator("=")) return true;
    if (cursor.isOperator("==") || cursor.isOperator(":")) {
      cursor.expected(`\`=\` after \`${name}\``, `write \`${example}\``);
      cursor.next();
      return true;
    }
    cursor.expected(`\`=\` after \`${name}\``, `write \`${example}\``);
    return cursor.peek().kind === "integer" || cursor.peek().kind === "decimal";
  }

  private maxspan(withToken: Token): MaxspanNode | null {
    const { cursor } = this;
    if (!this.assignment("maxspan", "with maxspan=5m")) return null;
    const sign = cursor.isOperator("-") || cursor.isOperator("+") ? cursor.next() : null;
    const amount = cursor.peek();
    if (amount.kind !== "integer" && amount.kind !== "decimal") {
      cursor.expected("a duration after `maxspan=`", "write a whole number and a unit: `with maxspan=5m`");
      if (amount.kind === "string" || amount.kind === "raw") cursor.next();
      return null;
    }
    cursor.next();
    const unit = this.unit();
    const span = { start: (sign ?? amount).start, end: cursor.previousEnd };
    const fault = this.maxspanFault(amount, unit, sign);
    if (fault === null) {
      return {
        span: cursor.spanFrom(withToken.start),
        amount: Number(amount.value),
        unit: unit as MaxspanNode["unit"],
      };
    }
    cursor.reports.add({ code: "EQL042", message: fault.message, span, label: fault.label, help: fault.help });
    return null;
  }

  /** The word behind the number, unless it starts the next thing. */
  private unit(): string | null {
    const token = this.cursor.peek();
    if (token.kind !== "word" || (keywords.has(token.text) && token.start > this.cursor.previousEnd)) return null;
    return this.cursor.next().text;
  }

  private maxspanFault(amount: Token, unit: string | null, sign: Token | null): Fault | null {
    const written = shorten(this.cursor.textOf(amount));
    const units = "units are `ms`, `s`, `m`, `h` and `d`";
    if (unit === null)
      return {
        message: "maxspan has no unit",
        label: "seconds, minutes or what",
        help: `write \`${written}s\`; ${units}`,
      };
    if (!isDurationUnit(unit)) {
      const near = isDurationUnit(unit.toLowerCase()) ? unit.toLowerCase() : unitNames.get(unit.toLowerCase());
      const help = near === undefined ? units : `write \`${written}${near}\``;
      return { message: `unknown unit ${quoteText(unit)} in maxspan`, label: "not a unit of EQL", help };
    }
    if (amount.kind === "decimal") {
      return {
        message: "maxspan must be a whole number",
        label: "decimals are refused by Elasticsearch",
        help: wholeHelp(Number(amount.value), unit),
      };
    }
    if (sign === null && amount.value !== 0 && typeof amount.value === "number") return null;
    return {
      message: "maxspan must be a positive number",
      label: "at least `1ms` is needed",
      help: "write a positive whole number and a unit: `5m`",
    };
  }

  private items(keyword: "sequence" | "sample"): SequenceItem[] {
    const { cursor } = this;
    const items: SequenceItem[] = [];
    while (!cursor.atEnd && !cursor.isOperator("|") && !isUntil(cursor.peek())) {
      const before = cursor.position;
      if (cursor.isOperator("[") || (cursor.isOperator("!") && cursor.isOperator("[", 1))) items.push(this.item());
      else if (cursor.peek().kind === "word" && cursor.peek().text === "fork") this.fork();
      else this.notAnItem(keyword);
      if (cursor.position === before) cursor.next();
    }
    return items;
  }

  /** Reports what stands between items and skips to the next. */
  private notAnItem(keyword: "sequence" | "sample"): void {
    const { cursor } = this;
    if (cursor.isOperator(",")) cursor.expected("`[`", "items follow each other without commas");
    else
      cursor.expected(
        "`[`",
        `each ${keyword === "sample" ? "item" : "step"} of a ${keyword} stands in brackets: \`[process where true]\``,
      );
    while (!cursor.atEnd && !cursor.isOperator("|") && !isUntil(cursor.peek()) && !cursor.isItem()) cursor.next();
  }

  private fork(): void {
    const { cursor } = this;
    const token = cursor.next();
    if (cursor.takeOperator("=") || cursor.takeOperator("==")) cursor.next();
    cursor.reports.add({
      code: "EQL036",
      message: "`fork` is not supported by Elasticsearch",
      span: cursor.spanFrom(token.start),
      help: "remove it",
    });
  }

  private item(): SequenceItem {
    const { cursor } = this;
    const start = cursor.peek().start;
    const missing = cursor.isOperator("!");
    if (missing) this.missingMark();
    const open = cursor.next();
    const event = this.eventFilter(open);
    cursor.takeOperator("]");
    if (cursor.peek().kind === "word" && cursor.peek().text === "fork") this.fork();
    const by = this.keys();
    const runs = this.runs();
    if (runs !== null && cursor.isWord("by")) this.keysAfterWith("[ … ] by … with runs=…");
    return { span: cursor.spanFrom(start), missing, event, by, runs };
  }

  /** The `!` of `![`, which Elasticsearch's grammar takes for one token. */
  private missingMark(): void {
    const { cursor } = this;
    const mark = cursor.next();
    const open = cursor.peek();
    if (open.start === mark.end) return;
    cursor.reports.add({
      code: "EQL060",
      message: "`!` apart from its `[`",
      span: { start: mark.start, end: open.end },
      label: "a missing event starts with `![`",
      help: "write `![` without a space",
    });
  }

  /** `with runs=…`, or null. */
  private runs(): SequenceItem["runs"] {
    const { cursor } = this;
    if (!cursor.isWord("with") && !cursor.isWord("WITH")) return null;
    const withToken = cursor.peek();
    const { start } = withToken;
    cursor.takeKeyword("with");
    if (!cursor.takeKeyword("runs")) return this.unknownParameter("runs", withToken);
    if (!this.assignment("runs", "with runs=3")) return null;
    const sign = cursor.isOperator("-") || cursor.isOperator("+") ? cursor.next() : null;
    const token = cursor.peek();
    const number = token.kind === "integer" || token.kind === "decimal";
    if (number) cursor.next();
    const { value } = token;
    const valid =
      token.kind === "integer" && sign === null && typeof value === "number" && value >= 1 && value <= mostRuns;
    if (valid) return { count: value, span: cursor.spanFrom(start) };
    cursor.reports.add({
      code: "EQL049",
      message: `runs must be a whole number from 1 to ${mostRuns}`,
      span: { start: (sign ?? token).start, end: token.end },
      help: "write `with runs=3`",
    });
    return null;
  }

  private until(): SequenceItem | null {
    const { cursor } = this;
    if (!cursor.isOperator("[")) {
      const help = cursor.isOperator("!")
        ? "remove the `!`: `until` names an event that is there"
        : "write `until [process where true]`";
      cursor.expected("`[` after `until`", help);
      while (!cursor.atEnd && !cursor.isOperator("|")) cursor.next();
      return null;
    }
    const item = this.item();
    if (item.runs === null) return item;
    cursor.reports.add({
      code: "EQL059",
      message: "`until` takes no `with runs`",
      span: item.runs.span,
      label: "one such event ends the sequence",
      help: "remove it",
    });
    return item;
  }
}

interface Fault {
  readonly message: string;
  readonly label: string;
  readonly help: string;
}

const joinHelp = "write a `sequence by …`";

const unitNames: ReadonlyMap<string, string> = new Map([
  ["msec", "ms"],
  ["millis", "ms"],
  ["milliseconds", "ms"],
  ["sec", "s"],
  ["second", "s"],
  ["seconds", "s"],
  ["min", "m"],
  ["minute", "m"],
  ["minutes", "m"],
  ["hour", "h"],
  ["hours", "h"],
  ["day", "d"],
  ["days", "d"],
]);

/** A decimal duration in the next smaller unit, where that is a whole number. */
function wholeHelp(amount: number, unit: string): string {
  const [factor, smaller] = ({ d: [24, "h"], h: [60, "m"], m: [60, "s"], s: [1000, "ms"] } as const)[unit] ?? [1, "ms"];
  const converted = amount * factor;
  if (Number.isSafeInteger(converted) && converted > 0) return `write \`${converted}${smaller}\``;
  return "write a whole number of a smaller unit";
}

function isUntil(token: Token): boolean {
  return token.kind === "word" && token.text.toLowerCase() === "until";
}

function isClosing(token: Token): boolean {
  return token.kind === "end" || (token.kind === "operator" && token.text === "]");
}

function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}
