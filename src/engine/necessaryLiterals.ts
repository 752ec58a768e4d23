import { type Field, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { verbatimFields } from "../normalize/cloudtrailFields.ts";
import type { Predicate, Test } from "../predicate/predicate.ts";

/**
 * Texts of which one must stand in a plain CloudTrail record for a predicate to hold; undefined when it may hold without.
 *
 * They come from string conditions on fields that are copied from the record as they are, cut at what JSON may write in
 * another way (quotes, backslashes, slashes, anything not ASCII). So a record of plain JSON, in which no character is
 * written as `\u…`, and in which none of them occurs cannot satisfy the predicate.
 */
export function necessaryLiterals(predicate: Predicate): readonly string[] | undefined {
  switch (predicate.kind) {
    case "and":
      return rarest(predicate.operands.map(necessaryLiterals));
    case "or":
      return union(predicate.operands.map(necessaryLiterals));
    case "test":
      return isVerbatim(predicate.field) ? ofTest(predicate.test) : undefined;
    case "constant":
      return predicate.value ? undefined : [];
    case "not":
    case "expression":
      return undefined;
  }
}

type Literals = readonly string[] | undefined;

/** Too many texts cost more to look for than they save. */
const mostLiterals = 16;

function rarest(bounds: readonly Literals[]): Literals {
  return bounds.reduce<Literals>((best, bound) => {
    if (bound === undefined || best === undefined) return best ?? bound;
    return weight(bound) > weight(best) ? bound : best;
  }, undefined);
}

/** The shortest text decides how often something is found; few texts are better than many. */
function weight(literals: readonly string[]): number {
  if (literals.length === 0) return Number.POSITIVE_INFINITY;
  return Math.min(...literals.map((literal) => literal.length)) - literals.length / 8;
}

function union(bounds: readonly Literals[]): Literals {
  const all = new Set<string>();
  for (const bound of bounds) {
    if (bound === undefined) return undefined;
    for (const literal of bound) all.add(literal);
  }
  return all.size > mostLiterals ? undefined : [...all];
}

const flattened = "aws.cloudtrail.flattened.";

function isVerbatim({ name, type }: Field): boolean {
  return familyOf(type) === "string" && (verbatimFields.has(name) || name.startsWith(flattened));
}

function ofTest(test: Test): Literals {
  switch (test.kind) {
    case "equals":
      return ofValues([test.value]);
    case "oneOf":
      return test.ignoreCase ? undefined : ofValues(test.values);
    case "wildcard":
      return test.ignoreCase ? undefined : union(test.patterns.map((pattern) => longest(pattern.split(/[*?]/))));
    default:
      return undefined;
  }
}

function ofValues(values: readonly Scalar[]): Literals {
  return union(values.map((value) => (typeof value === "string" ? longest([value]) : undefined)));
}

/** The longest piece that JSON writes in one way only; a number may be written in several. */
function longest(texts: readonly string[]): Literals {
  const pieces = texts.flatMap((text) => text.split(/[^ !#-.0-;=?-[\]-~]+/));
  const best = pieces.reduce((longer, piece) => (piece.length > longer.length ? piece : longer), "");
  return best.length >= 4 && /[a-df-zA-DF-Z]/.test(best) ? [best] : undefined;
}
