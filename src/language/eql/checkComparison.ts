import type { Comparison } from "../../predicate/predicate.ts";
import type { ComparisonNode } from "./ast.ts";
import type { CheckContext } from "./checkContext.ts";
import { type CheckedExpression, type CheckedLiteral, isConstant } from "./checked.ts";
import { areCompatible, booleanType } from "./expressionType.ts";
import { literalFor } from "./literalFor.ts";

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** A comparison with its constant on the right and in the form of the field it meets (eql facts §3, §5). */
export function checkComparison(
  context: CheckContext,
  node: ComparisonNode,
  written: { readonly left: CheckedExpression; readonly right: CheckedExpression },
): CheckedExpression | undefined {
  const swap = isConstant(written.left) && !isConstant(written.right);
  const left = swap ? written.right : written.left;
  const right = swap ? written.left : written.right;
  const operator = swap ? mirrored[node.operator] : node.operator;
  if (!isConstant(right)) return fieldAgainstField(context, node, left, right);
  if (left.kind === "field" && right.kind === "literal") {
    const ordered = operator !== "==" && operator !== "!=";
    const literal = literalFor(context, left, right, ordered);
    if (literal === undefined) return undefined;
    if (literal === "never") return neverEqual(context, node, left, right);
    return { kind: "comparison", span: node.span, type: booleanType, operator, left, right: literal };
  }
  if (!areCompatible(left.type, right.type)) return neverEqual(context, node, left, right);
  return { kind: "comparison", span: node.span, type: booleanType, operator, left, right };
}

/** Elasticsearch's words; what can be had instead is the same value in two events. */
function fieldAgainstField(
  context: CheckContext,
  node: ComparisonNode,
  left: CheckedExpression,
  right: CheckedExpression,
): undefined {
  return context.report({
    code: "EQL105",
    span: right.span,
    message: `comparisons against fields are not (currently) supported; offender [${context.textOf(right.span)}] in [${node.operator}]`,
    label: "and so does this one: one side must be constant",
    also: { span: left.span, message: "this side reads a field" },
    help: `compare with a constant; for one value in two events, join them: \`sequence by ${joinKey(left) ?? joinKey(right) ?? "user.id"} [ … ] [ … ]\``,
  });
}

function joinKey(side: CheckedExpression): string | undefined {
  return side.kind === "field" ? side.field.name : undefined;
}

/**
 * Types that no two values share: Elasticsearch lets them pass and then fails or finds nothing (eql facts §3). The leaf
 * is the constant that "finds nothing" comes to, and the user is told.
 */
function neverEqual(
  context: CheckContext,
  node: ComparisonNode,
  left: CheckedExpression,
  right: CheckedExpression,
): CheckedLiteral {
  context.report({
    code: "EQL120",
    severity: "warning",
    span: node.span,
    message: `[${left.type.name}] is compared with [${right.type.name}]`,
    label: node.operator === "!=" ? "always true" : "never true",
    help: "Elasticsearch may refuse this query when it runs; compare values of one type",
  });
  return { kind: "literal", span: node.span, type: booleanType, value: node.operator === "!=" };
}
