import type {
  EqlExpression,
  EqlQuery,
  EventFilter,
  FieldNode,
  LiteralNode,
  PredicateNode,
  SequenceItem,
  SequenceNode,
} from "./ast.ts";
import { quoteRaw, quoteString } from "./quoteString.ts";
import { isPlainName } from "./token.ts";

/**
 * The query as canonical EQL: one line per sequence item, parentheses only where the grammar needs them, strings
 * escaped, backquotes only around names that need them.
 *
 * Printing what was parsed and parsing it again gives the same tree but for spans and comments. Recursive; the parser
 * keeps trees low enough.
 */
export function print(query: EqlQuery): string {
  return query.kind === "event" ? printEvent(query.event) : printSequence(query);
}

/** The condition alone, as it would stand behind `where`. */
export function printExpression(expression: EqlExpression): string {
  return printAt(expression, level.or);
}

function printSequence(query: SequenceNode): string {
  const { maxspan, until } = query;
  const limit = maxspan === null ? "" : ` with maxspan=${maxspan.amount}${maxspan.unit}`;
  const lines = [`sequence${printKeys(query.by)}${limit}`, ...query.items.map((item) => `  ${printItem(item)}`)];
  if (until !== null) lines.push(`until ${printItem(until)}`);
  return lines.join("\n");
}

function printItem(item: SequenceItem): string {
  const runs = item.runs === null ? "" : ` with runs=${item.runs.count}`;
  return `[${printEvent(item.event)}]${printKeys(item.by)}${runs}`;
}

function printKeys(keys: readonly FieldNode[]): string {
  return keys.length === 0 ? "" : ` by ${keys.map(printField).join(", ")}`;
}

function printEvent(event: EventFilter): string {
  const { category } = event;
  const name = category === null ? "any" : category.quoted ? quoteString(category.value) : category.value;
  return `${name} where ${printExpression(event.condition)}`;
}

/** How tightly an expression holds together; looser ones need parentheses inside tighter ones (eql facts §2). */
const level = {
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

function levelOf(expression: EqlExpression): number {
  if (expression.kind === "arithmetic") {
    return expression.operator === "+" || expression.operator === "-" ? level.additive : level.multiplicative;
  }
  if (expression.kind === "literal" || expression.kind === "field" || expression.kind === "call") return level.primary;
  return level[expression.kind];
}

function printAt(expression: EqlExpression, least: number): string {
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
