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
}

/** The leaves in order; undefined for a query with a nested group, which has no leaves that stand alone. */
export function leavesOf(query: KueryQuery): readonly KueryLeaf[] | undefined {
  const leaves: KueryLeaf[] = [];
  const isFlat = walk(query, (leaf) => {
    leaves.push(leaf);
    return true;
  });
  return isFlat === undefined ? undefined : leaves;
}

/** What the query answers where its leaves answer so, in their order. */
export function combined(query: KueryQuery, answers: readonly boolean[]): boolean | undefined {
  let at = 0;
  return walk(query, () => answers[at++]!);
}

/** Every leaf is asked, in order, whatever the ones before it answer. */
function walk({ span, expression }: KueryQuery, ask: (leaf: KueryLeaf) => boolean): boolean | undefined {
  if (expression === null) return true;
  let isNested = false;
  const answer = decide(expression, (condition) => {
    if (condition.kind === "nested") return (isNested = true);
    if (condition.kind === "match") {
      const { field } = condition;
      return decide(condition.value as Tree<LiteralNode>, (value) => {
        const leaf: ConditionNode = { kind: "match", span, field, value };
        return ask({ field, operator: ":", value, text: print({ span, expression: leaf }) });
      });
    }
    const { field, operator, value } = condition;
    return ask({ field, operator, value, text: print({ span, expression: condition }) });
  });
  return isNested ? undefined : answer;
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
