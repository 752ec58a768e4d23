import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { atomsOf, fieldsOfAtom } from "../predicate/fields.ts";
import { leftOf } from "../predicate/partial.ts";
import type { Atom } from "../predicate/predicate.ts";
import type { RulePredicates } from "./dispatch.ts";
import { getOrPut } from "./getOrPut.ts";
import type { PredicateTable } from "./predicateTable.ts";

/** By rule the predicates to evaluate, by their indices in the table. */
export type PredicatesOfRule = (rule: number) => readonly number[];

/** Predicates that a table may get from here; beyond, events are offered to the rules' own. */
const mostAdded = 16_384;

/**
 * What is left of rules' predicates for events of which some fields are known beforehand.
 *
 * Most of what a rule asks of an event follows from its kind and its call, which come again and again; what they decide is
 * decided once for each combination of answers.
 */
export class Residuals {
  readonly #table: PredicateTable;
  readonly #byRule: RulePredicates;
  readonly #isKnown: (field: Field) => boolean;
  /** By predicate the atoms that are decided. */
  readonly #decided = new Map<number, readonly Atom[]>();
  /** By predicate and answers what is left. */
  readonly #left = new Map<string, number>();

  /** `isKnown` tells the fields that are known; of those the events given are to answer every one. */
  constructor(table: PredicateTable, byRule: RulePredicates, isKnown: (field: Field) => boolean) {
    this.#table = table;
    this.#byRule = byRule;
    this.#isKnown = isKnown;
  }

  /** What is left for events whose known fields have these values. */
  of(known: (field: Field) => readonly Scalar[] | undefined): PredicatesOfRule {
    const view = { values: (field: Field) => known(field) ?? [] };
    // Of many rules there are few that it is asked for.
    const byRule = new Map<number, readonly number[]>();
    const left = (predicate: number) => this.#leftOf(predicate, (atom) => this.#table.matcherOf(atom)(view));
    return (rule) => getOrPut(byRule, rule, () => (this.#byRule[rule] ?? []).map(left));
  }

  /** Whether one of these predicates is left that is not decided against the event. */
  mayHold(predicates: readonly number[]): boolean {
    return predicates.some((index) => {
      const left = this.#table.distinct[index]!;
      return left.kind !== "constant" || left.value;
    });
  }

  #leftOf(predicate: number, answer: (atom: Atom) => boolean): number {
    const decided = getOrPut(this.#decided, predicate, () => this.#decidedIn(predicate));
    if (decided.length === 0) return predicate;
    const answers = new Map(decided.map((atom) => [atom, answer(atom)]));
    const key = `${predicate} ${[...answers.values()].map(Number).join("")}`;
    const known = this.#left.get(key);
    if (known !== undefined) return known;
    if (this.#left.size >= mostAdded) return predicate;
    const left = this.#table.add(leftOf(this.#table.distinct[predicate]!, (atom) => answers.get(atom)));
    this.#left.set(key, left);
    return left;
  }

  #decidedIn(predicate: number): readonly Atom[] {
    const atoms = new Set(atomsOf(this.#table.distinct[predicate]!));
    return [...atoms].filter((atom) => fieldsOfAtom(atom).every(this.#isKnown));
  }
}
