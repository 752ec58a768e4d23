import type { EventView } from "../ecs/event.ts";
import { compile, compileAtom, type Matcher } from "../predicate/compile.ts";
import { AtomTable } from "../predicate/intern.ts";
import type { Atom, Predicate } from "../predicate/predicate.ts";
import { getOrPut } from "./getOrPut.ts";

/**
 * The distinct predicates of a rule set, each compiled once and evaluated at most once per event.
 *
 * Equal atoms become one object first, so that equal predicates are found by their shape over atom numbers, and a field
 * that many rules read is looked up in an event once.
 */
export class PredicateTable {
  readonly distinct: Predicate[] = [];
  readonly #atoms = new AtomTable();
  readonly #atomNumbers = new Map<Atom, number>();
  readonly #indices = new Map<string, number>();
  readonly #matchers: Matcher[] = [];
  readonly #atomMatchers = new Map<Atom, Matcher>();
  // Answers for the event in hand: one counts only when its stamp is the present generation.
  readonly #stamps: number[] = [];
  readonly #answers: boolean[] = [];
  #generation = 0;

  /** The index of the predicate among the distinct ones. */
  add(predicate: Predicate): number {
    const interned = this.#atoms.intern(predicate);
    const shape = this.#shapeOf(interned);
    const present = this.#indices.get(shape);
    if (present !== undefined) return present;
    const index = this.distinct.push(interned) - 1;
    this.#indices.set(shape, index);
    this.#matchers.push(compile(interned, (atom) => this.matcherOf(atom)));
    this.#stamps.push(0);
    this.#answers.push(false);
    return index;
  }

  /** One matcher for an atom of any of the distinct predicates. */
  matcherOf(atom: Atom): Matcher {
    return getOrPut(this.#atomMatchers, atom, () => compileAtom(atom));
  }

  /** Answers predicates, by index, for one event; valid until the next call. */
  evaluator(view: EventView): (index: number) => boolean {
    const generation = ++this.#generation;
    return (index) => {
      if (this.#stamps[index] !== generation) {
        this.#stamps[index] = generation;
        this.#answers[index] = this.#matchers[index]!(view);
      }
      return this.#answers[index]!;
    };
  }

  #shapeOf(predicate: Predicate): string {
    switch (predicate.kind) {
      case "constant":
        return String(predicate.value);
      case "and":
      case "or":
        return `${predicate.kind}(${predicate.operands.map((operand) => this.#shapeOf(operand)).join(",")})`;
      case "not":
        return `not(${this.#shapeOf(predicate.operand)})`;
      case "test":
      case "expression":
        return String(this.#numberOf(predicate));
    }
  }

  #numberOf(atom: Atom): number {
    const present = this.#atomNumbers.get(atom);
    if (present !== undefined) return present;
    const number = this.#atomNumbers.size;
    this.#atomNumbers.set(atom, number);
    return number;
  }
}
