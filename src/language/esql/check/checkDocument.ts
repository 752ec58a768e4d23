import type { Field } from "../../../ecs/field.ts";
import { constant, equals } from "../../../predicate/build.ts";
import type { Predicate } from "../../../predicate/predicate.ts";
import type { Source, Span } from "../../../text/source.ts";
import type { Expression } from "../ast.ts";
import type { TypedExpression } from "../checked.ts";
import type { EsqlType, Single } from "../value.ts";
import { type CheckContext, shown } from "./checkContext.ts";
import type { CallNode, ExpressionScope } from "./expressionScope.ts";
import { castLiteral, checkLiteral } from "./literal.ts";

/** KQL("…"): a condition on the document that the row came from, in Kibana's language. */
export function checkKql(context: CheckContext, scope: ExpressionScope, node: CallNode): TypedExpression | undefined {
  const [text] = node.args;
  if (node.args.length !== 1 || text?.kind !== "string") {
    return context.report({
      code: "ESQL107",
      span: node.span,
      message: "[kql] takes one string literal",
      help: 'write `KQL("event.action: created")`',
    });
  }
  if (!documentIsThere(context, scope, "kql", node.span)) return undefined;
  const { kuery } = context.options;
  if (kuery === undefined) {
    return context.report({ code: "ESQL141", span: node.span, message: "function [kql] is not supported here" });
  }
  const read = kuery(text.value, embedded(context, text.span, text.value));
  return "predicate" in read ? documentOf(read.predicate) : context.add(read.diagnostics);
}

function documentOf(predicate: Predicate): TypedExpression {
  return { kind: "document", type: "boolean", predicate };
}

/** The text of a literal as a source of its own; escapes in it shift places behind them. */
function embedded(context: CheckContext, span: Span, text: string): Source {
  const quotes = context.textAt(span).startsWith('"""') ? 3 : 1;
  const start = span.start + quotes;
  const offsetAt = (offset: number) => Math.min(start + offset, span.end - quotes);
  return { name: "<kql>", text, host: { source: context.source, offsetAt } };
}

/**
 * `field : "text"` and MATCH(field, "text"): some value equals the text, or, of an analysed field, has one of its words
 * (esql/_snippets/functions/description/match.md; the operator of words is OR).
 */
export function checkMatch(
  context: CheckContext,
  scope: ExpressionScope,
  fieldNode: Expression,
  queryNode: Expression,
  span: Span,
): TypedExpression | undefined {
  if (!documentIsThere(context, scope, "match", span)) return undefined;
  const field = matchedField(context, scope, fieldNode);
  if (field === undefined) return undefined;
  if (queryNode.kind !== "string" && queryNode.kind !== "number" && queryNode.kind !== "boolean") {
    return context.report({
      code: "ESQL107",
      span: queryNode.span,
      message: "second argument of [match] must be a literal",
      help: "compare columns with `==`",
    });
  }
  if (field.type === "text" || field.type === "match_only_text")
    return searchText(context, field, String(queryNode.value), span);
  const literal = checkLiteral(queryNode) as Extract<TypedExpression, { kind: "constant" }>;
  const value = queryNode.kind === "string" ? castQuery(context, scope, fieldNode, literal, queryNode.span) : literal;
  if (value === undefined) return undefined;
  const single = value.kind === "constant" ? (value.value as Single) : null;
  const known = single !== null && typeof single !== "object";
  return documentOf(known ? equals(field, single) : constant(false));
}

function castQuery(
  context: CheckContext,
  scope: ExpressionScope,
  fieldNode: Expression,
  literal: Extract<TypedExpression, { kind: "constant" }>,
  span: Span,
): TypedExpression | undefined {
  const type = columnType(scope, fieldNode);
  return type === "keyword" ? literal : castLiteral(context, literal, span, type);
}

function columnType(scope: ExpressionScope, node: Expression): EsqlType {
  const column = node.kind === "cast" ? node.operand : node;
  return column.kind === "column" ? (scope.find(column.name)?.type ?? "keyword") : "keyword";
}

/** The mapped field that is searched: a column straight from FROM, which may carry a cast. */
function matchedField(context: CheckContext, scope: ExpressionScope, node: Expression): Field | undefined {
  const column = node.kind === "cast" ? node.operand : node;
  const found = column.kind === "column" ? scope.find(column.name) : undefined;
  if (column.kind === "column" && found !== undefined) {
    for (const source of context.sourceColumns.values()) if (source.column === found) return source.field;
  }
  return context.report({
    code: "ESQL120",
    span: node.span,
    message: `[match] cannot operate on [${context.textOf(node.span)}], which is not a field from an index mapping`,
    label: "not a mapped field",
    help: "search a field before EVAL, RENAME or STATS make another column of it",
  });
}

/** KQL's `field: words` is the same search: a match query with OR. */
function searchText(context: CheckContext, field: Field, text: string, span: Span): TypedExpression | undefined {
  const kql = `${escapeKql(field.name)}: ${escapeKql(text)}`;
  const read = context.options.kuery?.(kql, { name: "<match>", text: kql });
  if (read !== undefined && "predicate" in read) return documentOf(read.predicate);
  return context.report({
    code: "ESQL142",
    span,
    message: `searching [${shown(field.name)}] for these words is not supported here`,
    label: read?.diagnostics[0]?.message ?? `a field of type ${field.type} is analysed into words`,
    help: 'compare with `LIKE "*text*"` or `RLIKE`',
  });
}

/** A text as an unquoted literal of KQL (kuery/grammar.peggy: special characters and keywords). */
function escapeKql(text: string): string {
  return text
    .replace(/[\\():<>"*{}]/g, "\\$&")
    .replace(/\b(and|or|not)\b/gi, "\\$1")
    .replace(/\s+/g, " ")
    .trim();
}

/** Full-text functions ask the index, so they cannot stand behind what makes new rows. */
function documentIsThere(context: CheckContext, scope: ExpressionScope, name: string, span: Span): boolean {
  if (scope.noDocument === undefined) return true;
  context.report({
    code: "ESQL120",
    span,
    message: `[${name.toUpperCase()}] cannot be used ${scope.noDocument}`,
    label: "it is asked of indexed documents",
    help: "move it to a WHERE right behind FROM",
  });
  return false;
}
