import { coerce } from "../../ecs/coerce.ts";
import { type DateType, dateInterval, isDateMath } from "../../ecs/dateInterval.ts";
import type { Field, FieldType } from "../../ecs/field.ts";
import { javaDouble, numberText } from "../../ecs/javaNumber.ts";
import type { Scalar } from "../../ecs/value.ts";
import { parseIp, parseIpBlock } from "../../predicate/ip.ts";
import type { CheckContext } from "./checkContext.ts";
import type { CheckedField, CheckedLiteral } from "./checked.ts";

/**
 * A literal in the form in which Elasticsearch would look it up in the field, `"never"` where no value can equal it, or
 * undefined after a finding.
 *
 * Elasticsearch lets most mismatches through its checks and hands the literal to the field's mapper, which reads numbers
 * from strings and strings from numbers (eql facts §3). What the mapper would refuse is a finding where the literal is
 * plainly mistyped, and else never equal.
 */
export function literalFor(
  context: CheckContext,
  field: CheckedField,
  literal: CheckedLiteral,
  ordered: boolean,
): CheckedLiteral | "never" | undefined {
  const { value } = literal;
  if (value === null) return literal;
  switch (field.type.family) {
    case "string":
    case "version":
      return { ...literal, type: field.type, value: textOf(literal, value) };
    case "number":
      return orNever(literal, field, numberFor(field.field, value, ordered));
    case "boolean":
      return orNever(literal, field, booleanOf(value));
    case "date":
      return dateLiteral(context, field, literal, value);
    case "ip":
      return ipLiteral(context, field, literal, value, ordered);
    default:
      return "never";
  }
}

function orNever(literal: CheckedLiteral, field: CheckedField, value: Scalar | undefined): CheckedLiteral | "never" {
  if (value === undefined) return "never";
  return typeof literal.value === "string" ? { ...literal, type: field.type, value } : { ...literal, value };
}

function textOf(literal: CheckedLiteral, value: Scalar): string {
  if (typeof value === "number" && literal.type.name === "double") return javaDouble(value);
  return typeof value === "number" || typeof value === "bigint" ? numberText(value) : String(value);
}

function numberOf(value: Scalar): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value !== "string" || value.length > longestNumber) return undefined;
  if (/^[+-]?\d+$/.test(value)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : BigInt(value.replace("+", ""));
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/.test(value) ? Number(value) : undefined;
}

const roundedTypes: ReadonlySet<FieldType> = new Set(["float", "half_float", "scaled_float"]);

/**
 * The number in the precision of the field, as Elasticsearch's queries take it (NumberFieldMapper, ScaledFloatFieldMapper):
 * a `float` is looked for as a float. Order on a `scaled_float` asks for the number itself.
 */
function numberFor(field: Field, value: Scalar, ordered: boolean): number | bigint | undefined {
  const number = numberOf(value);
  if (number === undefined || !roundedTypes.has(field.type) || (ordered && field.type === "scaled_float"))
    return number;
  const rounded = coerce(number, field);
  return typeof rounded === "number" ? rounded : number;
}

const longestNumber = 400;

function booleanOf(value: Scalar): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" || value === "" ? false : undefined;
}

function dateLiteral(context: CheckContext, field: CheckedField, literal: CheckedLiteral, value: Scalar) {
  const type = field.field.type === "date_nanos" ? "date_nanos" : "date";
  if (typeof value === "number" || typeof value === "bigint") {
    return { ...literal, type: field.type, value: instantOf(Math.trunc(Number(value)), type) };
  }
  const text = String(value);
  if (isDateMath(text)) {
    return context.report({
      code: "EQL116",
      span: literal.span,
      message: `date math [${text}] is not supported`,
      label: "depends on the time at which the query runs",
      help: 'leave the time range to the rule (`from`, `to`), or write a date such as "2026-01-31T12:00:00Z"',
    });
  }
  const interval = dateInterval(text, type);
  if (interval === undefined) {
    return context.report({
      code: "EQL115",
      span: literal.span,
      message: `failed to parse date [${text}]`,
      label: `field [${field.field.name}] holds dates`,
      help: 'write ISO 8601 such as "2026-01-31" or "2026-01-31T12:00:00Z", or epoch milliseconds',
    });
  }
  return { ...literal, type: field.type, value: interval.first, last: interval.last };
}

/** Numbers are milliseconds whatever the field's resolution. */
function instantOf(ms: number, type: DateType): number | bigint {
  return type === "date_nanos" && Number.isFinite(ms) ? BigInt(ms) * 1_000_000n : ms;
}

function ipLiteral(
  context: CheckContext,
  field: CheckedField,
  literal: CheckedLiteral,
  value: Scalar,
  ordered: boolean,
) {
  const text = typeof value === "string" ? value : "";
  const readable = ordered ? parseIp(text) : parseIpBlock(text);
  if (readable !== undefined) return { ...literal, type: field.type, value: text };
  const block = ordered && parseIpBlock(text) !== undefined;
  return context.report({
    code: "EQL117",
    span: literal.span,
    message: `[${value}] is not an IP address${ordered ? "" : " or CIDR block"}`,
    label: `field [${field.field.name}] holds addresses`,
    help: block
      ? "order is defined for single addresses; use `cidrMatch` for a block"
      : 'write an address such as "10.0.0.1"',
  });
}
