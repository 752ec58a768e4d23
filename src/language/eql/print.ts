import type {
  EqlExpression,
  EqlQuery,
  EventFilter,
  FieldNode,
  LiteralNode,
  PredicateNode,
  SampleNode,
  SequenceItem,
  SequenceNode,
} from "./ast.ts";
import { quoteRaw, quoteString } from "./quoteString.ts";
import { isPlainName } from "./token.ts";

/**
 * The query as canonical EQL: one line per item and pipe of a sequence or sample, parentheses only where the grammar needs them, strings
 * escaped, backquotes only around names that need them.
 *
 * Printing what was parsed and parsing it again gives the same tree but for spans and comments. Recursive; the parser
 * keeps trees low enough.
 */
export function print(query: EqlQuery): string {
  const pipes = query.pipes.map(({ kind, count }) => `| ${kind} ${printExpression(count)}`);
  if (query.kind === "event") return [printEvent(query.event), ...pipes].join(" ");
  return [query.kind === "sample" ? printSample(query) : printSequence(query), ...pipes].join("\n");
}

/** The condition alone, as it would stand behind `where`. */
export function printExpression(expression: EqlExpression): string {
  return printAt(expression, level.or);
}

function printSequence(query: SequenceNode): string {
  const lines = [printJoinHead(query), ...printItems(query.items)];
  if (query.until !== null) lines.push(`until ${printItem(query.until)}`);
  return lines.join("\n");
}

function printSample(query: SampleNode): string {
  return [printJoinHead(query), ...printItems(query.items)].join("\n");
}

/** What stands before the items: `sequence by host.id with maxspan=1m`. */
export function printJoinHead(query: SequenceNode | SampleNode): string {
  const maxspan = query.kind === "sequence" ? query.maxspan : null;
  const limit = maxspan === null ? "" : ` with maxspan=${maxspan.amount}${maxspan.unit}`;
  return `${query.kind}${printKeys(query.by)}${limit}`;
}

function printItems(items: readonly SequenceItem[]): string[] {
  return items.map((item) => `  ${printItem(item)}`);
}

function printItem(item: SequenceItem): string {
  return `${item.missing ? "!" : ""}[${printEvent(item.event)}]${printItemTail(item)}`;
}

/** What stands behind an item's bracket: ` by host.id with runs=3`, or nothing. */
export function printItemTail(item: SequenceItem): string {
  return `${printKeys(item.by)}${item.runs === null ? "" : ` with runs=${item.runs.count}`}`;
}

function printKeys(keys: readonly FieldNode[]): string {
  return keys.length === 0 ? "" : ` by ${keys.map(printField).join(", ")}`;
}

function printEvent(event: EventFilter): string {
  return `${printCategory(event)} where ${printExpression(event.condition)}`;
}

/** `process`, quoted as it was, or `any`. */
export function printCategory({ category }: EventFilter): string {
  if (category === null) return "any";
  return category.quoted ? quoteString(category.value) : category.value;
}

/** How tightly an expression holds together; looser ones need parentheses inside tighter ones (eql facts §2). */
export const level = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  additive: 5,
  multiplicative: 6,
  unary: 7,
  predicate: 8,
  primary: 9,
} as const;

/** One of {@link level}. */
export function levelOf(expression: EqlExpression): number {
  if (expression.kind === "arithmetic") {
    return expression.operator === "+" || expression.operator === "-" ? level.additive : level.multiplicative;
  }
  if (expression.kind === "literal" || expression.kind === "field" || expression.kind === "call") return level.primary;
  return level[expression.kind];
}

/** In parentheses if looser than `least`. */
export function printAt(expression: EqlExpression, least: number): string {
  const text = printBare(expression);
  return levelOf(expression) < least ? `(${text})` : text;
}

function printBare(expression: EqlExpression): string {
  const own = levelOf(expression);
  switch (expression.kind) {
    case "literal":
      return printLiteral(expression);
    case "field":
      return printField(expression);
    case "call":
      return `${expression.name}${expression.ignoreCase ? "~" : ""}(${expression.args.map(printExpression).join(", ")})`;
    case "unary":
      return `${expression.operator}${printAt(expression.operand, level.unary)}`;
    case "not":
      return `not ${printAt(expression.operand, level.not)}`;
    case "comparison":
      // Not associative: a comparison on either side needs parentheses.
      return `${printAt(expression.left, own + 1)} ${expression.operator} ${printAt(expression.right, own + 1)}`;
    case "predicate":
      return printPredicate(expression);
    case "arithmetic":
      return `${printAt(expression.left, own)} ${expression.operator} ${printAt(expression.right, own + 1)}`;
    case "and":
    case "or":
      return `${printAt(expression.left, own)} ${expression.kind} ${printAt(expression.right, own + 1)}`;
  }
}

function printPredicate(expression: PredicateNode): string {
  const operand = printAt(expression.operand, level.primary);
  const operator = `${expression.negated ? "not " : ""}${expression.operator}`;
  const values = expression.values.map(printExpression).join(", ");
  return `${operand} ${operator} ${expression.list ? `(${values})` : values}`;
}

function printLiteral({ value, form }: LiteralNode): string {
  if (typeof value === "string") return (form === "raw" ? quoteRaw(value) : undefined) ?? quoteString(value);
  const text = String(value);
  // Without a point or exponent it would be read as an integer.
  return form === "decimal" && /^\d+$/.test(text) ? `${text}.0` : text;
}

function printField(field: FieldNode): string {
  const parts = field.name.split(".");
  const quote = (name: string) => `\`${name.replaceAll("`", "``")}\``;
  const path = parts.includes("")
    ? quote(field.name)
    : parts.map((part) => (isPlainName(part) ? part : quote(part))).join(".");
  return `${field.optional ? "?" : ""}${path}`;
}
