import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import {
  and,
  cidr,
  compare,
  constant,
  equals,
  exists,
  not,
  oneOf,
  or,
  regex,
  wildcard,
} from "../../predicate/build.ts";
import { parseIpBlock } from "../../predicate/ip.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import type { CheckedCommand, CheckedEsql, TypedExpression } from "./checked.ts";
import { scalarFunctions } from "./functions/index.ts";
import type { Value } from "./value.ts";

/**
 * A condition that every document with a part in the answer satisfies, as tight as it can be said of single fields.
 *
 * It comes from the WHEREs before the first command that looks beyond one row. A test of a column becomes the test of any
 * value of its field, which is wider: ES|QL holds for single values only. What cannot be said so is left out; a negation
 * comes to the field's having a value, for a null is neither equal nor unequal to anything.
 */
export function prefilter(query: CheckedEsql): Predicate {
  const sources = new Map<number, Origin>();
  if (query.source.kind === "row") return constant(true);
  for (const { column, field } of query.source.fields) {
    if (column.type !== "geo_point") sources.set(column.slot, { field, folded: false });
  }
  const conditions: Predicate[] = [];
  for (const command of query.commands) {
    if (command.kind === "where") conditions.push(whenTrue(command.condition, sources));
    else if (!follow(command, sources)) break;
  }
  return and(...conditions);
}

/** The field that a column has its values from, and whether in lower case. */
interface Origin {
  readonly field: Field;
  readonly folded: boolean;
}

type Origins = Map<number, Origin>;

/** Follows columns through a command; false where later conditions say nothing of single documents. */
function follow(command: CheckedCommand, origins: Origins): boolean {
  switch (command.kind) {
    case "eval":
      for (const { column, expression } of command.columns) {
        const origin = originOf(expression, origins);
        if (origin !== undefined) origins.set(column.slot, origin);
      }
      return true;
    case "mvExpand": {
      // A row of each value: the document is needed if any of them passes.
      const origin = origins.get(command.from);
      if (origin !== undefined) origins.set(command.column.slot, origin);
      return true;
    }
    case "project":
    case "sort":
    case "dissect":
    case "grok":
    case "lookup":
      return true;
    default:
      return false;
  }
}

function originOf(expression: TypedExpression, origins: Origins): Origin | undefined {
  if (expression.kind === "column") return origins.get(expression.slot);
  if (expression.kind !== "call" || expression.name !== "to_lower") return undefined;
  const of = originOf(expression.args[0]!, origins);
  return of === undefined ? undefined : { field: of.field, folded: true };
}

const anything = constant(true);
const never = constant(false);

/** What is so of a document whenever the expression is true. */
function whenTrue(expression: TypedExpression, origins: Origins): Predicate {
  switch (expression.kind) {
    case "constant":
      return constant(expression.value === true);
    case "document":
      return expression.predicate;
    case "column": {
      const origin = origins.get(expression.slot);
      return origin === undefined ? anything : equals(origin.field, true);
    }
    case "call":
      return whenCallTrue(expression, origins);
  }
}

type CallExpression = Extract<TypedExpression, { kind: "call" }>;

function whenCallTrue(call: CallExpression, origins: Origins): Predicate {
  const [first, ...rest] = call.args;
  switch (call.name) {
    case "and":
      return and(...call.args.map((arg) => whenTrue(arg, origins)));
    case "or":
      return or(...call.args.map((arg) => whenTrue(arg, origins)));
    case "not":
      return whenFalse(first!, origins);
    case "is_not_null":
      return whenNotNull(first!, origins);
    case "is_null":
      return whenNull(first!, origins);
    case "==":
      return compared(call, origins) ?? whenNotNull(call, origins);
    case "in":
      // `TRUE IN (a, b)`, as rules write it, holds where one of them does.
      if (first!.kind === "constant" && first!.value === true) return or(...rest.map((arg) => whenTrue(arg, origins)));
      return isIn(first!, rest, origins) ?? whenNotNull(first!, origins);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordered(call.name, first!, rest[0]!, origins) ?? whenNotNull(call, origins);
    case "like":
      return patterned(first!, constants(rest), likePatterns, origins) ?? whenNotNull(first!, origins);
    case "rlike":
      return expressionOf(first!, constants(rest), origins) ?? whenNotNull(first!, origins);
    case "starts_with":
      return (
        patterned(first!, constants(rest), ([text]) => [`${escaped(text!)}*`], origins) ?? whenNotNull(call, origins)
      );
    case "ends_with":
      return (
        patterned(first!, constants(rest), ([text]) => [`*${escaped(text!)}`], origins) ?? whenNotNull(call, origins)
      );
    case "contains":
      return (
        patterned(first!, constants(rest), ([text]) => [`*${escaped(text!)}*`], origins) ?? whenNotNull(call, origins)
      );
    case "cidr_match":
      return inBlocks(first!, constants(rest), origins) ?? whenNotNull(first!, origins);
    default:
      return whenNotNull(call, origins);
  }
}

/** What is so of a document whenever the expression is false, which is not when it is null. */
function whenFalse(expression: TypedExpression, origins: Origins): Predicate {
  if (expression.kind === "constant") return constant(expression.value === false);
  if (expression.kind === "document") return not(expression.predicate);
  if (expression.kind === "column") {
    const origin = origins.get(expression.slot);
    return origin === undefined ? anything : equals(origin.field, false);
  }
  const { name, args } = expression;
  switch (name) {
    case "and":
      return or(...args.map((arg) => whenFalse(arg, origins)));
    case "or":
      return and(...args.map((arg) => whenFalse(arg, origins)));
    case "not":
      return whenTrue(args[0]!, origins);
    case "is_null":
      return whenNotNull(args[0]!, origins);
    case "is_not_null":
      return whenNull(args[0]!, origins);
    case "!=":
      return whenTrue({ ...expression, name: "==" }, origins);
    case "in":
    case "cidr_match":
      return whenNotNull(args[0]!, origins);
    default:
      return whenNotNull(expression, origins);
  }
}

/** A column of the source is null only without a value; what is computed of it is null for several values too. */
function whenNull(expression: TypedExpression, origins: Origins): Predicate {
  const origin = expression.kind === "column" ? origins.get(expression.slot) : undefined;
  return origin === undefined || origin.folded ? anything : not(exists(origin.field));
}

/** What is so of a document whenever the expression has a value: functions that answer null to null need their arguments. */
function whenNotNull(expression: TypedExpression, origins: Origins): Predicate {
  if (expression.kind === "constant") return constant(expression.value !== null);
  if (expression.kind === "document") return anything;
  if (expression.kind === "column") {
    const origin = origins.get(expression.slot);
    return origin === undefined ? anything : exists(origin.field);
  }
  const { name, args } = expression;
  if (name === "coalesce") return or(...args.map((arg) => whenNotNull(arg, origins)));
  const isStrict = scalarFunctions.get(name)?.kind === "single" || conversions.has(name);
  return isStrict ? and(...args.map((arg) => whenNotNull(arg, origins))) : anything;
}

/** Functions of whole values that answer null to null all the same. */
const conversions: ReadonlySet<string> = new Set(
  "to_string to_str to_boolean to_bool to_integer to_int to_long to_double to_dbl to_datetime to_dt to_ip to_version to_ver".split(
    " ",
  ),
);

function compared(call: CallExpression, origins: Origins): Predicate | undefined {
  const [left, right] = call.args;
  if (left!.kind === "constant" && right!.kind !== "constant") return isIn(right!, [left!], origins);
  return isIn(left!, [right!], origins);
}

/** The operand equals one of the constants; a null among them equals nothing. */
function isIn(operand: TypedExpression, list: readonly TypedExpression[], origins: Origins): Predicate | undefined {
  const origin = originOf(operand, origins);
  const values = constants(list)?.filter((value) => value !== null);
  if (origin === undefined || values === undefined || mixesDates([operand, ...list])) return undefined;
  const scalars = values.flatMap((value) => scalarOf(value) ?? []);
  // Of several values in one constant, and of points, nothing is said.
  if (scalars.length !== values.length) return undefined;
  if (scalars.length === 0) return never;
  if (!origin.folded) return oneOf(origin.field, scalars);
  const spellings = scalars.map((scalar) => lowerSpellings(scalar));
  return spellings.includes(undefined)
    ? undefined
    : oneOf(
        origin.field,
        spellings.flatMap((each) => each!),
        true,
      );
}

const kelvin = "\u212a";
const mostKelvins = 4;

/**
 * Texts of which one equals, A to Z folded, every text that has this one as its lower case.
 *
 * Of letters beyond ASCII only the Kelvin sign becomes an ASCII letter, `k`. Undefined for other texts than ASCII.
 */
function lowerSpellings(value: Scalar): readonly string[] | undefined {
  if (typeof value !== "string" || !/^[\0-\x7f]*$/.test(value)) return undefined;
  // No text has one with capitals as its lower case.
  if (/[A-Z]/.test(value)) return [];
  const parts = value.split("k");
  if (parts.length - 1 > mostKelvins) return undefined;
  return parts
    .slice(1)
    .reduce<string[]>(
      (texts, part) => texts.flatMap((text) => [`${text}k${part}`, `${text}${kelvin}${part}`]),
      [parts[0]!],
    );
}

const mirrored = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function ordered(
  operator: keyof typeof mirrored,
  left: TypedExpression,
  right: TypedExpression,
  origins: Origins,
): Predicate | undefined {
  if (left.kind === "constant" && right.kind !== "constant") return ordered(mirrored[operator], right, left, origins);
  const origin = originOf(left, origins);
  if (origin === undefined || origin.folded || right.kind !== "constant") return undefined;
  if (right.value === null) return never;
  if (mixesDates([left, right])) return undefined;
  const scalar = scalarOf(right.value);
  return scalar === undefined ? undefined : compare(origin.field, operator, scalar);
}

/** Dates in milliseconds and in nanoseconds are numbers of different units. */
function mixesDates(expressions: readonly TypedExpression[]): boolean {
  const types = new Set(expressions.map(({ type }) => type));
  return types.has("date_nanos") && types.has("datetime");
}

function patterned(
  operand: TypedExpression,
  texts: readonly Value[] | undefined,
  patternsOf: (texts: readonly string[]) => readonly string[],
  origins: Origins,
): Predicate | undefined {
  const origin = originOf(operand, origins);
  if (origin === undefined || texts === undefined || !texts.every((text) => typeof text === "string")) return undefined;
  const patterns = patternsOf(texts as readonly string[]);
  if (!origin.folded) return wildcard(origin.field, patterns);
  return wildcard(origin.field, patterns.map(foldedPattern), true);
}

/**
 * A pattern, A to Z folded, for every text whose lower case matches this one.
 *
 * `k` may come from the Kelvin sign, an `i` with a mark behind it and so two characters from one capital, and letters
 * beyond ASCII are not folded here: they and the wildcards beside them are any run.
 */
function foldedPattern(pattern: string): string {
  return pattern.replace(/i?(?:[*?]|[^\0-\x7f])+/gu, "*").replaceAll("k", "?");
}

/** ES|QL's patterns without their escapes: an escaped character is any one, which is wider. */
function likePatterns(patterns: readonly string[]): readonly string[] {
  return patterns.map((pattern) => pattern.replace(/\\[\s\S]/gu, "?"));
}

/** A text as part of a pattern: `*` and `?` stand for any character. */
function escaped(text: string): string {
  return text.replace(/[*?]/g, "?");
}

function expressionOf(
  operand: TypedExpression,
  texts: readonly Value[] | undefined,
  origins: Origins,
): Predicate | undefined {
  const origin = originOf(operand, origins);
  if (origin === undefined || origin.folded || texts === undefined) return undefined;
  return texts.every((text) => typeof text === "string") ? regex(origin.field, texts as readonly string[]) : undefined;
}

function inBlocks(
  operand: TypedExpression,
  blocks: readonly Value[] | undefined,
  origins: Origins,
): Predicate | undefined {
  const origin = originOf(operand, origins);
  if (origin === undefined || origin.folded || blocks === undefined) return undefined;
  const known = blocks.every((block) => typeof block === "string" && parseIpBlock(block) !== undefined);
  return known ? cidr(origin.field, blocks as readonly string[]) : undefined;
}

function constants(expressions: readonly TypedExpression[]): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const expression of expressions) {
    if (expression.kind !== "constant") return undefined;
    values.push(expression.value);
  }
  return values;
}

function scalarOf(value: Value): Scalar | undefined {
  return value === null || typeof value === "object" ? undefined : value;
}
