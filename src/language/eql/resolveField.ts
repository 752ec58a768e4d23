import type { Field } from "../../ecs/field.ts";
import type { FieldNode } from "./ast.ts";
import type { CheckContext } from "./checkContext.ts";
import type { CheckedField, CheckedLiteral } from "./checked.ts";
import { nullType, typeOfField } from "./expressionType.ts";

/**
 * The field that a name stands for, or literal null for an optional field that is not mapped (eql facts §3, §5).
 *
 * A field of the catalogue is mapped even where a document lacks it. A text field is read through its keyword
 * sub-field; without one it cannot be matched exactly and is refused.
 */
export function resolveField(context: CheckContext, node: FieldNode): CheckedField | CheckedLiteral | undefined {
  const mapped = context.catalogue.field(node.name);
  if (mapped !== undefined) return usableField(context, node, mapped);
  if (node.optional) return { kind: "literal", span: node.span, type: nullType, value: null };
  return unknownColumn(context, node);
}

function usableField(context: CheckContext, node: FieldNode, mapped: Field): CheckedField | undefined {
  const parent = nestedParent(context, node.name);
  if (parent !== undefined) return unusable(context, node, mapped, `it lies below the nested field [${parent}]`);
  switch (mapped.type) {
    case "text":
    case "match_only_text":
      return exactField(context, node, mapped);
    case "unsupported":
      return unusable(context, node, mapped, "no condition can read its mapping's type");
    case "nested":
      return unusable(context, node, mapped, "nested fields are not supported");
    case "object":
    case "flattened":
    case "geo_point":
      return unusable(context, node, mapped, `fields of type [${mapped.type}] are not supported`);
    default:
      return { kind: "field", span: node.span, type: typeOfField(mapped), field: mapped };
  }
}

function exactField(context: CheckContext, node: FieldNode, mapped: Field): CheckedField | undefined {
  if (mapped.keyword === undefined) {
    return context.report({
      code: "EQL102",
      span: node.span,
      message: `cannot use field [${node.name}] of type [text]`,
      label: "no keyword sub-field to match exactly",
      help: "use a keyword field: a text field is indexed by words, so no whole value is there to compare",
    });
  }
  return { kind: "field", span: node.span, type: typeOfField(mapped), field: keywordField(context, mapped) };
}

const keywordFields = new WeakMap<Field, Field>();

/** The text field's values as its keyword sub-field indexes them; the document holds them under the text field's name. */
function keywordField(context: CheckContext, mapped: Field): Field {
  let field = keywordFields.get(mapped);
  if (field === undefined) {
    const ignoreAbove = context.catalogue.field(mapped.keyword ?? "")?.ignoreAbove;
    field = { name: mapped.name, type: "keyword", ...(ignoreAbove === undefined ? {} : { ignoreAbove }) };
    keywordFields.set(mapped, field);
  }
  return field;
}

function unusable(context: CheckContext, node: FieldNode, mapped: Field, label: string): undefined {
  const below = mapped.type === "flattened" || mapped.type === "object";
  return context.report({
    code: "EQL102",
    span: node.span,
    message: `cannot use field [${node.name}] of type [${mapped.type}]`,
    label,
    help: below ? `name a field below it, such as \`${node.name}.…\`` : undefined,
  });
}

function nestedParent(context: CheckContext, name: string): string | undefined {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const parent = name.slice(0, dot);
    const type = context.catalogue.field(parent)?.type;
    if (type === "nested") return parent;
    // Nothing lies below any other field but its sub-fields and the keys of a flattened one.
    if (type !== undefined && type !== "object") return undefined;
  }
  return undefined;
}

/** Reports a name that is not mapped, with the mapped names it may be a slip of. */
export function unknownColumn(context: CheckContext, node: Pick<FieldNode, "name" | "span">): undefined {
  // Looking for near names is the costly part; a query of nothing but slips must not pay it for each.
  if (context.full) return;
  const near = context.nearNames(node.name).map((name) => `\`${name}\``);
  const meant = near.length > 1 ? `did you mean any of ${near.join(", ")}?` : `did you mean ${near[0]}?`;
  return context.report({
    code: "EQL101",
    span: node.span,
    message: `unknown column [${context.shown(node.name)}]`,
    label: "not a mapped field",
    help:
      near.length > 0 ? meant : `write \`?${context.shown(node.name)}\` if the field may be missing from the mapping`,
  });
}
