import { parseAddress, printAddress } from "../../../ecs/address.ts";
import { parseDateNanos, parseIsoDate } from "../../../ecs/date.ts";
import type { Span } from "../../../text/source.ts";
import type { Expression } from "../ast.ts";
import type { TypedExpression } from "../checked.ts";
import { parseTimeSpan, timeSpanOf } from "../functions/timeSpans.ts";
import { type EsqlType, type Single, valueOfList } from "../value.ts";
import { type CheckContext, shown } from "./checkContext.ts";

export function constantOf(type: EsqlType, value: Single | null): TypedExpression {
  return { kind: "constant", type, value };
}

type LiteralNode = Extract<Expression, { kind: "string" | "number" | "boolean" | "null" | "timeSpan" | "list" }>;

/** A literal as a constant; a list of numbers of several types is of the widest. */
export function checkLiteral(node: LiteralNode): TypedExpression {
  switch (node.kind) {
    case "string":
      return constantOf("keyword", node.value);
    case "number":
      return constantOf(node.type, node.value);
    case "boolean":
      return constantOf("boolean", node.value);
    case "null":
      return constantOf("null", null);
    case "timeSpan": {
      const span = timeSpanOf(node.amount, node.unit);
      // The parser has reported a unit that does not exist.
      return span === undefined ? constantOf("null", null) : constantOf(span.type, span.span);
    }
    case "list":
      return listConstant(node.items.map((item) => checkLiteral(item as LiteralNode)));
  }
}

const widths: readonly EsqlType[] = ["null", "integer", "long", "unsigned_long", "double"];

function listConstant(items: readonly TypedExpression[]): TypedExpression {
  const values = items.flatMap((item) =>
    item.kind === "constant" && item.value !== null ? [item.value as Single] : [],
  );
  const type = items.reduce<EsqlType>(
    (widest, item) => (widths.indexOf(item.type) >= widths.indexOf(widest) ? item.type : widest),
    items[0]?.type ?? "null",
  );
  return { kind: "constant", type, value: valueOfList(type === "double" ? values.map(Number) : values) };
}

/** What a string literal is converted to where another type is wanted, best first (EsqlFunctionRegistry.java). */
const castingOrder: readonly EsqlType[] = [
  "datetime",
  "date_period",
  "time_duration",
  "double",
  "long",
  "integer",
  "ip",
  "version",
  "geo_point",
  "boolean",
  "unsigned_long",
];

/** The type that a string literal takes for a parameter; undefined where it stays a string. */
export function castTarget(types: readonly EsqlType[]): EsqlType | undefined {
  if (types.includes("keyword") || types.includes("text")) return undefined;
  return castingOrder.find((type) => types.includes(type));
}

/** The types that a string literal takes from the other side of an operator (Analyzer.supportsStringImplicitCasting). */
export function takesLiterals(type: EsqlType): boolean {
  return type === "datetime" || type === "date_nanos" || type === "ip" || type === "version" || type === "boolean";
}

/**
 * A string literal (or a list of them) as a constant of another type; a text that is none of that type is reported.
 *
 * `literal` must be a constant of type keyword.
 */
export function castLiteral(
  context: CheckContext,
  literal: Extract<TypedExpression, { kind: "constant" }>,
  span: Span,
  target: EsqlType,
): TypedExpression | undefined {
  const values: Single[] = [];
  let type = target;
  const texts = Array.isArray(literal.value) ? (literal.value as readonly string[]) : [literal.value as string];
  for (const text of texts) {
    const cast = castText(text, target);
    if (cast === undefined) return reportLiteral(context, text, span, target);
    type = cast.type;
    values.push(cast.value);
  }
  return { kind: "constant", type, value: valueOfList(values) };
}

/** Reads a text as EsqlDataTypeConverter.convert does. */
function castText(text: string, target: EsqlType): { type: EsqlType; value: Single } | undefined {
  const of = (value: Single | undefined) => (value === undefined ? undefined : { type: target, value });
  switch (target) {
    case "datetime":
      return of(parseIsoDate(text));
    case "date_nanos":
      return of(parseIsoDate(text) === undefined ? undefined : parseDateNanos(text));
    case "ip": {
      const address = parseAddress(text);
      return of(address === undefined ? undefined : printAddress(address));
    }
    case "version":
      return of(text);
    case "boolean":
      return of(/^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined);
    case "date_period":
    case "time_duration": {
      const span = parseTimeSpan(text);
      return span === undefined ? undefined : { type: span.type, value: span.span };
    }
    case "double":
    case "long":
    case "integer":
    case "unsigned_long": {
      const number = /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
      return of(number === undefined || target === "double" ? number : Math.round(number));
    }
    default:
      return undefined;
  }
}

const formats: Partial<Record<EsqlType, string>> = {
  datetime: "write a date such as `2026-01-31T12:00:00Z`",
  date_nanos: "write a date such as `2026-01-31T12:00:00Z`",
  ip: 'write one address; for a block use `CIDR_MATCH(column, "198.51.100.0/24")`',
  boolean: "write `true` or `false`",
};

function reportLiteral(context: CheckContext, text: string, span: Span, target: EsqlType): undefined {
  return context.report({
    code: "ESQL106",
    span,
    message: `cannot convert string [${shown(text)}] to [${target}]`,
    label: `compared or passed as ${target}`,
    help: formats[target],
  });
}

/** Whether an argument is written as a string, or a list of strings. */
export function isStringLiteral(arg: TypedExpression, node: Expression): boolean {
  return arg.kind === "constant" && arg.type === "keyword" && (node.kind === "string" || node.kind === "list");
}
