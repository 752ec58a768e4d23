import type { Catalogue, Field } from "../../ecs/field.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import {
  type ConditionNode,
  isLoneStar,
  type KueryQuery,
  type LiteralNode,
  type LogicalNode,
  type MatchNode,
  type NestedNode,
  type NotNode,
  type RangeNode,
  type Tree,
  textOf,
  type ValueExpression,
} from "./ast.ts";
import { CheckContext } from "./checkContext.ts";
import { always, type CheckedCondition, type CheckedQuery, never } from "./checked.ts";
import { checkMatch, checkRange } from "./checkValue.ts";
import { nestedPathOf } from "./nesting.ts";
import { resolveFields } from "./resolveFields.ts";

export interface CheckOptions {
  readonly catalogue: Catalogue;
  /** What `now` stands for in dates, epoch milliseconds; without it such a date is an error. */
  readonly nowMs?: number;
}

export interface CheckResult {
  /** Null if any of the diagnostics is an error. */
  readonly query: CheckedQuery | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a parsed query against the mapping, as Kibana translates it and Elasticsearch would run it (elastic-rules facts
 * §3; kbn-es-query `functions/{is,range,nested}.ts`).
 *
 * What would fail the search is an error; a field that is not mapped is none, for it matches nothing, and gives a
 * warning. Ordered by place, as `KQL1xx`; `source` is the text the query was parsed from. Never throws.
 */
export function check(query: KueryQuery, source: Source, { catalogue, nowMs }: CheckOptions): CheckResult {
  const context = new CheckContext(source, catalogue, nowMs);
  const condition =
    query.expression === null ? always : checkTree(query.expression, (leaf) => checkLeaf(context, leaf));
  const diagnostics = sortDiagnostics(context.diagnostics);
  return { query: hasErrors(diagnostics) ? null : { kind: "event", condition }, diagnostics };
}

function checkTree<Leaf extends { readonly kind: string }>(
  tree: Tree<Leaf>,
  checkOne: (leaf: Leaf) => CheckedCondition,
): CheckedCondition {
  const { kind } = tree;
  if (kind === "and" || kind === "or") {
    const operands = (tree as LogicalNode<Leaf>).operands.map((operand) => checkTree(operand, checkOne));
    return { kind, operands };
  }
  if (kind === "not") return { kind, operand: checkTree((tree as NotNode<Leaf>).operand, checkOne) };
  return checkOne(tree as Leaf);
}

function checkLeaf(context: CheckContext, leaf: ConditionNode, path?: string): CheckedCondition {
  switch (leaf.kind) {
    case "match":
      return leaf.field === null || leaf.field.form === "null" ? freeText(context, leaf) : match(context, leaf, path);
    case "range":
      return range(context, leaf, path);
    case "nested":
      return nested(context, leaf, path);
  }
}

/** A value without a field; `*` alone is every document. */
function freeText(context: CheckContext, { span, value }: MatchNode): CheckedCondition {
  if (value.kind === "literal" && isLoneStar(value)) return always;
  const text = value.kind === "literal" ? textOf(value) : "";
  const operator = /\s*(==|!=|=~|=|\s(?:in|like|is)\s)\s*/.exec(text)?.[1]?.trim();
  context.report({
    code: "KQL110",
    span,
    message: "a value without a field",
    label: "which fields it is looked for in is a setting of the index",
    help:
      operator === undefined
        ? "name the field: `field: value`"
        : `\`${operator}\` is no operator of KQL; write \`field: value\`, or \`not field: value\``,
  });
  return never;
}

function match(context: CheckContext, node: MatchNode, path: string | undefined): CheckedCondition {
  const name = node.field!;
  if (isLoneStar(name) && node.value.kind === "literal" && isLoneStar(node.value) && path === undefined) return always;
  const fields = resolveFields(context, name, path);
  return checkTree(node.value as ValueExpression, (value: LiteralNode) =>
    anyOf(fields.map((field) => checkMatch(context, field, value))),
  );
}

function range(context: CheckContext, node: RangeNode, path: string | undefined): CheckedCondition {
  const fields = resolveFields(context, node.field, path);
  return anyOf(fields.map((field: Field) => checkRange(context, field, node)));
}

function anyOf(operands: readonly CheckedCondition[]): CheckedCondition {
  return operands.length === 1 ? operands[0]! : { kind: "or", operands };
}

/**
 * `path: { … }`: Elasticsearch looks for one element that satisfies all of it, and refuses a path that is not mapped as
 * nested.
 */
function nested(context: CheckContext, node: NestedNode, outer: string | undefined): CheckedCondition {
  const path = outer === undefined ? textOf(node.path) : `${outer}.${textOf(node.path)}`;
  const field = context.catalogue.field(path);
  if (field?.type !== "nested") {
    const parent = nestedPathOf(context.catalogue, path);
    context.report({
      code: "KQL113",
      span: node.path.span,
      message: `[${path}] is not mapped as nested`,
      label: "Elasticsearch fails the search",
      help: parent === undefined ? `write the names out: \`${path}.…: value\`` : `the nested field is \`${parent}\``,
    });
    return never;
  }
  return { kind: "element", field, condition: checkTree(node.query, (leaf) => checkLeaf(context, leaf, path)) };
}
