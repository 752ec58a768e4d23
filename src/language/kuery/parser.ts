import type { Diagnostic } from "../../text/diagnostic.ts";
import { quoteText, Reports } from "../../text/reports.ts";
import type { Source, Span } from "../../text/source.ts";
import type {
  ConditionNode,
  KueryExpression,
  KueryQuery,
  LiteralNode,
  NestedNode,
  RangeNode,
  Tree,
  ValueExpression,
} from "./ast.ts";
import { LiteralScanner, space } from "./literalScanner.ts";

/** Far beyond the longest query of Elastic's own rules. */
const longestQuery = 131_072;
const deepest = 200;

/** The query, or null when there is any error. */
export interface ParseResult {
  readonly query: KueryQuery | null;
  readonly diagnostics: Diagnostic[];
}

/**
 * Reads a KQL query as Kibana does (elastic-rules facts §3; kbn-es-query `grammar.peggy`).
 *
 * Linear in the text; never throws. Reading goes on after an error, so one run reports several, fifty at most. Caps:
 * 131,072 UTF-16 units of text, 200 brackets within each other.
 */
export function parse(source: Source): ParseResult {
  const reports = new Reports(source);
  if (source.text.length > longestQuery) {
    reports.add({
      code: "KQL001",
      message: `the query is longer than ${longestQuery} characters`,
      span: { start: 0, end: 0 },
      label: `${source.text.length} characters from here`,
      help: "split the query, or use a value list for long lists",
    });
    return { query: null, diagnostics: reports.diagnostics };
  }
  const query = new Parser(new LiteralScanner(reports)).query();
  const { diagnostics } = reports;
  return { query: diagnostics.length === 0 ? query : null, diagnostics };
}

const conjunctions = {
  and: new RegExp(`[${space}]+and[${space}]+`, "iy"),
  or: new RegExp(`[${space}]+or[${space}]+`, "iy"),
} as const;
const negation = new RegExp(`not[${space}]+`, "iy");
const rangeOperator = /<=|>=|<|>/y;
/** Where reading can go on after a fault. */
const resumption = new RegExp(`[${space}](?:and|or)[${space}]|[(){}"]`, "gi");
/** `and`, `or` or `not` without the space that makes it a keyword. */
const gluedKeyword = new RegExp(`[${space}]*(and|or|not)(?=[${space}("]|$)`, "iy");
/** What a list or group is closed with; empty for the whole query. */
type Closer = ")" | "}" | "";

class Parser {
  private readonly scanner: LiteralScanner;
  private depth = 0;
  /** Nothing is read any more: brackets are too deep or reports too many. */
  private abandoned = false;

  constructor(scanner: LiteralScanner) {
    this.scanner = scanner;
  }

  query(): KueryQuery {
    const { scanner } = this;
    scanner.skipSpaces();
    const span = { start: 0, end: scanner.text.length };
    if (scanner.atEnd) return { span, expression: null };
    return { span, expression: this.expression("") };
  }

  private expression(closer: Closer): KueryExpression {
    return this.either(() => this.condition(), closer);
  }

  private values(): ValueExpression {
    return this.either(() => this.value(), ")");
  }

  /** `a or b and not c`, up to the closer, which is left. */
  private either<Leaf>(leaf: () => Tree<Leaf>, closer: Closer): Tree<Leaf> {
    const { start } = this.here();
    const operands = [this.both(leaf)];
    while (this.scanner.take(conjunctions.or) !== null || this.recovered(closer)) operands.push(this.both(leaf));
    return this.logical("or", operands, start);
  }

  private both<Leaf>(leaf: () => Tree<Leaf>): Tree<Leaf> {
    const { start } = this.here();
    const operands = [this.negated(leaf)];
    while (this.scanner.take(conjunctions.and) !== null) operands.push(this.negated(leaf));
    return this.logical("and", operands, start);
  }

  private logical<Leaf>(kind: "and" | "or", operands: readonly Tree<Leaf>[], start: number): Tree<Leaf> {
    const [only] = operands;
    if (operands.length === 1) return only!;
    return { kind, span: this.from(start), operands };
  }

  /** `not` takes one operand and never another `not` (elastic-rules facts §3). */
  private negated<Leaf>(leaf: () => Tree<Leaf>): Tree<Leaf> {
    const { start } = this.here();
    if (this.scanner.take(negation) === null) return leaf();
    const again = this.here();
    if (this.scanner.take(negation) !== null) {
      this.scanner.reports.add({
        code: "KQL011",
        message: "`not` behind `not`",
        span: { start: again.start, end: again.start + 3 },
        label: "`not` takes one condition",
        help: "remove both, or put the second into parentheses: `not (not …)`",
      });
      while (this.scanner.take(negation) !== null);
    }
    const operand = leaf();
    return { kind: "not", span: this.from(start), operand };
  }

  private condition(): KueryExpression {
    if (this.scanner.next === "(") return this.bracketed(")", () => this.expression(")"));
    const { start } = this.here();
    const field = this.scanner.literal();
    if (field === null) return this.missing("a field or a value");
    const end = this.scanner.at;
    this.scanner.skipSpaces();
    const operator = this.scanner.take(rangeOperator);
    if (operator !== null) return this.range(field, operator[0] as RangeNode["operator"], start);
    if (this.scanner.next === ":") return this.fieldValue(field, start);
    // The spaces belong to what follows: `and` needs them.
    this.scanner.at = end;
    return { kind: "match", span: field.span, field: null, value: field };
  }

  private range(field: LiteralNode, operator: RangeNode["operator"], start: number): ConditionNode {
    const { scanner } = this;
    const operatorSpan = { start: scanner.at - operator.length, end: scanner.at };
    scanner.skipSpaces();
    const value = scanner.literal() ?? this.missingValue(`a value behind ${quoteText(operator)}`);
    return { kind: "range", span: this.from(start), field, operator, operatorSpan, value };
  }

  private fieldValue(field: LiteralNode, start: number): ConditionNode {
    const { scanner } = this;
    scanner.at++;
    scanner.skipSpaces();
    if (scanner.next === "{") return this.nested(field, start);
    const value = this.value();
    return { kind: "match", span: this.from(start), field, value };
  }

  private nested(path: LiteralNode, start: number): NestedNode {
    const query = this.bracketed("}", () => this.expression("}"));
    return { kind: "nested", span: this.from(start), path, query };
  }

  /** What stands behind a colon, and in a list each of its parts. */
  private value(): ValueExpression {
    if (this.scanner.next === "(") return this.bracketed(")", () => this.values());
    return this.scanner.literal() ?? this.missingValue("a value");
  }

  private bracketed<Node>(closer: ")" | "}", read: () => Node): Node {
    const { scanner } = this;
    const open: Span = { start: scanner.at, end: scanner.at + 1 };
    if (++this.depth > deepest) this.tooDeep(open);
    scanner.at++;
    scanner.skipSpaces();
    const node = read();
    scanner.skipSpaces();
    if (scanner.next === closer) scanner.at++;
    else if (!this.abandoned) this.unclosed(open, closer);
    this.depth--;
    return node;
  }

  private tooDeep(span: Span): void {
    this.scanner.reports.add({
      code: "KQL008",
      message: `more than ${deepest} brackets within each other`,
      span,
      label: "too deep from here",
      help: "remove parentheses that change nothing",
    });
    this.abandon();
  }

  private unclosed(span: Span, closer: string): void {
    const opener = this.scanner.text.slice(span.start, span.end);
    this.scanner.reports.add({
      code: "KQL006",
      message: `unclosed ${quoteText(opener)}`,
      span,
      label: "opened here",
      help: `close it with ${quoteText(closer)}`,
    });
  }

  private abandon(): void {
    this.abandoned = true;
    this.scanner.at = this.scanner.text.length;
  }

  private missing(what: string): ConditionNode {
    const value = this.missingValue(what);
    return { kind: "match", span: value.span, field: null, value };
  }

  /** Reports that something was expected here, and stands in for it. */
  private missingValue(what: string): LiteralNode {
    const { scanner } = this;
    const span = { start: scanner.at, end: Math.min(scanner.at + 1, scanner.text.length) };
    if (!this.abandoned) this.reportMissing(what, span);
    this.skip();
    return { kind: "literal", span, form: "unquoted", pieces: [""] };
  }

  private reportMissing(what: string, span: Span): void {
    const { scanner } = this;
    if (scanner.isKeyword() && /not/i.test(scanner.text.slice(scanner.at, scanner.at + 3))) {
      scanner.reports.add({
        code: "KQL005",
        message: `expected ${what}, found \`not\``,
        span: { start: span.start, end: span.start + 3 },
        label: "`not` stands before a field, or in a list of values",
        help: "write `not field: value`, or `field: (not value)`",
      });
      return;
    }
    const found = scanner.atEnd ? "the end of the query" : quoteText(scanner.next);
    const isSpecial = scanner.next !== "" && "<>:{}".includes(scanner.next);
    scanner.reports.add({
      code: "KQL005",
      message: `expected ${what}, found ${found}`,
      span,
      help: isSpecial ? `write it in quotes, or \`\\${scanner.next}\`, if it is meant literally` : `write ${what} here`,
    });
  }

  /**
   * After an operand: whether something was left over, is reported, and reading goes on behind the next `and` or `or`.
   */
  private recovered(closer: Closer): boolean {
    const { scanner } = this;
    const end = scanner.at;
    scanner.skipSpaces();
    const isOver = scanner.atEnd || (closer !== "" && scanner.next === closer);
    if (isOver || this.abandoned) return false;
    // Someone else's closer: it is unclosed brackets that are at fault.
    if (closer !== "" && (scanner.next === ")" || scanner.next === "}")) return false;
    scanner.at = end;
    this.reportLeftOver();
    this.skip();
    if (scanner.reports.full) this.abandon();
    return scanner.take(conjunctions.or) !== null || scanner.take(conjunctions.and) !== null;
  }

  private reportLeftOver(): void {
    const { scanner } = this;
    if (scanner.isKeyword()) this.reportNot(scanner.at);
    else if (!this.reportedGlued()) {
      scanner.skipSpaces();
      if (scanner.isKeyword()) this.reportNot(scanner.at);
      else this.reportUnexpected({ start: scanner.at, end: scanner.at + 1 });
    }
  }

  private reportedGlued(): boolean {
    const { scanner } = this;
    const keyword = scanner.take(gluedKeyword)?.[1];
    if (keyword === undefined) return false;
    scanner.reports.add({
      code: "KQL009",
      message: `${quoteText(keyword)} without a space on each side`,
      span: { start: scanner.at - keyword.length, end: scanner.at },
      label: "not a keyword here",
      help: keyword.toLowerCase() === "not" ? "write ` and not `" : `write \` ${keyword.toLowerCase()} \``,
    });
    return true;
  }

  private reportUnexpected(span: Span): void {
    const { scanner } = this;
    const found = quoteText(scanner.next);
    if (scanner.next === ")" || scanner.next === "}") {
      scanner.reports.add({
        code: "KQL007",
        message: `${found} closes nothing`,
        span,
        help: "remove it, or open it before",
      });
      scanner.at++;
      return;
    }
    const before = scanner.text.slice(Math.max(0, scanner.at - 5), scanner.at);
    scanner.reports.add({
      code: "KQL005",
      message: `expected \`and\` or \`or\`, found ${found}`,
      span,
      help: helpBefore(scanner.next, before),
    });
  }

  /** `not ` ends a literal even in the middle of a word (elastic-rules facts §3). */
  private reportNot(start: number): void {
    const isWithin = !space.includes(this.scanner.text[start - 1] ?? " ");
    this.scanner.reports.add({
      code: "KQL010",
      message: "`not` in the middle of a value",
      span: { start, end: start + 3 },
      label: isWithin ? "`not ` is a keyword even within a word" : "`and` or `or` is missing before it",
      help: isWithin ? "write `\\not`, or put the value in quotes" : "write `and not`, or put the value in quotes",
    });
  }

  /** To the next `and`, `or` or closing bracket outside of those opened on the way. */
  private skip(): void {
    const { scanner } = this;
    let depth = 0;
    resumption.lastIndex = scanner.at;
    for (let match = resumption.exec(scanner.text); match !== null; match = resumption.exec(scanner.text)) {
      const [found] = match;
      if (found === "(" || found === "{") depth++;
      else if (found === '"') resumption.lastIndex = endOfString(scanner.text, match.index);
      else if (depth === 0) {
        scanner.at = match.index;
        return;
      } else if (found === ")" || found === "}") depth--;
    }
    scanner.at = scanner.text.length;
  }

  private here(): Span {
    const { at } = this.scanner;
    return { start: at, end: at };
  }

  /** From there to here, without spaces at the end. */
  private from(start: number): Span {
    let end = this.scanner.at;
    while (end > start && space.includes(this.scanner.text[end - 1]!)) end--;
    return { start, end };
  }
}

function endOfString(text: string, start: number): number {
  const end = text.indexOf('"', start + 1);
  return end < 0 ? text.length : end + 1;
}

function helpBefore(found: string, before: string): string {
  if (/[=!~]\s*$/.test(before)) return "KQL compares with `:`, as in `field: value`";
  if (/\bnot\s*$/i.test(before)) return "`not` is a keyword only with a space behind it: write `not (…)`";
  if (found === ":") return "a value that holds a colon stands in quotes, or the colon is written `\\:`";
  if (found === "<" || found === ">") return "a comparison has one operator; put a value that holds it in quotes";
  return "put `and` or `or` with spaces between conditions, and values of several words in quotes";
}
