import { coerce } from "../../ecs/coerce.ts";
import { type DateInterval, dateInterval, isDateMath } from "../../ecs/dateInterval.ts";
import { dateMathMs } from "../../ecs/dateMath.ts";
import { type Field, type FieldType, familyOf } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import { parseIp, parseIpBlock } from "../../predicate/ip.ts";
import { isLoneStar, type LiteralNode, type RangeNode, textOf } from "./ast.ts";
import type { CheckContext, Problem } from "./checkContext.ts";
import { type CheckedCondition, type CheckedTest, never } from "./checked.ts";
import { analysed, checkPattern } from "./checkPattern.ts";
import { longestRegex, phraseRegex, wordsOf } from "./words.ts";

/**
 * `field: value` for one field, as the query that Kibana makes of it (kbn-es-query `functions/is.ts`): exists, wildcard or
 * query_string, a range of dates, else term, match or match_phrase, which are one but for analysed texts.
 */
export function checkMatch(context: CheckContext, field: Field, value: LiteralNode): CheckedCondition {
  if (isLoneStar(value)) return checkExists(context, field, value);
  if (value.form === "null") return nullValue(context, value);
  if (field.type === "object" || field.type === "nested") return objectField(context, field, value);
  if (value.form === "wildcard") return checkPattern(context, field, value);
  if (field.type === "text" || field.type === "match_only_text") return checkWords(context, field, value);
  return leafOrNever(field, testFor(context, field, value, "=="));
}

/** `field < value` for one field; on texts the order of keywords (kbn-es-query `functions/range.ts`). */
export function checkRange(context: CheckContext, field: Field, { operator, value }: RangeNode): CheckedCondition {
  if (field.type === "object" || field.type === "nested") return objectField(context, field, value);
  // A bound of null is none, and a range without bounds asks whether there is a value (RangeQueryBuilder).
  if (value.form === "null") return checkExists(context, field, value);
  if (field.type === "constant_keyword" || field.type === "text" || field.type === "match_only_text") {
    const isText = field.type !== "constant_keyword";
    context.report({
      code: "KQL119",
      span: value.span,
      message: `field [${field.name}] of type [${field.type}] has no order`,
      label: isText ? "it holds words; an order of them is not supported" : "Elasticsearch fails the search",
      help: isText && field.keyword !== undefined ? `compare \`${field.keyword}\`` : "compare a field of another type",
    });
    return never;
  }
  return leafOrNever(field, testFor(context, field, value, operator));
}

function leafOrNever(field: Field, test: CheckedTest | undefined): CheckedCondition {
  return test === undefined ? never : { kind: "leaf", field, test };
}

/** An object has a value where a field below it has one (Elasticsearch, ExistsQueryBuilder). */
function checkExists(context: CheckContext, field: Field, { span }: LiteralNode): CheckedCondition {
  if (field.type === "geo_point" || field.type === "unsupported") return unsupported(context, field, span);
  if (field.type === "nested") return never;
  if (field.type !== "object") return { kind: "leaf", field, test: { kind: "exists" } };
  const { catalogue } = context;
  const start = `${field.name}.`;
  const below = catalogue.names().flatMap((name) => (name.startsWith(start) ? [catalogue.field(name)!] : []));
  const readable = below.filter(({ type }) => !unreadable.has(type));
  if (catalogue.field(`${start}0`) !== undefined) {
    readable.push({ name: `${start}*`, type: "keyword", patternWithin: [field.name] });
  }
  return { kind: "or", operands: readable.map((one) => ({ kind: "leaf", field: one, test: { kind: "exists" } })) };
}

const unreadable: ReadonlySet<FieldType> = new Set(["object", "nested", "geo_point", "unsupported"]);

function unsupported(context: CheckContext, { name, type }: Field, span: Problem["span"]): typeof never {
  const isGeo = type === "geo_point";
  context.report({
    code: "KQL115",
    span,
    message: `field [${name}] ${isGeo ? "holds points" : "is of a type that is not supported"}`,
    label: "no condition of KQL can be evaluated on it here",
  });
  return never;
}

function nullValue(context: CheckContext, { span }: LiteralNode): typeof never {
  context.report({
    code: "KQL109",
    span,
    message: "`null` as a value",
    label: "Elasticsearch fails the search",
    help: 'write `not field: *` for a missing field, or `"null"` for the text',
  });
  return never;
}

function objectField(context: CheckContext, { name, type }: Field, { span }: LiteralNode): typeof never {
  context.report({
    code: "KQL111",
    severity: "warning",
    span,
    message: `[${name}] is ${type === "nested" ? "a nested field" : "an object"}, so the condition is false`,
    label: "no value is looked for in an object itself",
    help: type === "nested" ? `write \`${name}: { field: … }\`` : `name a field below it: \`${name}.…\``,
  });
  return never;
}

type Operator = "==" | RangeNode["operator"];

function testFor(context: CheckContext, field: Field, value: LiteralNode, operator: Operator): CheckedTest | undefined {
  const text = textOf(value);
  switch (familyOf(field.type)) {
    case "string":
    case "version":
      return comparison(operator, text);
    case "number":
      return numberTest(context, field, value, operator);
    case "boolean":
      return booleanTest(context, field, value, operator);
    case "date":
      return dateTest(context, field, value, operator);
    case "ip":
      return addressTest(context, field, value, operator);
    default:
      unsupported(context, field, value.span);
      return undefined;
  }
}

function comparison(operator: Operator, value: Scalar): CheckedTest {
  return operator === "==" ? { kind: "equals", value } : { kind: "compare", operator, value };
}

const wholeTypes: ReadonlySet<FieldType> = new Set(["long", "integer", "short", "byte", "unsigned_long"]);
const roundedTypes: ReadonlySet<FieldType> = new Set(["float", "half_float"]);

/** A number that the type cannot hold is never found (NumberFieldMapper); what is no number fails the search. */
function numberTest(
  context: CheckContext,
  field: Field,
  value: LiteralNode,
  operator: Operator,
): CheckedTest | undefined {
  const text = textOf(value);
  const number = value.form === "boolean" ? undefined : numberOf(text);
  if (number === undefined) {
    return mistyped(context, field, value, "KQL105", "a number", "write a number such as `443`");
  }
  if (operator !== "==") {
    return comparison(operator, roundedTypes.has(field.type) ? (coerce(number, field) ?? number) : number);
  }
  const isWhole = typeof number === "bigint" || Number.isInteger(number);
  const held = wholeTypes.has(field.type) && !isWhole ? undefined : coerce(number, field);
  if (held !== undefined) return comparison(operator, held);
  context.report({
    code: "KQL117",
    severity: "warning",
    span: value.span,
    message: `field [${field.name}] of type [${field.type}] never holds ${text.slice(0, 60)}`,
    label: "so the condition is false",
  });
  return undefined;
}

function numberOf(text: string): number | bigint | undefined {
  if (text.length > 400) return undefined;
  if (/^[+-]?\d+$/.test(text)) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text.replace("+", ""));
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Case-sensitive; the empty text is false (BooleanFieldMapper). */
function booleanTest(
  context: CheckContext,
  field: Field,
  value: LiteralNode,
  operator: Operator,
): CheckedTest | undefined {
  const text = textOf(value);
  if (text === "true") return comparison(operator, true);
  if (text === "false" || text === "") return comparison(operator, false);
  return mistyped(context, field, value, "KQL107", "`true` or `false`", "write `true` or `false`");
}

function mistyped(
  context: CheckContext,
  field: Field,
  value: LiteralNode,
  code: string,
  wanted: string,
  help: string,
): undefined {
  context.report({
    code,
    span: value.span,
    message: `[${textOf(value).slice(0, 60)}] is not ${wanted}`,
    label: `field [${field.name}] is of type [${field.type}], and Elasticsearch fails the search`,
    help,
  });
}

/**
 * A date without its smaller parts covers all that it leaves open: `==` is a range of both ends, `>` begins after it, `<=`
 * ends with it (elastic-rules facts §3). Times are UTC, as the detection engine has it.
 */
function dateTest(
  context: CheckContext,
  field: Field,
  value: LiteralNode,
  operator: Operator,
): CheckedTest | undefined {
  const text = textOf(value);
  if (isDateMath(text) && context.nowMs === undefined) {
    context.report({
      code: "KQL104",
      span: value.span,
      message: `date math [${text.slice(0, 60)}] is not supported here`,
      label: "depends on the time at which the query runs",
      help: 'leave the time range to the rule (`from`, `to`), or write a date such as "2026-01-31T12:00:00Z"',
    });
    return undefined;
  }
  const interval = isDateMath(text) ? mathInterval(text, field, context.nowMs!) : dateInterval(text, dateTypeOf(field));
  if (interval === undefined) {
    return mistyped(
      context,
      field,
      value,
      "KQL103",
      "a date",
      'write ISO 8601 such as "2026-01-31", or epoch milliseconds',
    );
  }
  const { first, last } = interval;
  if (operator === "==") return { kind: "within", first, last };
  return { kind: "compare", operator, value: operator === "<" || operator === ">=" ? first : last };
}

function dateTypeOf({ type }: Field): "date" | "date_nanos" {
  return type === "date_nanos" ? "date_nanos" : "date";
}

/** A unit that is rounded to is covered whole; the last of its milliseconds is, in nanoseconds too, its last instant. */
function mathInterval(text: string, field: Field, nowMs: number): DateInterval | undefined {
  const [first, last] = [dateMathMs(text, nowMs, false), dateMathMs(text, nowMs, true)];
  if (first === undefined || last === undefined) return undefined;
  if (dateTypeOf(field) === "date") return { first, last };
  const restNanos = last === first ? 0n : 999_999n;
  return { first: BigInt(first) * 1_000_000n, last: BigInt(last) * 1_000_000n + restNanos };
}

function addressTest(
  context: CheckContext,
  field: Field,
  value: LiteralNode,
  operator: Operator,
): CheckedTest | undefined {
  const text = textOf(value);
  if (operator !== "==") {
    if (parseIp(text) !== undefined) return { kind: "compare", operator, value: text };
  } else if (parseIpBlock(text) !== undefined) {
    return text.includes("/") ? { kind: "cidr", block: text } : { kind: "equals", value: text };
  }
  const wanted = operator === "==" ? "an IP address or CIDR block" : "an IP address";
  return mistyped(context, field, value, "KQL106", wanted, 'write an address such as "10.0.0.1"');
}

/** A value without quotes is any of its words, one in quotes all of them in their order (`match`, `match_phrase`). */
function checkWords(context: CheckContext, field: Field, value: LiteralNode): CheckedCondition {
  const words = wordsOf(textOf(value));
  if (words === undefined) return analysed(context, field, value);
  if (words.length === 0) return never;
  const phrases = value.form === "quoted" ? [words] : words.map((one) => [one]);
  const regexes = phrases.map(phraseRegex);
  if (regexes.some(({ length }) => length > longestRegex)) return analysed(context, field, value);
  return { kind: "or", operands: regexes.map((regex) => ({ kind: "leaf", field, test: { kind: "words", regex } })) };
}
