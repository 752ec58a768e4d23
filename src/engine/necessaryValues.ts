import { type Field, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import type { Predicate, Test } from "../predicate/predicate.ts";

/**
 * The values, in lower case, of which a string field must have one for a predicate to hold; undefined when the
 * predicate may hold whatever the field has.
 *
 * What is answered is necessary, not sufficient: a value in another case, or other conditions, may still fail. Folding
 * more than a test does only makes the answer wider.
 */
export function necessaryValues(predicate: Predicate, name: string): ReadonlySet<string> | undefined {
  switch (predicate.kind) {
    case "constant":
      return predicate.value ? undefined : new Set();
    case "and":
      return smallest(predicate.operands.map((operand) => necessaryValues(operand, name)));
    case "or":
      return union(predicate.operands.map((operand) => necessaryValues(operand, name)));
    case "test":
      return isString(predicate.field, name) ? valuesOfTest(predicate.test) : undefined;
    case "not":
    case "expression":
      return undefined;
  }
}

type Values = ReadonlySet<string> | undefined;

/** All operands must hold, so any one bound is a bound: the tightest. */
function smallest(bounds: readonly Values[]): Values {
  return bounds.reduce(
    (best, bound) => (best === undefined || (bound && bound.size < best.size) ? bound : best),
    undefined,
  );
}

/** One operand must hold: bounded only if each is. */
function union(bounds: readonly Values[]): Values {
  const all = new Set<string>();
  for (const bound of bounds) {
    if (bound === undefined) return undefined;
    for (const value of bound) all.add(value);
  }
  return all;
}

function isString(field: Field, name: string): boolean {
  return field.name === name && familyOf(field.type) === "string";
}

function valuesOfTest(test: Test): Values {
  switch (test.kind) {
    case "equals":
      return lowered([test.value]);
    case "oneOf":
      return lowered(test.values);
    case "wildcard":
      return test.patterns.some((pattern) => /[*?]/.test(pattern)) ? undefined : lowered(test.patterns);
    default:
      return undefined;
  }
}

function lowered(values: readonly Scalar[]): Values {
  if (values.some((value) => typeof value !== "string")) return undefined;
  return new Set(values.map((value) => String(value).toLowerCase()));
}
