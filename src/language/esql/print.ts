import type { Source } from "../../text/source.ts";
import type {
  AggregateNode,
  Assignment,
  Command,
  EnrichCommand,
  EsqlQuery,
  Expression,
  NamePattern,
  RenameCommand,
  SortOrder,
  StatsCommand,
  StringNode,
} from "./ast.ts";
import { quoteName, quoteString } from "./quoteString.ts";
import { isPlainName } from "./token.ts";

/** Levels of precedence, loosest first (`parser/Expression.g4`). */
export const levels = {
  or: 1,
  and: 2,
  not: 3,
  predicate: 4,
  comparison: 5,
  additive: 6,
  multiplicative: 7,
  unary: 8,
  primary: 9,
} as const;

/**
 * The query as ES|QL text on one line, keywords and functions in capitals, parentheses only where they are needed.
 *
 * Reading it gives the same tree but for spans. A column without a name is called by its text in Elasticsearch: with the
 * source that the query was read from, such expressions are kept as they were written, so that columns keep their names.
 */
export function print(query: EsqlQuery, source?: Source): string {
  return query.commands.map((command) => printCommand(command, source)).join(" | ");
}

/** One command without its pipe. */
export function printCommand(command: Command, source?: Source): string {
  const [head, ...parts] = commandParts(command, source);
  return parts.length === 0 ? head! : `${head} ${parts.join(" ")}`;
}

/** The command's name and what stands behind it, list by list, each written on one line. */
function commandParts(command: Command, source: Source | undefined): string[] {
  switch (command.kind) {
    case "from":
      return ["FROM", list(command.indices, ({ name }) => printIndex(name)), ...metadata(command)];
    case "row":
      return ["ROW", printAssignments(command.fields, source)];
    case "where":
      return ["WHERE", printExpression(command.condition)];
    case "eval":
      return ["EVAL", printAssignments(command.fields, source)];
    case "keep":
      return ["KEEP", list(command.columns, printPattern)];
    case "drop":
      return ["DROP", list(command.columns, printPattern)];
    case "rename":
      return ["RENAME", list(command.renamings, printRenaming)];
    case "sort":
      return ["SORT", list(command.orders, printOrder)];
    case "limit":
      return ["LIMIT", printExpression(command.count)];
    case "stats":
      return statsParts(command, source);
    case "dissect":
      return ["DISSECT", printAt(command.input, levels.primary), text(command.pattern), ...separator(command)];
    case "grok":
      return ["GROK", printAt(command.input, levels.primary), list(command.patterns, text)];
    case "mvExpand":
      return ["MV_EXPAND", printPattern({ ...command.column, isPattern: false })];
    case "lookupJoin":
      return ["LOOKUP JOIN", printIndex(command.table.name), "ON", list(command.on, ({ name }) => printName(name))];
    case "enrich":
      return enrichParts(command);
    case "unsupported":
      return command.text === "" ? [command.name] : [command.name, command.text];
  }
}

function list<T>(elements: readonly T[], print: (element: T) => string): string {
  return elements.map(print).join(", ");
}

function metadata({ metadata: fields }: Extract<Command, { kind: "from" }>): string[] {
  return fields.length === 0 ? [] : ["METADATA", list(fields, ({ name }) => name)];
}

/** An index pattern, in quotes where `lexer/From.g4` would not read it as one. */
export function printIndex(name: string): string {
  const plain = /^(?:[^:"'=|,[\]/ \t\r\n()]|\/(?![*/])|::?(?=[^:"'=|,[\]/ \t\r\n()]))+$/;
  const isPlain = plain.test(name) && !/^[:?]|^(?:metadata|on|join)$/i.test(name) && !/[^!-~]/.test(name);
  return isPlain ? name : quoteString(name);
}

export function printName(name: string): string {
  return quoteName(name, isPlainName);
}

/** In KEEP, DROP, RENAME and MV_EXPAND keywords are names too; only `AS` parts those of RENAME. */
export function printPattern({ name, isPattern }: NamePattern): string {
  return quoteName(name, (part) => (isPattern && isPlainPattern(part)) || isPlainName(part));
}

function isPlainPattern(part: string): boolean {
  return /^(?:[A-Za-z*][A-Za-z0-9_*]*|[_@][A-Za-z0-9_*]+)$/.test(part) && isPlainOrStarred(part);
}

function isPlainOrStarred(part: string): boolean {
  return part.includes("*") || isPlainName(part);
}

export function printRenaming({ from, to }: RenameCommand["renamings"][number]): string {
  return `${printPattern(from)} AS ${printPattern(to)}`;
}

export function printOrder({ expression, direction, nulls }: SortOrder): string {
  const order = direction === "desc" ? " DESC" : "";
  return `${printExpression(expression)}${order}${nulls === null ? "" : ` NULLS ${nulls.toUpperCase()}`}`;
}

function printAssignments(fields: readonly Assignment[], source: Source | undefined): string {
  return list(fields, (field) => printAssignment(field, source));
}

export function printAssignment({ name, expression, span }: Assignment, source?: Source): string {
  if (name !== null) return `${printName(name.name)} = ${printExpression(expression)}`;
  return keepsText(expression, source) ? source.text.slice(span.start, span.end) : printExpression(expression);
}

/** A column is called by its name alone. */
function keepsText(expression: Expression, source: Source | undefined): source is Source {
  return source !== undefined && expression.kind !== "column";
}

export function printAggregate(node: AggregateNode, source?: Source): string {
  const { name, expression, filter, span } = node;
  if (name === null && keepsText(expression, source)) return source.text.slice(span.start, span.end);
  return `${printAssignment(node)}${filter === null ? "" : ` WHERE ${printExpression(filter)}`}`;
}

function statsParts({ inline, aggregates, by }: StatsCommand, source: Source | undefined): string[] {
  return [
    inline ? "INLINE STATS" : "STATS",
    ...(aggregates.length === 0 ? [] : [list(aggregates, (node) => printAggregate(node, source))]),
    ...(by.length === 0 ? [] : ["BY", printAssignments(by, source)]),
  ];
}

function separator({ appendSeparator }: Extract<Command, { kind: "dissect" }>): string[] {
  return appendSeparator === null ? [] : ["APPEND_SEPARATOR", "=", text(appendSeparator)];
}

function enrichParts({ mode, policy, on, with: clauses }: EnrichCommand): string[] {
  return [
    "ENRICH",
    `${mode === null ? "" : `${mode}:`}${policy.name}`,
    ...(on === null ? [] : ["ON", printPattern({ ...on, isPattern: false })]),
    ...(clauses.length === 0 ? [] : ["WITH", list(clauses, printClause)]),
  ];
}

function printClause({ name, field }: EnrichCommand["with"][number]): string {
  return name === null ? printPattern(field) : `${printName(name.name)} = ${printPattern(field)}`;
}

function text({ value }: StringNode): string {
  return quoteString(value);
}

/** The expression as text that reads back as the same tree. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "string":
      return quoteString(expression.value);
    case "number":
      return printNumber(expression.value, expression.type);
    case "boolean":
      return expression.value ? "true" : "false";
    case "null":
      return "null";
    case "timeSpan":
      return `${expression.amount} ${expression.unit}`;
    case "list":
      return `[${list(expression.items, printExpression)}]`;
    case "column":
      return printName(expression.name);
    case "star":
      return "*";
    case "call":
      return printCall(expression);
    case "cast":
      return `${printAt(expression.operand, levels.primary)}::${printName(expression.type.name)}`;
    case "negate":
      return `-${printNegated(expression.operand)}`;
    case "binary":
      return printBinary(expression);
    case "and":
    case "or":
      return printLogical(expression);
    case "not":
      return `NOT ${printAt(expression.operand, levels.not)}`;
    case "isNull":
      return `${printAt(expression.operand, levels.comparison)} IS ${expression.negated ? "NOT " : ""}NULL`;
    case "in":
      return `${printAt(expression.operand, levels.comparison)} ${expression.negated ? "NOT " : ""}IN (${list(
        expression.values,
        (value) => printAt(value, levels.comparison),
      )})`;
    case "like":
    case "rlike":
      return printLike(expression);
    case "match":
      return `${printAt(expression.field, levels.primary)} : ${printExpression(expression.query)}`;
  }
}

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

function printNumber(value: number | bigint, type: Node<"number">["type"]): string {
  const digits = Object.is(value, -0) ? "-0" : String(value);
  return type === "double" && !/[.e]/.test(digits) ? `${digits}.0` : digits;
}

function printCall({ name, args, options }: Node<"call">): string {
  const entries = list(options, (option) => `${quoteString(option.name)}: ${printExpression(option.value)}`);
  const parts = args.map(printExpression);
  if (options.length > 0) parts.push(`{${entries}}`);
  return `${printFunctionName(name)}(${parts.join(", ")})`;
}

function printFunctionName(name: string): string {
  if (name === "first" || name === "last") return name.toUpperCase();
  return isPlainName(name) ? name.toUpperCase() : printName(name);
}

/** A sign directly before a number would become part of it. */
function printNegated(operand: Expression): string {
  const printed = printAt(operand, levels.unary);
  return /^[-.\d]/.test(printed) ? `(${printed})` : printed;
}

function printBinary({ operator, left, right }: Node<"binary">): string {
  const own = levelOf({ kind: "binary", operator } as Node<"binary">);
  return `${printAt(left, own === levels.comparison ? levels.additive : own)} ${operator} ${printAt(right, own + 1)}`;
}

/** Left-leaning rows are written without recursion: they may be long. */
function printLogical({ kind, left, right }: Extract<Expression, { left: Expression; kind: "and" | "or" }>): string {
  const parts = [printAt(right, levels[kind] + 1)];
  let rest = left;
  while (rest.kind === kind) {
    parts.push(printAt(rest.right, levels[kind] + 1));
    rest = rest.left;
  }
  parts.push(printAt(rest, levels[kind]));
  return parts.reverse().join(` ${kind.toUpperCase()} `);
}

function printLike({ kind, operand, patterns, negated }: Node<"like"> | Node<"rlike">): string {
  const written = list(patterns, text);
  const value = patterns.length === 1 ? written : `(${written})`;
  return `${printAt(operand, levels.comparison)} ${negated ? "NOT " : ""}${kind.toUpperCase()} ${value}`;
}

/** In parentheses when the place asks for more than the expression's own level. */
export function printAt(expression: Expression, wanted: number): string {
  const printed = printExpression(expression);
  return levelOf(expression) < wanted ? `(${printed})` : printed;
}

/** How tightly an expression holds together. */
export function levelOf(expression: Expression): number {
  switch (expression.kind) {
    case "or":
    case "and":
    case "not":
      return levels[expression.kind];
    case "isNull":
    case "in":
    case "like":
    case "rlike":
    case "match":
      return levels.predicate;
    case "binary":
      if (expression.operator === "+" || expression.operator === "-") return levels.additive;
      return /^[*/%]$/.test(expression.operator) ? levels.multiplicative : levels.comparison;
    case "negate":
      return levels.unary;
    default:
      return levels.primary;
  }
}
