import type { Scalar } from "../../ecs/value.ts";
import type { Dataset } from "../../normalize/record.ts";
import { atomKey } from "../../predicate/atomKey.ts";
import { and } from "../../predicate/build.ts";
import { atomsOf } from "../../predicate/fields.ts";
import { possible } from "../../predicate/partial.ts";
import type { Atom, Predicate } from "../../predicate/predicate.ts";
import { type KnownValues, lookUp } from "./dataStreams.ts";
import type { LintedFilter } from "./lintContext.ts";
import { singleValuedEcs, streamFactsOf } from "./streamFacts.ts";

const mostCandidates = 64;
const mostAtoms = 600;

/**
 * Whether no event at all can satisfy all the predicates together.
 *
 * Found where they ask both for a condition and for its opposite, or where a field of one value is asked for values none
 * of which satisfies the rest. True is sure; false only says that it was not found. A predicate of more than 600 atoms
 * is not looked at.
 */
export function isImpossible(filter: LintedFilter, ...predicates: readonly Predicate[]): boolean {
  const whole = and(...predicates);
  if (whole.kind === "constant") return !whole.value;
  if (atomsOf(whole).length > mostAtoms) return false;
  const needs = conjunctsOf(whole, true);
  if (hasOpposites(needs)) return true;
  if (!filter.isClosed) return isImpossibleIn(whole, needs, new Map(), singleValuedEcs);
  return filter.streams.every(({ dataset, known }) => isImpossibleIn(whole, needs, known, singleFields(dataset)));
}

function singleFields(dataset: Dataset): ReadonlySet<string> {
  return streamFactsOf(dataset).singleValued;
}

function isImpossibleIn(
  whole: Predicate,
  needs: readonly Need[],
  known: KnownValues,
  single: ReadonlySet<string>,
): boolean {
  for (const { atom, wanted } of needs) {
    const values = wanted ? valuesOf(atom) : undefined;
    if (values === undefined || values.length > mostCandidates || atom.kind !== "test") continue;
    if (!single.has(atom.field.name) || known.has(atom.field.name)) continue;
    const { name } = atom.field;
    if (values.every((value) => possible(whole, lookUp(new Map([...known, [name, [value]]]))) === "no")) return true;
  }
  return false;
}

/** The values that a test is met by, one by one; undefined when they cannot be listed. */
function valuesOf(atom: Atom): readonly Scalar[] | undefined {
  if (atom.kind !== "test" || atom.field.type === "ip") return undefined;
  const { test } = atom;
  if (test.kind === "equals") return [test.value];
  return test.kind === "oneOf" && !test.ignoreCase ? test.values : undefined;
}

/** An atom that must hold, or must not. */
interface Need {
  readonly atom: Atom;
  readonly wanted: boolean;
}

/** The atoms that decide a predicate by themselves: all of them must come out as wanted. */
export function conjunctsOf(predicate: Predicate, wanted: boolean): Need[] {
  switch (predicate.kind) {
    case "constant":
      return [];
    case "not":
      return conjunctsOf(predicate.operand, !wanted);
    case "and":
    case "or":
      return (predicate.kind === "and") === wanted
        ? predicate.operands.flatMap((operand) => conjunctsOf(operand, wanted))
        : [];
    case "test":
    case "expression":
      return [{ atom: predicate, wanted }];
  }
}

function hasOpposites(needs: readonly Need[]): boolean {
  const wanted = new Map<string, boolean>();
  return needs.some((need) => {
    const key = atomKey(need.atom);
    const before = wanted.get(key);
    wanted.set(key, need.wanted);
    return before !== undefined && before !== need.wanted;
  });
}
