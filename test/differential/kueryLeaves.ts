import type { ConditionNode, KueryQuery, LiteralNode, RangeNode, Tree } from "../../src/language/kuery/ast.ts";
import { textOf } from "../../src/language/kuery/ast.ts";

/** One value that a query asks a field for. */
export interface KueryLeaf {
  readonly field: LiteralNode | null;
  readonly operator: ":" | RangeNode["operator"];
  readonly value: LiteralNode;
  /** The leaf alone, as a query. */
  readonly text: string;
  /** The nested field in whose group it stands: its own name is that of a member. */
  readonly nested?: string;
}

/** The leaves of a query in order, as its text has them. */
export function leavesOf(query: KueryQuery, text: string): readonly KueryLeaf[] {
  const leaves: KueryLeaf[] = [];
  walk(query, text, (leaf) => {
    leaves.push(leaf);
    return true;
  });
  return leaves;
}

/** What a query without nested groups answers where its leaves answer so, in their order. */
export function combined(query: KueryQuery, answers: readonly boolean[]): boolean {
  let at = 0;
  return walk(query, "", () => answers[at++]!);
}

/** Every leaf is asked, in order, whatever the ones before it answer. */
function walk({ expression }: KueryQuery, text: string, ask: (leaf: KueryLeaf) => boolean): boolean {
  return expression === null || decide(expression, (condition) => decideCondition(condition, text, ask));
}

function decideCondition(condition: ConditionNode, text: string, ask: (leaf: KueryLeaf) => boolean): boolean {
  if (condition.kind === "nested") {
    const nested = textOf(condition.path);
    return decide(condition.query, (inner) => decideCondition(inner, text, (leaf) => ask({ ...leaf, nested })));
  }
  const { field } = condition;
  const operator = condition.kind === "match" ? ":" : condition.operator;
  const written = ({ span }: LiteralNode) => text.slice(span.start, span.end);
  const name = field === null ? "" : `${written(field)} ${operator} `;
  return decide(condition.value as Tree<LiteralNode>, (value) =>
    ask({ field, operator, value, text: `${name}${written(value)}` }),
  );
}

function decide<Leaf extends { readonly kind: string }>(tree: Tree<Leaf>, ask: (leaf: Leaf) => boolean): boolean {
  if (tree.kind === "not" && "operand" in tree) return !decide(tree.operand as Tree<Leaf>, ask);
  if ((tree.kind === "and" || tree.kind === "or") && "operands" in tree) {
    const answers = (tree.operands as readonly Tree<Leaf>[]).map((operand) => decide(operand, ask));
    return tree.kind === "and" ? answers.every(Boolean) : answers.some(Boolean);
  }
  return ask(tree as Leaf);
}

export function nameOf({ field }: KueryLeaf): string | undefined {
  return field === null ? undefined : textOf(field);
}
