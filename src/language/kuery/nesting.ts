import type { Catalogue } from "../../ecs/field.ts";
import type { ConditionNode, Tree, ValueExpression } from "./ast.ts";

/** The nested field that a name lies below, the innermost; undefined if none. */
export function nestedPathOf(catalogue: Catalogue, name: string): string | undefined {
  for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1)) {
    const parent = name.slice(0, dot);
    if (catalogue.field(parent)?.type === "nested") return parent;
  }
  return undefined;
}

/**
 * Whether a group asks the same of an element as of all elements together: it holds nothing but conditions on one value
 * each, joined by `or`.
 */
export function isOneElement(tree: Tree<ConditionNode>): boolean {
  switch (tree.kind) {
    case "or":
      return tree.operands.every(isOneElement);
    case "match":
      return isOneValue(tree.value);
    case "range":
      return true;
    case "nested":
      return isOneElement(tree.query);
    default:
      return false;
  }
}

function isOneValue(value: ValueExpression): boolean {
  return value.kind === "literal" || (value.kind === "or" && value.operands.every(isOneValue));
}
