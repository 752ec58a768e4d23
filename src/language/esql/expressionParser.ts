import { quoteText } from "../../text/reports.ts";
import type { BinaryOperator, Expression, StringNode } from "./ast.ts";
import { close, isTooLong, readConstant, readString, refuseLongList, refuseParameter, spanOf } from "./constants.ts";
import { foreignWords } from "./foreign.ts";
import { isNameStart, readName } from "./names.ts";
import { beginsCommand, keywords, type Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

const deepestNesting = 200;
/** Longest path from the root of an expression to a leaf; later stages walk it recursively. */
const deepestTree = 1000;

const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const additive: ReadonlySet<string> = new Set(["+", "-"]);
const multiplicative: ReadonlySet<string> = new Set(["*", "/", "%"]);

/** Operators of other languages that stand where a comparison of ES|QL would. */
const foreignComparisons: ReadonlyMap<string, { code: string; operator: BinaryOperator; label: string }> = new Map([
  ["=", { code: "ESQL032", operator: "==", label: "`=` gives a column its value" }],
  ["===", { code: "ESQL033", operator: "==", label: "ES|QL compares with two equals signs" }],
  ["!==", { code: "ESQL033", operator: "!=", label: "ES|QL compares with one equals sign here" }],
  ["<>", { code: "ESQL033", operator: "!=", label: "not an operator in ES|QL" }],
]);

const logicalSigns: ReadonlyMap<string, "AND" | "OR"> = new Map([
  ["&&", "AND"],
  ["&", "AND"],
  ["||", "OR"],
]);

type CallNode = Extract<Expression, { kind: "call" }>;

/** Reads expressions: one method per level of precedence, loosest first (`parser/Expression.g4`). */
export class ExpressionParser {
  private readonly cursor: TokenCursor;
  private nesting = 0;
  /** Heights of the trees made so far; a leaf has none and counts as 1. */
  private readonly heights = new WeakMap<Expression, number>();

  constructor(cursor: TokenCursor) {
    this.cursor = cursor;
  }

  /** `booleanExpression`, as far as it reaches; what follows is the caller's. */
  expression(): Expression {
    const { start } = this.cursor.peek();
    let left = this.and();
    while (this.takeLogical("OR")) {
      const right = this.and();
      left = this.made({ kind: "or", left, right, span: this.cursor.spanFrom(start) }, left, right);
    }
    return left;
  }

  /** `primaryExpression`: what DISSECT and GROK take. */
  primary(): Expression {
    const { cursor } = this;
    const { start } = cursor.peek();
    let operand = this.uncast();
    while (cursor.isOperator("::")) {
      cursor.next();
      const type = this.typeName();
      if (type === undefined) return operand;
      operand = this.made({ kind: "cast", operand, type, span: cursor.spanFrom(start) }, operand);
    }
    return operand;
  }

  /** What follows a complete expression and does not belong there; `what` may follow, `help` is for another operand. */
  reportUnexpected(what: string, help?: string): void {
    const { cursor } = this;
    const token = cursor.peek();
    if (cursor.isLost) return;
    if (token.kind === "operator" && [")", "]", "}"].includes(token.text)) this.reportUnopened(token);
    else if (token.kind === "word" && beginsCommand(token.folded) && !cursor.isOperator("(", 1))
      this.reportMissingPipe(token);
    else if (token.kind === "word" && foreignWords.has(token.folded))
      cursor.expected(what, foreignWords.get(token.folded));
    else if (!this.beginsOperand(token)) cursor.expected(what);
    else if (help === undefined) this.reportMissingAnd(token);
    else cursor.expected(what, help);
  }

  private reportUnopened(token: Token): void {
    this.cursor.giveUp({
      code: "ESQL022",
      message: `${quoteText(token.text)} closes nothing`,
      span: token,
      label: "no bracket is open here",
      help: "remove it, or open one before it",
    });
  }

  private reportMissingPipe(token: Token): void {
    this.cursor.giveUp({
      code: "ESQL031",
      message: `missing pipe before ${quoteText(token.text)}`,
      span: token,
      label: "a command begins here",
      help: `write \`| ${token.text.toUpperCase()}\``,
    });
  }

  private beginsOperand(token: Token): boolean {
    if (token.kind === "string" || token.kind === "integer" || token.kind === "decimal") return true;
    return isNameStart(token) || this.cursor.isOperator("(") || this.cursor.isWord("not");
  }

  private reportMissingAnd(token: Token): void {
    this.cursor.giveUp({
      code: "ESQL036",
      message: `two expressions without an operator between them`,
      span: token,
      label: "a second one begins here",
      help: "join conditions with `AND` or `OR`; part arguments and columns with a comma",
    });
  }

  private and(): Expression {
    const { start } = this.cursor.peek();
    let left = this.not();
    while (this.takeLogical("AND")) {
      const right = this.not();
      left = this.made({ kind: "and", left, right, span: this.cursor.spanFrom(start) }, left, right);
    }
    return left;
  }

  /** AND or OR, as a sign of other languages too, which is reported. */
  private takeLogical(word: "AND" | "OR"): boolean {
    const { cursor } = this;
    if (cursor.takeWord(word.toLowerCase())) return true;
    const token = cursor.peek();
    if (token.kind !== "operator" || logicalSigns.get(token.text) !== word) return false;
    cursor.next();
    this.reportSign(token, word);
    return true;
  }

  private reportSign(token: Token, instead: string): void {
    this.cursor.report({
      code: "ESQL033",
      message: `operator ${quoteText(token.text)} is not ES|QL`,
      span: token,
      label: "ES|QL writes logic in words",
      help: `write \`${instead}\``,
    });
  }

  private not(): Expression {
    const { cursor } = this;
    const token = cursor.peek();
    if (!cursor.isWord("not") && !cursor.isOperator("!")) return this.predicated();
    cursor.next();
    if (token.kind === "operator") this.reportSign(token, "NOT");
    return this.nested(token, () => {
      const operand = this.not();
      return this.made({ kind: "not", operand, span: cursor.spanFrom(token.start) }, operand);
    });
  }

  /** A value and the IN, LIKE, RLIKE, IS or `:` behind it. */
  private predicated(): Expression {
    const { cursor } = this;
    const { start } = cursor.peek();
    let operand = this.comparison();
    for (let seen = false; !cursor.isLost; seen = true) {
      const token = cursor.peek();
      const next = this.predicate(operand, start);
      if (next === undefined) break;
      if (seen) this.reportChain(token);
      operand = next;
    }
    return operand;
  }

  private predicate(operand: Expression, start: number): Expression | undefined {
    const { cursor } = this;
    if (cursor.isOperator(":")) return this.match(operand, start);
    if (cursor.takeWord("is")) return this.isNull(operand, start);
    const at = cursor.isWord("not") ? 1 : 0;
    const { kind, folded: word } = cursor.peek(at);
    if (kind !== "word" || (word !== "in" && word !== "like" && word !== "rlike")) return undefined;
    if (at === 1) cursor.next();
    const operator = cursor.next();
    return word === "in" ? this.in(operand, start, at === 1, operator) : this.like(operand, start, at === 1, operator);
  }

  private match(field: Expression, start: number): Expression {
    const { cursor } = this;
    const colon = cursor.next();
    const column = field.kind === "cast" ? field.operand : field;
    if (column.kind !== "column") {
      cursor.report({
        code: "ESQL046",
        message: "`:` searches a column",
        span: colon,
        label: "what stands before it is no column",
        help: "compare with `==`; a type is written with `::`",
      });
    }
    const query = this.matchQuery();
    return this.made({ kind: "match", field, query, span: cursor.spanFrom(start) }, field, query);
  }

  private matchQuery(): Expression {
    const { cursor } = this;
    const query = readConstant(cursor);
    if (query !== undefined) return query;
    cursor.expected("a literal behind `:`", "write the text to search in double quotes; wildcards are of LIKE and KQL");
    return this.placeholder();
  }

  private isNull(operand: Expression, start: number): Expression {
    const { cursor } = this;
    const negated = cursor.takeWord("not");
    if (!cursor.takeWord("null"))
      cursor.expected(negated ? "`NULL`" : "`NULL` or `NOT NULL`", "compare values with `==`");
    return this.made({ kind: "isNull", operand, negated, span: cursor.spanFrom(start) }, operand);
  }

  private in(operand: Expression, start: number, negated: boolean, operator: Token): Expression {
    const { cursor } = this;
    const values = this.inValues(operator);
    return this.made({ kind: "in", operand, values, negated, span: cursor.spanFrom(start) }, operand, ...values);
  }

  private inValues(operator: Token): Expression[] {
    const { cursor } = this;
    const open = cursor.peek();
    if (open.kind === "skipped") {
      this.refuseSubquery(open);
      return [];
    }
    if (!cursor.isOperator("(")) {
      this.refuseBareValues(operator);
      return [];
    }
    cursor.next();
    if (cursor.isOperator(")")) {
      cursor.giveUp({
        code: "ESQL026",
        message: "empty list",
        span: { start: open.start, end: cursor.peek().end },
        help: "write at least one value between the parentheses",
      });
      return [];
    }
    const values = this.listed(open, () => this.comparison());
    close(cursor, ")", open);
    return values;
  }

  private refuseBareValues(operator: Token): void {
    this.cursor.giveUp({
      code: "ESQL039",
      message: "IN without parentheses",
      span: operator,
      label: "its values stand in parentheses",
      help: 'write `IN ("a", "b")`',
    });
  }

  private refuseSubquery(token: Token): void {
    this.cursor.giveUp({
      code: "ESQL057",
      message: "subquery",
      span: token,
      label: "not supported here",
      help: "join a table with LOOKUP JOIN, or write two rules",
    });
  }

  /** Elements up to what is no comma. */
  private listed(open: Token, element: () => Expression): Expression[] {
    const { cursor } = this;
    const values = [element()];
    while (!cursor.isLost && cursor.takeOperator(",")) {
      values.push(element());
      if (isTooLong(values)) refuseLongList(cursor, open);
    }
    return values;
  }

  private like(operand: Expression, start: number, negated: boolean, operator: Token): Expression {
    const { cursor } = this;
    const kind = operator.folded as "like" | "rlike";
    const patterns = this.patterns(operator);
    return this.made({ kind, operand, patterns, negated, span: cursor.spanFrom(start) }, operand);
  }

  private patterns(operator: Token): StringNode[] {
    const { cursor } = this;
    const open = cursor.peek();
    const patterns: StringNode[] = [];
    const isList = cursor.takeOperator("(");
    do {
      const pattern = this.pattern(operator);
      if (pattern === null) return patterns;
      patterns.push(pattern);
      if (isTooLong(patterns)) refuseLongList(cursor, open);
    } while (isList && cursor.takeOperator(","));
    if (isList) close(cursor, ")", open);
    return patterns;
  }

  private pattern(operator: Token): StringNode | null {
    const { cursor } = this;
    const token = cursor.peek();
    if (token.kind === "string" || token.kind === "parameter") return readString(cursor, "");
    if (token.kind === "broken" || cursor.atCommandEnd) cursor.expected("a pattern in double quotes");
    else {
      const example = operator.folded === "like" ? 'LIKE "cmd*"' : 'RLIKE "cmd.*"';
      cursor.giveUp({
        code: "ESQL038",
        message: `${operator.folded.toUpperCase()} needs a pattern in double quotes`,
        span: token,
        label: "not a literal text",
        help: `write \`${example}\``,
      });
    }
    return null;
  }

  /** One comparison; a second one has no meaning. */
  private comparison(): Expression {
    const { cursor } = this;
    const { start } = cursor.peek();
    let left = this.additive();
    for (let seen = false; !cursor.isLost; seen = true) {
      const token = cursor.peek();
      const operator = this.comparisonHere();
      if (operator === null) break;
      cursor.next();
      if (seen) this.reportChain(token);
      const right = this.additive();
      left = this.made({ kind: "binary", operator, left, right, span: cursor.spanFrom(start) }, left, right);
    }
    return left;
  }

  /** The comparison operator that stands here; one of another language is reported and answered as ES|QL's. */
  private comparisonHere(): BinaryOperator | null {
    const token = this.cursor.peek();
    if (token.kind !== "operator") return null;
    if (comparisons.has(token.text)) return token.text as BinaryOperator;
    if (token.text === "=~") {
      this.reportCaseless(token);
      return "=~";
    }
    const foreign = foreignComparisons.get(token.text);
    if (foreign === undefined) return null;
    this.cursor.report({
      code: foreign.code,
      message: foreign.code === "ESQL032" ? "`=` for a comparison" : `operator ${quoteText(token.text)} is not ES|QL`,
      span: token,
      label: foreign.label,
      help: `write \`${foreign.operator}\``,
    });
    return foreign.operator;
  }

  /** The lexer of Elasticsearch knows `=~`, its grammar has no place for it. */
  private reportCaseless(token: Token): void {
    this.cursor.report({
      code: "ESQL055",
      message: "Elasticsearch refuses `=~`",
      span: token,
      label: "reserved, and without a meaning",
      help: 'write `TO_LOWER(column) == "text"`',
    });
  }

  private reportChain(token: Token): void {
    this.cursor.report({
      code: "ESQL035",
      message: "comparisons cannot be chained",
      span: token,
      label: "a second comparison of the same value",
      help: "join two comparisons with `AND`, or put the first in parentheses",
    });
  }

  private additive(): Expression {
    return this.arithmetic(additive, () => this.arithmetic(multiplicative, () => this.unary()));
  }

  private arithmetic(signs: ReadonlySet<string>, operand: () => Expression): Expression {
    const { cursor } = this;
    const { start } = cursor.peek();
    let left = operand();
    while (!cursor.isLost && cursor.peek().kind === "operator" && signs.has(cursor.peek().text)) {
      const operator = cursor.next().text as BinaryOperator;
      const right = operand();
      left = this.made({ kind: "binary", operator, left, right, span: cursor.spanFrom(start) }, left, right);
    }
    return left;
  }

  /** A sign directly before a number belongs to the number; `+` has no other meaning. */
  private unary(): Expression {
    const { cursor } = this;
    const token = cursor.peek();
    const ahead = cursor.peek(1).kind;
    const isSign = cursor.isOperator("-") || cursor.isOperator("+");
    if (!isSign || ahead === "integer" || ahead === "decimal") return this.primary();
    cursor.next();
    return this.nested(token, () => {
      const operand = this.unary();
      if (token.text === "+") return operand;
      return this.made({ kind: "negate", operand, span: cursor.spanFrom(token.start) }, operand);
    });
  }

  private typeName(): { name: string; span: { start: number; end: number } } | undefined {
    const { cursor } = this;
    const token = cursor.peek();
    if (!isNameStart(token)) {
      if (token.kind === "parameter") refuseParameter(cursor, token);
      else cursor.expected("the name of a type behind `::`");
      return undefined;
    }
    cursor.next();
    return { name: token.text.toLowerCase(), span: spanOf(token) };
  }

  private uncast(): Expression {
    const { cursor } = this;
    const token = cursor.peek();
    if (cursor.isOperator("(")) return this.group();
    if (this.isCall(token)) return this.call();
    const constant = readConstant(cursor);
    if (constant !== undefined) return constant;
    if (isNameStart(token)) return this.column();
    if (token.kind === "word" && cursor.isOperator(".", 1)) return this.column();
    if (token.kind === "skipped") this.refuseSubquery(token);
    else if (token.kind === "word" && this.isMisusedKeyword()) return this.column();
    else this.reportMissing(token);
    return this.placeholder();
  }

  /** FIRST and LAST are functions too. */
  private isCall(token: Token): boolean {
    if (!this.cursor.isOperator("(", 1)) return false;
    return isNameStart(token) || (token.kind === "word" && (token.folded === "first" || token.folded === "last"));
  }

  private isMisusedKeyword(): boolean {
    const { cursor } = this;
    const next = cursor.peek(1);
    return (
      next.kind === "operator" &&
      (comparisons.has(next.text) || [")", ",", "|"].includes(next.text)) &&
      !cursor.isWord("by")
    );
  }

  private reportMissing(token: Token): void {
    const { cursor } = this;
    if (cursor.isOperator("/")) cursor.expected("an expression", "write `RLIKE` and the pattern in double quotes");
    else if (cursor.isOperator("*")) cursor.expected("an expression", "`*` alone stands only in `COUNT(*)` and KEEP");
    else if (cursor.isOperator("{")) cursor.expected("an expression", "options stand last in a function's arguments");
    else if (cursor.atCommandEnd || token.kind === "operator") cursor.expected("an expression");
    else
      cursor.expected(
        "an expression",
        keywords.has(token.folded) ? "put a keyword in backquotes to name a column" : undefined,
      );
  }

  private group(): Expression {
    const { cursor } = this;
    const open = cursor.next();
    return this.nested(open, () => {
      const inner = this.expression();
      if (cursor.isOperator(",") && !cursor.isLost) this.reportTuple(open);
      if (!cursor.isOperator(")") && !cursor.atCommandEnd) this.reportUnexpectedInside(")");
      close(cursor, ")", open);
      return inner;
    });
  }

  private reportUnexpectedInside(closer: string): void {
    if (this.cursor.isOperator("]") || this.cursor.isOperator("}")) this.cursor.expected(`\`${closer}\``);
    else this.reportUnexpected(`an operator or \`${closer}\``);
  }

  private reportTuple(open: Token): void {
    this.cursor.giveUp({
      code: "ESQL041",
      message: "a list in parentheses",
      span: open,
      label: "only IN and LIKE take one",
      help: "write a list of literals in square brackets",
    });
  }

  private column(): Expression {
    const { cursor } = this;
    const { name, span } = readName(cursor);
    if (cursor.isOperator("[") && !cursor.isLost) this.refuseIndex();
    return { kind: "column", name, span };
  }

  private refuseIndex(): void {
    this.cursor.giveUp({
      code: "ESQL042",
      message: "array index",
      span: this.cursor.peek(),
      label: "columns have no indices",
      help: "write `MV_SLICE(column, 0)` or `MV_FIRST(column)`",
    });
  }

  private call(): Expression {
    const { cursor } = this;
    const token = cursor.next();
    const name = token.text.toLowerCase();
    const open = cursor.next();
    return this.nested(open, () => {
      const { args, options } = this.arguments(name, open);
      const node: CallNode & Expression = {
        kind: "call",
        name,
        nameSpan: spanOf(token),
        args,
        options,
        span: cursor.spanFrom(token.start),
      };
      return this.made(node, ...args);
    });
  }

  /** `COUNT()` is `COUNT(*)` (`ExpressionBuilder.visitFunctionExpression`). */
  private arguments(name: string, open: Token): Pick<CallNode, "args" | "options"> {
    const { cursor } = this;
    const { end } = open;
    if (cursor.takeOperator(")"))
      return { args: name === "count" ? [{ kind: "star", span: { start: end, end } }] : [], options: [] };
    if (cursor.isOperator("*")) return { args: [this.star(name, open)], options: [] };
    const args: Expression[] = [];
    let options: CallNode["options"] = [];
    do {
      if (cursor.isOperator("{") && args.length > 0) {
        options = this.options();
        break;
      }
      args.push(this.argument(name));
      if (isTooLong(args)) refuseLongList(cursor, open);
    } while (!cursor.isLost && cursor.takeOperator(","));
    if (!cursor.isOperator(",") && !cursor.isOperator(")") && !cursor.atCommandEnd) this.reportUnexpectedInside(")");
    close(cursor, ")", open);
    return { args, options };
  }

  private argument(name: string): Expression {
    const { cursor } = this;
    const isDistinct = cursor.isWord("distinct") && isNameStart(cursor.peek(1));
    if (!isDistinct) return this.expression();
    cursor.giveUp({
      code: "ESQL034",
      message: `DISTINCT of SQL in ${name.toUpperCase()}`,
      span: cursor.peek(),
      label: "not a word of ES|QL",
      help: name === "count" ? "write `COUNT_DISTINCT(column)`" : "remove it; VALUES gives distinct values",
    });
    return this.placeholder();
  }

  private star(name: string, open: Token): Expression {
    const { cursor } = this;
    const star = cursor.next();
    if (name !== "count") {
      cursor.report({
        code: "ESQL048",
        message: `\`*\` as the argument of ${name.toUpperCase()}`,
        span: star,
        label: "only COUNT counts rows",
        help: "name a column",
      });
    }
    close(cursor, ")", open);
    return { kind: "star", span: spanOf(star) };
  }

  /** `{"name": literal, …}` */
  private options(): CallNode["options"] {
    const { cursor } = this;
    const open = cursor.next();
    const options: { name: string; value: Expression; span: { start: number; end: number } }[] = [];
    do {
      const { start } = cursor.peek();
      const name = readString(cursor, "the name of an option in double quotes");
      if (name === null) return options;
      if (!cursor.takeOperator(":")) cursor.expected("`:` and the option's value");
      const value = this.optionValue();
      options.push({ name: name.value, value, span: cursor.spanFrom(start) });
    } while (!cursor.isLost && cursor.takeOperator(","));
    close(cursor, "}", open);
    return options;
  }

  private optionValue(): Expression {
    const value = readConstant(this.cursor);
    if (value !== undefined) return value;
    if (!this.cursor.isLost)
      this.cursor.expected("a literal", "options hold numbers, texts, booleans and lists of such");
    return this.placeholder();
  }

  /** Reads what stands in brackets or behind a sign, unless there are too many around it. */
  private nested(token: Token, read: () => Expression): Expression {
    if (this.nesting >= deepestNesting) {
      this.cursor.giveUp({
        code: "ESQL025",
        message: `nested more than ${deepestNesting} deep`,
        span: token,
        help: "compute parts in EVAL commands before",
      });
      return this.placeholder();
    }
    this.nesting++;
    const result = read();
    this.nesting--;
    return result;
  }

  /** The node, unless its tree is too high. */
  private made(node: Expression, ...parts: readonly Expression[]): Expression {
    let height = 1;
    for (const part of parts) height = Math.max(height, (this.heights.get(part) ?? 1) + 1);
    if (height > deepestTree) {
      this.cursor.giveUp({
        code: "ESQL027",
        message: `more than ${deepestTree} operators in a row`,
        span: node.span,
        help: "write `IN` with a list, or compute parts in EVAL commands before",
      });
      return this.placeholder();
    }
    this.heights.set(node, height);
    return node;
  }

  /** Stands for what could not be read. */
  placeholder(): Expression {
    const { start } = this.cursor.peek();
    return { kind: "null", span: { start, end: start } };
  }
}
