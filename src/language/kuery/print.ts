import type {
  ConditionNode,
  KueryQuery,
  LiteralNode,
  LogicalNode,
  NestedNode,
  NotNode,
  Tree,
  ValueExpression,
} from "./ast.ts";
import { space } from "./literalScanner.ts";

/**
 * The query as canonical KQL on one line: lower-case keywords, parentheses only where the grammar needs them.
 *
 * Printing what was parsed and parsing it again gives the same tree but for spans. Recursive; the parser keeps trees low
 * enough.
 */
export function print(query: KueryQuery): string {
  return query.expression === null ? "" : printTree(query.expression, printCondition);
}

/** A condition, or a list of values, as it would stand in parentheses. */
export function printTree<Leaf extends { readonly kind: string }>(
  tree: Tree<Leaf>,
  printLeaf: (leaf: Leaf) => string,
): string {
  if (isLogical(tree)) {
    return tree.operands.map((operand) => printOperand(operand, printLeaf, tree.kind)).join(` ${tree.kind} `);
  }
  if (isNot(tree)) return `not ${printOperand(tree.operand, printLeaf, "not")}`;
  return printLeaf(tree as Leaf);
}

/** Within `or` an `and` needs no parentheses, a leaf never does, within `and` and `or` neither does `not`. */
export function printOperand<Leaf extends { readonly kind: string }>(
  operand: Tree<Leaf>,
  printLeaf: (leaf: Leaf) => string,
  within: "and" | "or" | "not",
): string {
  const text = printTree(operand, printLeaf);
  const isLoose = isLogical(operand) && !(operand.kind === "and" && within === "or");
  return isLoose || (isNot(operand) && within === "not") ? `(${text})` : text;
}

function isLogical<Leaf>(tree: Tree<Leaf>): tree is LogicalNode<Leaf> {
  const { kind } = tree as { kind: string };
  return kind === "and" || kind === "or";
}

function isNot<Leaf>(tree: Tree<Leaf>): tree is NotNode<Leaf> {
  return (tree as { kind: string }).kind === "not";
}

export function printCondition(condition: ConditionNode): string {
  switch (condition.kind) {
    case "match":
      if (condition.field === null) return printValue(condition.value);
      return `${printLiteral(condition.field)}: ${printValue(condition.value)}`;
    case "range":
      return `${printLiteral(condition.field)} ${condition.operator} ${printLiteral(condition.value)}`;
    case "nested":
      return printNested(condition);
  }
}

function printNested({ path, query }: NestedNode): string {
  return `${printLiteral(path)}: { ${printTree(query, printCondition)} }`;
}

function printValue(value: ValueExpression): string {
  return value.kind === "literal" ? printLiteral(value) : `(${printTree(value, printLiteral)})`;
}

export function printLiteral({ form, pieces }: LiteralNode): string {
  if (form === "quoted") return `"${pieces.join("*").replace(unsafeInQuotes, escaped)}"`;
  if (form !== "unquoted" && form !== "wildcard") return pieces.join("");
  // Nothing but trimmed white space gives an empty text without quotes.
  if (form === "unquoted" && pieces[0] === "") return "\\t";
  return pieces.map(printPiece).join("*");
}

const named: Readonly<Record<string, string>> = { "\t": "\\t", "\r": "\\r", "\n": "\\n" };
/** Also what a reader or a terminal would not see as it is. */
const unsafeInQuotes = /["\\]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const unsafeOutside = /[\\():<>"*{}]|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** A word that would be a keyword here, or with the space that is put behind it. */
const conjunction = new RegExp(`(^|[${space}])(or|and)(?=[${space}]|$)`, "gi");
const negation = new RegExp(`not(?=[${space}]|$)`, "gi");

function printPiece(piece: string): string {
  const marked = piece.replace(unsafeOutside, escaped);
  return marked.replace(conjunction, "$1\\$2").replace(negation, "\\$&");
}

function escaped(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  if (/^[!-~]$/.test(character)) return `\\${character}`;
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}
