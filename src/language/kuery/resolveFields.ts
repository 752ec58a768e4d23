import type { Field } from "../../ecs/field.ts";
import { type LiteralNode, textOf } from "./ast.ts";
import type { CheckContext } from "./checkContext.ts";
import { fieldsNamed, mostFields } from "./fieldsNamed.ts";
import { nestedPathOf } from "./nesting.ts";

/**
 * The fields that a name stands for; none, with a warning, where it is not mapped: Kibana passes it on as it is, and
 * Elasticsearch finds nothing (kbn-es-query `functions/is.ts`).
 *
 * `path` is the nested group around it.
 */
export function resolveFields(context: CheckContext, node: LiteralNode, path: string | undefined): readonly Field[] {
  const prefix = path === undefined ? "" : `${path}.`;
  if (node.form === "wildcard") return byPattern(context, node, prefix);
  const name = prefix + textOf(node);
  const field = context.catalogue.field(name);
  if (field === undefined) return unknown(context, node, name);
  return isReachable(context, node, name, path) ? [field] : [];
}

function unknown(context: CheckContext, { span }: LiteralNode, name: string): readonly Field[] {
  context.report({
    code: "KQL101",
    severity: "warning",
    span,
    message: `unknown field [${name.slice(0, 120)}]`,
    label: "no document has it, so the condition is false",
    help: context.meant(name),
  });
  return [];
}

/** A nested field can only be asked within a group for its path, any other only outside (`get_full_field_name_node.ts`). */
function isReachable(context: CheckContext, { span }: LiteralNode, name: string, path: string | undefined): boolean {
  const parent = nestedPathOf(context.catalogue, name);
  if (parent === path) return true;
  const own = parent === undefined ? name : name.slice(parent.length + 1);
  context.report({
    code: "KQL112",
    span,
    message: parent === undefined ? `[${name}] is not a nested field` : `[${name}] is a nested field`,
    label: parent === undefined ? `but stands in a group for [${path}]` : `it lies below [${parent}]`,
    help: parent === undefined ? "take it out of the braces" : `write \`${parent}: { ${own}: … }\``,
  });
  return false;
}

function byPattern(context: CheckContext, node: LiteralNode, prefix: string): readonly Field[] {
  const pieces = node.pieces.with(0, prefix + node.pieces[0]!);
  const fields = fieldsNamed(context.catalogue, pieces);
  const shown = pieces.join("*").slice(0, 120);
  if (fields.length === 0) {
    context.report({
      code: "KQL102",
      severity: "warning",
      span: node.span,
      message: `no field is named like [${shown}]`,
      label: "so the condition is false",
    });
  }
  if (fields.length <= mostFields) return fields;
  context.report({
    code: "KQL118",
    span: node.span,
    message: `[${shown}] stands for ${fields.length} fields`,
    label: `more than ${mostFields}, the number of clauses that Elasticsearch always allows`,
    help: "name the fields more closely",
  });
  return [];
}
