import { quoteText, shorten } from "../../text/reports.ts";
import type { Span } from "../../text/source.ts";
import type { ArithmeticNode, ComparisonNode, EqlExpression, FieldNode, LiteralNode, PredicateNode } from "./ast.ts";
import { isPlainName, keywords, type Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

const deepestNesting = 200;
/** Longest path from the root of a condition to a leaf; later stages walk it recursively. */
const deepestTree = 1000;
const longestList = 16_384;

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const additive: ReadonlySet<string> = new Set(["+", "-"]);
const multiplicative: ReadonlySet<string> = new Set(["*", "/", "%"]);
const logicalWords: ReadonlySet<string> = new Set(["and", "or", "not"]);
const predicateWords: ReadonlySet<string> = new Set(["in", "in~", "like", "like~", "regex", "regex~"]);

/** Operators of other languages that stand where a comparison of EQL would. */
const foreignComparisons: ReadonlyMap<string, { code: string; operator: ComparisonNode["operator"]; label: string }> =
  new Map([
    ["=", { code: "EQL039", operator: "==", label: "`=` stands only after `maxspan` and `runs`" }],
    ["===", { code: "EQL040", operator: "==", label: "EQL compares with two equals signs" }],
    ["!==", { code: "EQL040", operator: "!=", label: "EQL compares with one equals sign here" }],
    ["<>", { code: "EQL044", operator: "!=", label: "not an operator in EQL" }],
  ]);

/** What people of other languages write behind a value, and what EQL has for it. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["is", "write `== null` or `!= null`"],
  ["contains", 'write `: "*text*"`'],
  ["startswith", 'write `: "text*"`, or `startsWith(field, "text")`'],
  ["endswith", 'write `: "*text"`, or `endsWith(field, "text")`'],
  ["matches", "write `like` for wildcards or `regex` for regular expressions"],
  ["rlike", "write `regex`"],
  ["xor", "write it with `and`, `or` and `not`"],
]);

/** Reads conditions: one method per level of precedence, loosest first (eql facts §2). */
export class ExpressionParser {
  private readonly cursor: TokenCursor;
  private nesting = 0;
  /** Heights of the trees made so far; a leaf has none and counts as 1. */
  private readonly heights = new Map<EqlExpression, number>();

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
  }

  /**
   * A whole condition up to `closer`, which is not taken; text that fits nowhere is reported and skipped.
   *
   * `open` is what the closer belongs to; it is named when the closer never comes.
   */
  condition(closer: ")" | "]" | null, open?: Span): EqlExpression {
    const { cursor } = this;
    const result = this.or();
    while (!this.atCloser(closer)) {
      if (closer !== null && this.endsBefore(closer)) {
        this.reportUnclosed(closer, open);
        return result;
      }
      this.reportUnexpected(closer);
      const before = cursor.position;
      cursor.synchronize();
      if (this.takeLogical("and") || this.takeLogical("or")) this.or();
      else if (cursor.position === before) {
        if (closer === null) return result;
        cursor.next();
      }
    }
    return result;
  }

  /** One argument of a pipe, up to a comma, the next pipe or the end. */
  argument(): EqlExpression {
    return this.or();
  }

  private atCloser(closer: ")" | "]" | null): boolean {
    const { cursor } = this;
    return closer === null ? cursor.atEnd || cursor.isOperator("|") : cursor.isOperator(closer);
  }

  /** Whether the enclosing brackets or the query end here, so that the closer is missing. */
  private endsBefore(closer: ")" | "]"): boolean {
    const { cursor } = this;
    if (cursor.atEnd || cursor.isOperator("|") || cursor.isItem()) return true;
    if (cursor.isWord("until") && cursor.isOperator("[", 1)) return true;
    return closer === ")" && cursor.isOperator("]");
  }

  private reportUnclosed(closer: ")" | "]", open: Span | undefined): void {
    const previous = this.cursor.previousEnd;
    this.cursor.reports.add({
      code: "EQL023",
      message: closer === ")" ? "unclosed parenthesis" : "unclosed bracket",
      span: open ?? { start: previous, end: previous },
      label: "opened here",
      help: `close it with \`${closer}\``,
      also: { span: { start: previous, end: previous }, message: `\`${closer}\` is missing here at the latest` },
    });
  }

  /** What follows a complete condition and does not belong there. */
  private reportUnexpected(closer: ")" | "]" | null): void {
    const { cursor } = this;
    const token = cursor.peek();
    if (closer === null && token.kind === "operator" && (token.text === ")" || token.text === "]")) {
      this.reportUnopened(token);
      return;
    }
    const help = token.kind === "word" ? foreignWords.get(token.text.toLowerCase()) : undefined;
    const what = closer === null ? "`and`, `or` or the end of the query" : `\`and\`, \`or\` or \`${closer}\``;
    if (token.kind === "word" && (token.text === "not" || token.text === "until")) cursor.expected(what, help);
    else cursor.expected(what, help ?? this.helpForMissingOperator(token));
  }

  private reportUnopened(token: Token): void {
    this.cursor.reports.add({
      code: "EQL022",
      message: `${quoteText(token.text)} closes nothing`,
      span: token,
      label: "no bracket is open here",
      help: "remove it, or open one before it",
    });
    this.cursor.next();
  }

  private helpForMissingOperator(token: Token): string | undefined {
    if (token.kind === "operator" || token.kind === "end") return undefined;
    return "join conditions with `and` or `or`; compare with `==`, `:`, `in`, `like`";
  }

  private or(): EqlExpression {
    const start = this.cursor.peek().start;
    let left = this.and();
    while (this.takeLogical("or")) {
      const right = this.and();
      left = this.made({ kind: "or", span: this.cursor.spanFrom(start), left, right }, left, right);
    }
    return left;
  }

  private and(): EqlExpression {
    const start = this.cursor.peek().start;
    let left = this.not();
    while (this.takeLogical("and")) {
      const right = this.not();
      left = this.made({ kind: "and", span: this.cursor.spanFrom(start), left, right }, left, right);
    }
    return left;
  }

  /** `and` or `or`, in capitals or as `&&` and `||` too, which are reported. */
  private takeLogical(keyword: "and" | "or"): boolean {
    const { cursor } = this;
    if (cursor.takeKeyword(keyword)) return true;
    const token = cursor.peek();
    const sign = keyword === "and" ? "&" : "|";
    if (token.kind !== "operator" || (token.text !== sign + sign && !(keyword === "and" && token.text === sign))) {
      return false;
    }
    cursor.next();
    this.reportSign(token, keyword);
    return true;
  }

  private reportSign(token: Token, keyword: string): void {
    this.cursor.reports.add({
      code: "EQL043",
      message: `operator ${quoteText(token.text)} is not EQL`,
      span: token,
      label: "EQL writes logic in words",
      help: `write \`${keyword}\``,
    });
  }

  private not(): EqlExpression {
    const { cursor } = this;
    const token = cursor.peek();
    if (!this.isNot()) return this.comparison();
    cursor.next();
    if (token.kind === "operator") this.reportSign(token, "not");
    else if (token.text !== "not") cursor.reportCapitals(token, "not");
    return this.nested(token, () => {
      const operand = this.not();
      return this.made({ kind: "not", span: cursor.spanFrom(token.start), operand }, operand);
    });
  }

  private isNot(): boolean {
    const { cursor } = this;
    if (cursor.isWord("not") || cursor.isOperator("!")) return true;
    const token = cursor.peek();
    if (token.kind !== "word" || token.text.toLowerCase() !== "not") return false;
    // `NOT` may be a field; followed by another operand it is none.
    const { kind } = cursor.peek(1);
    return kind === "word"
      ? !predicateWords.has(cursor.peek(1).text) && !cursor.isWord("and", 1) && !cursor.isWord("or", 1)
      : kind === "name" || cursor.isOperator("(", 1) || cursor.isOperator("?", 1);
  }

  private comparison(): EqlExpression {
    const { cursor } = this;
    const start = cursor.peek().start;
    let left = this.additive();
    let compared = false;
    for (let operator = this.comparisonHere(); operator !== null; operator = this.comparisonHere()) {
      const token = cursor.next();
      if (compared) this.reportChain(token);
      compared = true;
      const right = this.additive();
      const span = cursor.spanFrom(start);
      left = this.made({ kind: "comparison", span, operator, operatorSpan: spanOf(token), left, right }, left, right);
    }
    return left;
  }

  /** The comparison operator that stands here; one of another language is reported and answered as EQL's. */
  private comparisonHere(): ComparisonNode["operator"] | null {
    const token = this.cursor.peek();
    if (token.kind !== "operator") return null;
    if (comparisons.has(token.text)) return token.text as ComparisonNode["operator"];
    const foreign = foreignComparisons.get(token.text);
    if (foreign === undefined) return null;
    this.cursor.reports.add({
      code: foreign.code,
      message: `operator ${quoteText(token.text)} is not EQL`,
      span: token,
      label: foreign.label,
      help: `write \`${foreign.operator}\``,
    });
    return foreign.operator;
  }

  private reportChain(token: Token): void {
    this.cursor.reports.add({
      code: "EQL029",
      message: "comparisons cannot be chained",
      span: token,
      label: "a second comparison of the same value",
      help: "join two comparisons with `and`",
    });
  }

  private additive(): EqlExpression {
    return this.arithmetic(additive, () => this.arithmetic(multiplicative, () => this.unary()));
  }

  private arithmetic(signs: ReadonlySet<string>, operand: () => EqlExpression): EqlExpression {
    const { cursor } = this;
    const start = cursor.peek().start;
    let left = operand();
    while (cursor.peek().kind === "operator" && signs.has(cursor.peek().text)) {
      const operator = cursor.next().text as ArithmeticNode["operator"];
      const right = operand();
      left = this.made({ kind: "arithmetic", span: cursor.spanFrom(start), operator, left, right }, left, right);
    }
    return left;
  }

  private unary(): EqlExpression {
    const { cursor } = this;
    if (!cursor.isOperator("-") && !cursor.isOperator("+")) return this.predicated();
    const token = cursor.next();
    return this.nested(token, () => {
      const operand = this.unary();
      const operator = token.text as "-" | "+";
      return this.made({ kind: "unary", span: cursor.spanFrom(token.start), operator, operand }, operand);
    });
  }

  /** An operand and the `in`, `:`, `like` or `regex` behind it, which binds tighter than anything else. */
  private predicated(): EqlExpression {
    const { cursor } = this;
    const start = cursor.peek().start;
    let operand = this.primary();
    let seen = false;
    for (let length = this.predicateLength(); length > 0; length = this.predicateLength()) {
      const first = cursor.peek();
      if (seen) this.reportChain(first);
      seen = true;
      operand = this.predicate(operand, start, length === 2);
    }
    return operand;
  }

  /** How many words the predicate operator here has: `not in` has two; 0 when there is none. */
  private predicateLength(): 0 | 1 | 2 {
    const { cursor } = this;
    const negated = cursor.peek().kind === "word" && cursor.peek().text.toLowerCase() === "not" ? 1 : 0;
    const token = cursor.peek(negated);
    const colon = token.kind === "operator" && token.text === ":";
    const found = colon || (token.kind === "word" && predicateWords.has(token.text.toLowerCase()));
    return found ? (negated === 1 ? 2 : 1) : 0;
  }

  private predicate(operand: EqlExpression, start: number, negated: boolean): EqlExpression {
    const { cursor } = this;
    const first = cursor.peek();
    if (negated && cursor.next().text !== "not") cursor.reportCapitals(first, "not");
    const token = cursor.next();
    const operator = token.text.toLowerCase() as PredicateNode["operator"];
    if (operator !== token.text) cursor.reportCapitals(token, operator);
    const operatorSpan = { start: first.start, end: token.end };
    const inList = operator === "in" || operator === "in~";
    const { values, list } = inList ? this.inValues(operator) : this.constants(operator, operand, token);
    const span = cursor.spanFrom(start);
    if (negated && !inList) this.reportNotBefore(operator, operatorSpan, { start, end: first.start }, span);
    const node = {
      kind: "predicate",
      span,
      operator,
      operatorSpan,
      negated: negated && inList,
      operand,
      values,
      list,
    } as const;
    return this.made(node, operand, ...values);
  }

  private reportNotBefore(operator: string, span: Span, operand: Span, whole: Span): void {
    const subject = shorten(this.cursor.textOf(operand).trimEnd());
    const values = shorten(this.cursor.textOf({ start: span.end, end: whole.end }).trimStart());
    this.cursor.reports.add({
      code: "EQL048",
      message: `\`not\` cannot stand before \`${operator}\``,
      span,
      label: "only `in` and `in~` can be negated here",
      help: `write \`not ${subject} ${operator} ${values}\``,
    });
  }

  private inValues(operator: string): { values: EqlExpression[]; list: boolean } {
    const { cursor } = this;
    if (cursor.isOperator("(") || cursor.isOperator("[")) {
      return { values: this.list(() => this.or(), `\`${operator}\``), list: true };
    }
    const token = cursor.peek();
    if (!this.isConstant(token)) {
      cursor.expected("`(`", `write the values in parentheses: \`${operator} ("a", "b")\``);
      cursor.synchronize();
      return { values: [this.placeholder(token)], list: true };
    }
    cursor.reports.add({
      code: "EQL053",
      message: `\`${operator}\` needs a list in parentheses`,
      span: token,
      label: "not in parentheses",
      help: `write \`${operator} (${shorten(cursor.textOf(token))})\``,
    });
    return { values: [this.primary()], list: true };
  }

  private constants(operator: string, operand: EqlExpression, at: Token): { values: EqlExpression[]; list: boolean } {
    const { cursor } = this;
    const read = () => this.constant(operator, operand, at);
    if (!cursor.isOperator("(") && !cursor.isOperator("[")) return { values: [read()], list: false };
    return { values: this.list(read, `\`${operator}\``), list: true };
  }

  /** Values in parentheses, at least one. */
  private list(read: () => EqlExpression, of: string): EqlExpression[] {
    const open = this.cursor.next();
    if (open.text === "[") this.reportBrackets(open);
    const closer = open.text === "[" ? "]" : ")";
    return this.nested(open, () => {
      if (!this.cursor.isOperator(closer)) return this.elements(read, closer, open);
      this.cursor.next();
      this.cursor.reports.add({
        code: "EQL052",
        message: `the list of ${of} is empty`,
        span: this.cursor.spanFrom(open.start),
        label: "no value to compare with",
        help: "write at least one value, or remove the condition",
      });
      return [];
    }, []);
  }

  private reportBrackets(open: Token): void {
    this.cursor.reports.add({
      code: "EQL054",
      message: "list in square brackets",
      span: open,
      label: "square brackets are for the items of a sequence",
      help: 'write the list in parentheses: `("a", "b")`',
    });
  }

  /** Elements between commas up to and including the closer. */
  private elements(read: () => EqlExpression, closer: ")" | "]", open: Token): EqlExpression[] {
    const { cursor } = this;
    const values: EqlExpression[] = [];
    for (;;) {
      if (values.length >= longestList) {
        this.reportLongList(open);
        return values;
      }
      if (values.length > 0 && cursor.isOperator(closer)) this.reportTrailingComma();
      else values.push(read());
      if (cursor.takeOperator(closer)) return values;
      if (cursor.takeOperator(",")) continue;
      if (this.endsBefore(closer as ")" | "]") || (closer === "]" && cursor.isOperator(")"))) {
        this.reportUnclosed(closer, open);
        return values;
      }
      if (!this.betweenElements(closer)) return values;
    }
  }

  private reportTrailingComma(): void {
    this.cursor.expected("a value after `,`", "remove the comma, or write a value behind it");
  }

  /** A comma is missing, or `or` stands for it; false when the list has been left. */
  private betweenElements(closer: string): boolean {
    const { cursor } = this;
    const token = cursor.peek();
    if (this.isConstant(token) || token.kind === "broken") {
      cursor.expected(`\`,\` or \`${closer}\``, "separate values with commas");
      if (token.kind === "broken") cursor.next();
      return true;
    }
    if (token.kind === "word" && (token.text.toLowerCase() === "or" || token.text.toLowerCase() === "and")) {
      cursor.next();
      this.reportUnquoted(
        token,
        `\`${token.text}\` inside a list`,
        "separate values with commas: any one of them may match",
      );
      return true;
    }
    cursor.expected(`\`,\` or \`${closer}\``);
    const before = cursor.position;
    cursor.synchronize();
    if (cursor.takeOperator(closer)) return false;
    if (cursor.takeOperator(",")) return true;
    if (cursor.position === before) cursor.next();
    return !cursor.atEnd && !cursor.isItem();
  }

  private reportLongList(open: Token): void {
    this.cursor.reports.add({
      code: "EQL026",
      message: `a list of more than ${longestList} values`,
      span: spanOf(open),
      label: "this list",
      help: "use an indicator match rule or a value list for so many values",
    });
    this.cursor.abandon();
  }

  private isConstant(token: Token): boolean {
    if (token.kind === "word") return token.text === "null" || token.text === "true" || token.text === "false";
    return token.kind === "string" || token.kind === "raw" || token.kind === "integer" || token.kind === "decimal";
  }

  /** One constant on the right of `:`, `like` or `regex`. */
  private constant(operator: string, operand: EqlExpression, at: Token): EqlExpression {
    const { cursor } = this;
    const token = cursor.peek();
    if (this.isConstant(token)) return this.literal(cursor.next());
    if (token.kind === "broken") {
      cursor.next();
      return this.placeholder(token);
    }
    if (token.kind === "word" && !keywords.has(token.text) && cursor.isOperator("(", 1))
      return this.computedConstant(operator, operand);
    if (token.kind === "name" || cursor.isOperator("?")) return this.computedConstant(operator, operand);
    if (cursor.isOperator("*") || (token.kind === "word" && !logicalWords.has(token.text))) {
      return this.bareValue(operator, operand, at);
    }
    const expected = `a value after \`${operator}\``;
    if (cursor.isOperator("-") || cursor.isOperator("+")) return this.computedConstant(operator, operand);
    cursor.expected(expected, `write a text in double quotes: \`${operator} "text"\``);
    cursor.synchronize();
    return this.placeholder(token);
  }

  private computedConstant(operator: string, operand: EqlExpression): EqlExpression {
    const { cursor } = this;
    const { start } = cursor.peek();
    const touching = operator === ":" && start === cursor.previousEnd;
    const value = this.additive();
    const subject = shorten(cursor.textOf(operand.span));
    // `field:length()` is how other EQL engines call a function.
    const help =
      touching && value.kind === "call"
        ? `write \`${shorten(value.name)}(${subject}${value.args.length > 0 ? ", …" : ""})\` to call the function`
        : "compare with a text in double quotes";
    const message = `the right side of \`${operator}\` must be a constant`;
    cursor.reports.add({ code: "EQL051", message, span: cursor.spanFrom(start), label: "not a constant", help });
    return value;
  }

  /** KQL's unquoted values: words, dots, stars and hyphens without a space between them. */
  private bareValue(operator: string, operand: EqlExpression, at: Token): EqlExpression {
    const { cursor } = this;
    const first = cursor.next();
    let last = first;
    for (let token = cursor.peek(); token.start === last.end && isBarePart(token); token = cursor.peek()) {
      last = cursor.next();
    }
    const span = { start: first.start, end: last.end };
    const written = cursor.textOf(span);
    const subject = shorten(cursor.textOf(operand.span));
    const exists = written === "*" && (operator === ":" || operator.startsWith("like"));
    const message = exists
      ? `\`${cursor.textOf(at)} *\` is not EQL`
      : `the value after \`${operator}\` is not in quotes`;
    const help = exists
      ? `write \`${subject} != null\` for "has a value"`
      : `write \`${operator} "${shorten(written)}"\``;
    cursor.reports.add({ code: "EQL045", message, span, label: "EQL compares with quoted text", help });
    return { kind: "literal", span, value: written, form: "string" };
  }

  private reportUnquoted(span: Span, message: string, help: string): void {
    this.cursor.reports.add({ code: "EQL045", message, span: spanOf(span), label: "not EQL", help });
  }

  /** A literal, call, field, or a condition in parentheses. */
  private primary(): EqlExpression {
    const { cursor } = this;
    const token = cursor.peek();
    if (this.isConstant(token)) return this.literal(cursor.next());
    if (cursor.isOperator("(")) return this.parenthesized();
    if (cursor.isOperator("?")) return this.optionalField();
    if (token.kind === "name") return this.field();
    if (token.kind === "word") return this.wordOperand(token);
    return this.noOperand(token);
  }

  private noOperand(token: Token): EqlExpression {
    const { cursor } = this;
    if (token.kind === "broken") {
      cursor.next();
      if (cursor.peek().kind !== "operator" && !predicateWords.has(cursor.peek().text)) cursor.synchronize();
      return this.placeholder(token);
    }
    const help = cursor.isOperator("*")
      ? 'wildcards stand in quoted values only, as in `: "a*"`'
      : 'write a comparison such as `process.name == "cmd.exe"`';
    cursor.expected("a field, value or function", help);
    if (!this.isBoundary(token)) cursor.synchronize();
    return this.placeholder(token);
  }

  private isBoundary(token: Token): boolean {
    return (
      token.kind === "end" ||
      (token.kind === "operator" && (token.text === ")" || token.text === "]" || token.text === "|"))
    );
  }

  private parenthesized(): EqlExpression {
    const { cursor } = this;
    const open = cursor.next();
    return this.nested(open, () => {
      const inner = this.condition(")", spanOf(open));
      cursor.takeOperator(")");
      return inner;
    });
  }

  private wordOperand(token: Token): EqlExpression {
    const { cursor } = this;
    if (cursor.isOperator("(", 1) && !keywords.has(token.text)) return this.call();
    if (cursor.isWord("of", 1) && cursor.isOperator("[", 2)) return this.lineage(token);
    if (token.text.endsWith("~")) return this.tildeWithoutCall(token);
    if (keywords.has(token.text) && !this.standsAsField()) return this.noOperand(token);
    return this.field();
  }

  /** Whether a keyword is most likely meant as a field, seen from what follows it. */
  private standsAsField(): boolean {
    const next = this.cursor.peek(1);
    if (next.kind === "word") return predicateWords.has(next.text);
    if (next.kind !== "operator") return false;
    return comparisons.has(next.text) || foreignComparisons.has(next.text) || next.text === ":" || next.text === ".";
  }

  private tildeWithoutCall(token: Token): EqlExpression {
    this.cursor.next();
    this.cursor.reports.add({
      code: "EQL013",
      message: `${quoteText(token.text)} is not a function call`,
      span: token,
      label: "`~` stands behind the name of a function that is called",
      help: `write \`${token.text}(…)\`, or remove the \`~\``,
    });
    return this.placeholder(token);
  }

  private call(): EqlExpression {
    const { cursor } = this;
    const name = cursor.next();
    const open = cursor.next();
    const ignoreCase = name.text.endsWith("~");
    return this.nested(open, () => {
      const args = cursor.takeOperator(")") ? [] : this.elements(() => this.or(), ")", open);
      const written = ignoreCase ? name.text.slice(0, -1) : name.text;
      const span = cursor.spanFrom(name.start);
      return this.made({ kind: "call", span, name: written, nameSpan: spanOf(name), ignoreCase, args }, ...args);
    });
  }

  /** `child of [ … ]`, which older EQL had. */
  private lineage(token: Token): EqlExpression {
    const { cursor } = this;
    cursor.next();
    const of = cursor.next();
    cursor.reports.add({
      code: "EQL037",
      message: `\`${shorten(token.text)} of\` is not supported by Elasticsearch`,
      span: { start: token.start, end: of.end },
      label: "process lineage was never part of Elasticsearch's EQL",
      help: "compare `process.parent.*` fields, or write a `sequence by process.entity_id`",
    });
    this.skipBrackets();
    return this.placeholder(token);
  }

  private skipBrackets(): void {
    const { cursor } = this;
    let depth = 0;
    do {
      if (cursor.isOperator("[")) depth++;
      else if (cursor.isOperator("]")) depth--;
      cursor.next();
    } while (depth > 0 && !cursor.atEnd);
  }

  private optionalField(): EqlExpression {
    const { cursor } = this;
    const mark = cursor.next();
    const token = cursor.peek();
    if (token.kind === "name" || token.kind === "word") return this.field(mark);
    cursor.expected("a field name after `?`", "`?` stands before a field that may be unmapped, as in `?user.id`");
    if (!this.isBoundary(token)) cursor.synchronize();
    return this.placeholder(mark);
  }

  /** A path of names between dots. */
  field(optionalMark?: Token): FieldNode {
    const { cursor } = this;
    const start = (optionalMark ?? cursor.peek()).start;
    const parts = [this.pathPart(cursor.next())];
    for (;;) {
      const next = cursor.peek();
      if (cursor.isOperator("[") && cursor.peek(1).kind === "integer") this.arrayIndex();
      else if (cursor.isOperator(".")) {
        cursor.next();
        const part = this.partAfterDot();
        if (part === null) break;
        parts.push(part);
      } else if (next.kind === "decimal" && this.startsWithDot(next)) this.numericPart();
      else break;
    }
    const span = cursor.spanFrom(start);
    return { kind: "field", span, name: parts.join("."), optional: optionalMark !== undefined };
  }

  private startsWithDot(token: Token): boolean {
    return this.cursor.textOf(token).startsWith(".");
  }

  private pathPart(token: Token): string {
    if (token.kind === "name" || isPlainName(token.text)) return token.text;
    this.cursor.reports.add({
      code: "EQL024",
      message: `keyword ${quoteText(token.text)} used as a field name`,
      span: token,
      label: "a keyword of EQL",
      help: `put it in backquotes: \`\` \`${token.text}\` \`\``,
    });
    return token.text;
  }

  private partAfterDot(): string | null {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind === "word" || token.kind === "name") return this.pathPart(cursor.next());
    if (cursor.isOperator("*")) {
      cursor.next();
      cursor.reports.add({
        code: "EQL055",
        message: "wildcard in a field name",
        span: token,
        label: "EQL compares one field at a time",
        help: "name each field and join the comparisons with `or`",
      });
    } else cursor.expected("a field name after `.`");
    return null;
  }

  private numericPart(): void {
    const { cursor } = this;
    const token = cursor.next();
    if (cursor.peek().kind === "word" && cursor.peek().start === token.end) cursor.next();
    const span = cursor.spanFrom(token.start);
    cursor.reports.add({
      code: "EQL014",
      message: "part of a field name starts with a digit",
      span,
      label: "read as a number",
      help: `put it in backquotes: \`\` .\`${shorten(cursor.textOf(span).slice(1))}\` \`\``,
    });
  }

  private arrayIndex(): void {
    const { cursor } = this;
    const open = cursor.next();
    while (!cursor.isOperator("]") && cursor.peek().kind === "integer") cursor.next();
    cursor.takeOperator("]");
    cursor.reports.add({
      code: "EQL038",
      message: "array index",
      span: cursor.spanFrom(open.start),
      label: "Elasticsearch's EQL has no array indexes",
      help: "remove it: a comparison is true when any value of the array satisfies it",
    });
  }

  private literal(token: Token): LiteralNode {
    const span = spanOf(token);
    switch (token.kind) {
      case "string":
      case "raw":
        return { kind: "literal", span, value: token.text, form: token.kind };
      case "integer":
      case "decimal":
        return { kind: "literal", span, value: token.value!, form: token.kind };
      default:
        if (token.text === "null") return { kind: "literal", span, value: null, form: "null" };
        return { kind: "literal", span, value: token.text === "true", form: "boolean" };
    }
  }

  /** Stands for what could not be read; a query with errors is never given out. */
  placeholder(span: Span): LiteralNode {
    return { kind: "literal", span: spanOf(span), value: true, form: "boolean" };
  }

  /** Reads one level deeper, or gives up when there are too many. */
  private nested<T>(at: Token, read: () => T, otherwise?: T): T {
    if (this.nesting >= deepestNesting) {
      this.reportOnce({ code: "EQL025", message: `nested deeper than ${deepestNesting} levels`, span: spanOf(at) });
      return otherwise ?? (this.placeholder(at) as T);
    }
    this.nesting++;
    const result = read();
    this.nesting--;
    return result;
  }

  private reportOnce(report: { code: string; message: string; span: Span }): void {
    this.cursor.reports.add({
      ...report,
      label: "too much from here on",
      help: "split the query, or use lists with `in` and `:`",
    });
    this.cursor.reports.close();
    this.cursor.abandon();
  }

  /** Keeps count of a new node's height, so that later stages may recurse. */
  private made<T extends EqlExpression>(node: T, ...children: readonly EqlExpression[]): T {
    let height = 0;
    for (const child of children) height = Math.max(height, this.heights.get(child) ?? 1);
    this.heights.set(node, height + 1);
    if (height + 1 > deepestTree && !this.cursor.atEnd) {
      const span = this.cursor.peek();
      this.reportOnce({ code: "EQL027", message: `more than ${deepestTree} operators in a row`, span: spanOf(span) });
    }
    return node;
  }
}

function spanOf(span: Span): Span {
  return { start: span.start, end: span.end };
}

/** What may belong to an unquoted value: no bracket, comma or comparison. */
function isBarePart(token: Token): boolean {
  if (token.kind !== "operator") return token.kind !== "end" && token.kind !== "string" && token.kind !== "raw";
  return ".*-/:?+%".includes(token.text);
}
