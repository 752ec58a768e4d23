import type { ConditionNode, KueryQuery, LiteralNode, RangeNode, Tree } from "../../src/language/kuery/ast.ts";
import { textOf } from "../../src/language/kuery/ast.ts";
import { print } from "../../src/language/kuery/print.ts";

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

/** The leaves in order. */
export function leavesOf(query: KueryQuery): readonly KueryLeaf[] {
  const leaves: KueryLeaf[] = [];
  walk(query, (leaf) => {
    leaves.push(leaf);
    return true;
  });
  return leaves;
}

/** What a query without nested groups answers where its leaves answer so, in their order. */
export function combined(query: KueryQuery, answers: readonly boolean[]): boolean {
  let at = 0;
  return walk(query, () => answers[at++]!);
}

/** Every leaf is asked, in order, whatever the ones before it answer. */
function walk({ expression }: KueryQuery, ask: (leaf: KueryLeaf) => boolean): boolean {
  return expression === null || decide(expression, (condition) => decideCondition(condition, ask));
}

function decideCondition(condition: ConditionNode, ask: (leaf: KueryLeaf) => boolean): boolean {
  const { span } = condition;
  if (condition.kind === "nested") {
    const nested = textOf(condition.path);
    return decide(condition.query, (inner) => decideCondition(inner, (leaf) => ask({ ...leaf, nested })));
  }
  if (condition.kind === "match") {
    const { field } = condition;
    return decide(condition.value as Tree<LiteralNode>, (value) => {
      const leaf: ConditionNode = { kind: "match", span, field, value };
      return ask({ field, operator: ":", value, text: print({ span, expression: leaf }) });
    });
  }
  const { field, operator, value } = condition;
  return ask({ field, operator, value, text: print({ span, expression: condition }) });
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
