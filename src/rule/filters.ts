import { type Catalogue, type Field, familyOf } from "../ecs/field.ts";
import { and, compare, constant, exists, not, or, wildcard } from "../predicate/build.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { valuesPredicate } from "./exceptionCondition.ts";
import { isPlainObject, listIn, objectIn, type PlainObject, type PlainValue, stringIn } from "./plain.ts";

/** What filters come down to, or why they cannot be evaluated, as a sentence fragment. */
export type FilterCondition = { readonly predicate: Predicate } | { readonly problem: string };

/**
 * The condition of a rule's `filters`: all that are not disabled hold, negated ones do not (kibana
 * …/es-query/src/es_query/from_filters.ts).
 *
 * A filter is Elasticsearch's query language. Understood are `bool`, `exists`, `match`, `match_phrase`, `match_all`,
 * `prefix`, `range`, `term`, `terms` and `wildcard` on fields that are not analysed; anything else is a problem, since
 * leaving a filter out would change the rule. A field that is not mapped has no value.
 */
export function filterCondition(filters: readonly unknown[], catalogue: Catalogue): FilterCondition {
  try {
    const conditions = filters.map((filter) => filterPredicate(asObject(filter as PlainValue), catalogue));
    return { predicate: and(...conditions) };
  } catch (fault) {
    if (fault instanceof FilterFault) return { problem: fault.message };
    throw fault;
  }
}

/** Carries the reason out of nested clauses. */
class FilterFault extends Error {}

function filterPredicate(filter: PlainObject, catalogue: Catalogue): Predicate {
  const meta = objectIn(filter, "meta");
  if (meta?.["disabled"] === true) return constant(true);
  const query = objectIn(filter, "query") ?? legacyQuery(filter);
  const predicate =
    meta?.["type"] === "combined"
      ? combined(meta, catalogue)
      : query === undefined
        ? fail("it has no query")
        : clause(query, catalogue, 0);
  return meta?.["negate"] === true ? not(predicate) : predicate;
}

/** Before Kibana 7 the clause stood beside `meta` (kibana …/migrate_filter.ts, `exists`, `range`). */
function legacyQuery(filter: PlainObject): PlainObject | undefined {
  for (const key of ["exists", "range", "bool", "match_all"]) {
    const value = filter[key];
    if (value !== undefined) return { [key]: value };
  }
  return undefined;
}

function combined(meta: PlainObject, catalogue: Catalogue): Predicate {
  const operands = (listIn(meta, "params") ?? []).map((filter) => filterPredicate(asObject(filter), catalogue));
  return meta["relation"] === "OR" ? or(...operands) : and(...operands);
}

const deepest = 32;

function clause(query: PlainObject, catalogue: Catalogue, depth: number): Predicate {
  if (depth > deepest) fail("it is nested too deeply");
  const [name, ...more] = Object.keys(query);
  if (name === undefined || more.length > 0) return fail("a clause must have one key");
  const body = query[name]!;
  if (name === "bool") return bool(asObject(body), catalogue, depth);
  if (name === "match_all") return constant(true);
  if (name === "exists") return ofField(stringIn(asObject(body), "field") ?? "", catalogue, exists);
  const build = fieldClauses[name];
  if (build === undefined) return fail(`\`${name}\` is not understood`);
  const entries = Object.entries(asObject(body)).filter(([key]) => key !== "boost" && key !== "_name");
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return fail(`\`${name}\` must name one field`);
  return ofField(entry[0], catalogue, (field) => build(field, entry[1]));
}

function ofField(name: string, catalogue: Catalogue, build: (field: Field) => Predicate): Predicate {
  const field = catalogue.field(name);
  return field === undefined ? constant(false) : build(field);
}

function bool(body: PlainObject, catalogue: Catalogue, depth: number): Predicate {
  const clauses = (key: string) => {
    const value = body[key] ?? [];
    return (Array.isArray(value) ? value : [value]).map((each) => clause(asObject(each), catalogue, depth + 1));
  };
  const should = clauses("should");
  const required = [...clauses("must"), ...clauses("filter")];
  const least = body["minimum_should_match"] ?? (required.length === 0 ? 1 : 0);
  if (should.length > 0 && String(least) !== "1" && String(least) !== "0")
    fail("`minimum_should_match` other than 1 is not understood");
  const some = should.length > 0 && String(least) === "1" ? [or(...should)] : [];
  return and(...required, ...some, ...clauses("must_not").map(not));
}

const fieldClauses: Readonly<Record<string, (field: Field, body: PlainValue) => Predicate>> = {
  term: (field, body) => values(field, [valueIn(body, "value")]),
  terms: (field, body) => values(field, Array.isArray(body) ? body : fail("`terms` must have a list")),
  match: (field, body) => values(field, [valueIn(body, "query")]),
  match_phrase: (field, body) => values(field, [valueIn(body, "query")]),
  prefix: (field, body) => patternOf(field, `${escaped(textIn(body, "value"))}*`, body),
  wildcard: (field, body) =>
    patternOf(field, textIn(body, isPlainObject(body) && "wildcard" in body ? "wildcard" : "value"), body),
  range: (field, body) => range(field, asObject(body)),
};

/** `{field: value}` is short for `{field: {key: value}}`. */
function valueIn(body: PlainValue, key: string): PlainValue {
  return isPlainObject(body) ? (body[key] ?? fail(`\`${key}\` is missing`)) : body;
}

function textIn(body: PlainValue, key: string): string {
  const value = valueIn(body, key);
  return typeof value === "string" ? value : fail(`\`${key}\` must be a string`);
}

function values(field: Field, wanted: readonly PlainValue[]): Predicate {
  if (field.type === "text" || field.type === "match_only_text") fail(`\`${field.name}\` is analysed text`);
  const predicate = valuesPredicate(wanted.map(String), field);
  return typeof predicate === "string" ? fail(predicate) : predicate;
}

function patternOf(field: Field, pattern: string, body: PlainValue): Predicate {
  if (familyOf(field.type) !== "string") fail(`a pattern cannot be tested on \`${field.name}\`, of type ${field.type}`);
  if (/\\(?![\\])/.test(pattern.replaceAll("\\\\", ""))) fail(`the pattern \`${pattern}\` escapes a character`);
  const ignoreCase = isPlainObject(body) && body["case_insensitive"] === true;
  return wildcard(field, [pattern.replaceAll("\\\\", "\\")], ignoreCase);
}

function escaped(text: string): string {
  return /[*?\\]/.test(text) ? fail(`the prefix \`${text}\` holds a wildcard`) : text;
}

const bounds = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

function range(field: Field, body: PlainObject): Predicate {
  const family = familyOf(field.type);
  const operands = Object.entries(bounds).flatMap(([key, operator]) => {
    const value = body[key];
    if (value === undefined || value === null) return [];
    if (family === "number" && (typeof value === "number" || typeof value === "bigint"))
      return [compare(field, operator, value)];
    if (family === "string" && typeof value === "string") return [compare(field, operator, value)];
    return fail(`a range on \`${field.name}\`, a field of type ${field.type}, is not understood`);
  });
  return and(exists(field), ...operands);
}

function asObject(value: PlainValue | undefined): PlainObject {
  return isPlainObject(value) ? value : fail("it must be an object");
}

function fail(reason: string): never {
  throw new FilterFault(`a filter cannot be applied: ${reason}`);
}
