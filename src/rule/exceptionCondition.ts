import { dateInterval, isDateMath } from "../ecs/dateInterval.ts";
import { type Catalogue, type Field, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { luceneWildcardParts } from "../language/eql/luceneWildcard.ts";
import { within } from "../language/kuery/lower.ts";
import { nestedPathOf } from "../language/kuery/nesting.ts";
import { longestRegex, phraseRegex, wordsOf } from "../language/kuery/words.ts";
import { and, cidr, constant, element, exists, not, oneOf, or, regex } from "../predicate/build.ts";
import { parseIpBlock } from "../predicate/ip.ts";
import { matchesParts } from "../predicate/patternParts.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { addressRangeBlocks } from "./addressRange.ts";
import type { ExceptionEntry, PlainExceptionEntry } from "./rule.ts";

/** What an entry comes down to, or why it cannot be evaluated. */
export type EntryCondition =
  | { readonly kind: "condition"; readonly predicate: Predicate }
  | { readonly kind: "problem"; readonly reason: string };

type NestedEntry = Extract<ExceptionEntry, { readonly type: "nested" }>;

/** Above this many `a-b` ranges Kibana applies no exception that uses the list (kibana, MAXIMUM_SMALL_IP_RANGE_VALUE_LIST_DASH_SIZE). */
const mostRanges = 200;

/**
 * The condition of one exception entry, as Kibana's `build_exception_filter` queries for it (elastic-rules facts §4).
 *
 * Values compare exactly and case-sensitively, any value of a field counts; on ip fields a value may be a CIDR block, a
 * date covers what it leaves open (`2026-03-10` the day), and of an analysed text the words are looked for, in their
 * order. `excluded` turns the condition around, so a missing field satisfies it. A field that is not in the catalogue
 * has no value, and neither has one below a nested field, unless a nested entry names both.
 */
export function entryCondition(entry: ExceptionEntry, catalogue: Catalogue): EntryCondition {
  const predicate =
    entry.type === "nested" ? nestedPredicate(entry, catalogue) : conditionOn(entry, entry.field, undefined, catalogue);
  return typeof predicate === "string" ? { kind: "problem", reason: predicate } : { kind: "condition", predicate };
}

/**
 * One element satisfies all inner entries, `excluded` ones by not satisfying them; where the field is not mapped as nested
 * Elasticsearch fails the search (kibana, `buildNestedClause`).
 */
function nestedPredicate({ field: path, entries }: NestedEntry, catalogue: Catalogue): Predicate | string {
  const nested = catalogue.field(path);
  if (nested?.type !== "nested")
    return `\`${path}\` is not mapped as nested, for which Elasticsearch fails the search; name \`${path}.…\` in a plain entry`;
  const conditions: Predicate[] = [];
  for (const entry of entries) {
    const predicate = conditionOn(entry, `${path}.${entry.field}`, path, catalogue);
    if (typeof predicate === "string") return predicate;
    conditions.push(predicate);
  }
  return element(nested, and(...conditions));
}

/** A field that is not mapped, or lies below another nested field than the one that is looked into, has no value. */
function conditionOn(
  entry: PlainExceptionEntry,
  name: string,
  path: string | undefined,
  catalogue: Catalogue,
): Predicate | string {
  const field = nestedPathOf(catalogue, name) === path ? catalogue.field(name) : undefined;
  const predicate = field === undefined ? constant(false) : predicateOf(entry, field);
  return typeof predicate === "string" || entry.operator === "included" ? predicate : not(predicate);
}

/** The predicate of an included entry, or why there is none. */
function predicateOf(entry: PlainExceptionEntry, field: Field): Predicate | string {
  const family = familyOf(field.type);
  if (family === "object") return `\`${field.name}\` is not a plain field but of type ${field.type}`;
  if (entry.type === "exists") return exists(field);
  if (field.type === "text" || field.type === "match_only_text")
    return entry.type === "match" || entry.type === "match_any"
      ? phrases([entry.value].flat(), field)
      : analysed(field);
  if (entry.type === "wildcard")
    return family === "string" ? matchesParts(field, luceneWildcardParts(entry.value), false) : noPattern(field);
  if (entry.type === "list" && entry.list.type === "ip_range") return rangePredicate(entry.values, field);
  return valuesPredicate(
    entry.type === "match" ? [entry.value] : entry.type === "list" ? entry.values : entry.value,
    field,
  );
}

/** A match_phrase query: the words of the value one after the other, their case aside; a value without words has no match. */
function phrases(values: readonly string[], field: Field): Predicate | string {
  const patterns: string[] = [];
  for (const value of values) {
    const words = wordsOf(value);
    if (words === undefined) return analysed(field);
    if (words.length > 0) patterns.push(phraseRegex(words));
  }
  if (patterns.some(({ length }) => length > longestRegex)) return analysed(field);
  return patterns.length === 0 ? constant(false) : regex(field, patterns, true);
}

function analysed(field: Field): string {
  const instead = field.keyword === undefined ? "" : `; name \`${field.keyword}\` instead`;
  return `\`${field.name}\` is analysed text, which Elasticsearch compares word by word${instead}`;
}

function noPattern(field: Field): string {
  return `a wildcard cannot be tested on \`${field.name}\`, a field of type ${field.type}`;
}

/** Any of the values, as Elasticsearch compares them with a field of that type; or why it cannot. */
export function valuesPredicate(values: readonly string[], field: Field): Predicate | string {
  const family = familyOf(field.type);
  if (family === "ip") return blocksPredicate(values, field);
  if (family === "date") return datesPredicate(values, field);
  if (family === "string" || family === "version") return oneOf(field, values);
  const scalars: Scalar[] = [];
  for (const value of values) {
    const scalar = family === "boolean" ? booleanOf(value) : numberOf(value);
    if (scalar === undefined) return misfit(value, field);
    scalars.push(scalar);
  }
  return oneOf(field, scalars);
}

/** A date equals the range that it covers (DateFieldMapper.DateFieldType.termQuery). */
function datesPredicate(values: readonly string[], field: Field): Predicate | string {
  const covered: Predicate[] = [];
  for (const value of values) {
    if (isDateMath(value))
      return `\`${value}\` is date maths, which depends on the time at which the rule runs; write a date`;
    const interval = dateInterval(value, field.type === "date_nanos" ? "date_nanos" : "date");
    if (interval === undefined) return misfit(value, field);
    covered.push(within(field, interval.first, interval.last));
  }
  return or(...covered);
}

function booleanOf(value: string): boolean | undefined {
  return value === "true" ? true : value === "false" ? false : undefined;
}

function numberOf(value: string): number | bigint | undefined {
  if (value.length > 40 || !/^-?\d+(?:\.\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return value.includes(".") || Number.isSafeInteger(number) ? number : BigInt(value);
}

function misfit(value: string, field: Field): string {
  return `\`${value}\` is not a value of \`${field.name}\`, a field of type ${field.type}`;
}

function blocksPredicate(values: readonly string[], field: Field): Predicate | string {
  const bad = values.find((value) => parseIpBlock(value) === undefined);
  return bad === undefined ? cidr(field, values) : misfit(bad, field);
}

/** Ranges `a-b`, CIDR blocks and single addresses. */
function rangePredicate(values: readonly string[], field: Field): Predicate | string {
  if (familyOf(field.type) !== "ip")
    return `a list of address ranges cannot be tested on \`${field.name}\`, a field of type ${field.type}`;
  const ranges = values.filter((value) => value.includes("-"));
  if (ranges.length > mostRanges)
    return `the list has ${ranges.length} ranges \`a-b\`; Kibana applies at most ${mostRanges}`;
  const blocks: string[] = [];
  for (const value of values) {
    const found = value.includes("-") ? addressRangeBlocks(value) : parseIpBlock(value) && [value];
    if (found === undefined) return misfit(value, field);
    blocks.push(...found);
  }
  return cidr(field, blocks);
}
