import { type Catalogue, type Field, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { luceneWildcardParts } from "../language/eql/luceneWildcard.ts";
import { cidr, constant, exists, not, oneOf } from "../predicate/build.ts";
import { parseIpBlock } from "../predicate/ip.ts";
import { matchesParts } from "../predicate/patternParts.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { addressRangeBlocks } from "./addressRange.ts";
import type { ExceptionEntry } from "./rule.ts";

/** What an entry comes down to, or why it cannot be evaluated. */
export type EntryCondition =
  | { readonly kind: "condition"; readonly predicate: Predicate }
  | { readonly kind: "problem"; readonly reason: string };

/** Above this many `a-b` ranges Kibana applies no exception that uses the list (kibana, MAXIMUM_SMALL_IP_RANGE_VALUE_LIST_DASH_SIZE). */
const mostRanges = 200;

/**
 * The condition of one exception entry, as Kibana's `build_exception_filter` queries for it (elastic-rules facts §4).
 *
 * Values compare exactly and case-sensitively, any value of a field counts; on ip fields a value may be a CIDR block.
 * `excluded` turns the condition around, so a missing field satisfies it. A field that is not in the catalogue has no
 * value.
 */
export function entryCondition(entry: ExceptionEntry, catalogue: Catalogue): EntryCondition {
  const field = catalogue.field(entry.field);
  const predicate = field === undefined ? constant(false) : predicateOf(entry, field);
  if (typeof predicate === "string") return { kind: "problem", reason: predicate };
  return { kind: "condition", predicate: entry.operator === "excluded" ? not(predicate) : predicate };
}

/** The predicate of an included entry, or why there is none. */
function predicateOf(entry: ExceptionEntry, field: Field): Predicate | string {
  const family = familyOf(field.type);
  if (family === "object") return `\`${field.name}\` is not a plain field but of type ${field.type}`;
  if (entry.type === "exists") return exists(field);
  if (field.type === "text" || field.type === "match_only_text") return analysed(field);
  if (entry.type === "wildcard")
    return family === "string" ? matchesParts(field, luceneWildcardParts(entry.value), false) : noPattern(field);
  if (entry.type === "list" && entry.list.type === "ip_range") return rangePredicate(entry.values, field);
  return valuesPredicate(
    entry.type === "match" ? [entry.value] : entry.type === "list" ? entry.values : entry.value,
    field,
  );
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
  if (family === "date")
    return `an exception on \`${field.name}\`, a field of type ${field.type}, is not yet supported`;
  if (family === "string" || family === "version") return oneOf(field, values);
  const scalars: Scalar[] = [];
  for (const value of values) {
    const scalar = family === "boolean" ? booleanOf(value) : numberOf(value);
    if (scalar === undefined) return misfit(value, field);
    scalars.push(scalar);
  }
  return oneOf(field, scalars);
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
