import { atomKey } from "./atomKey.ts";
import type { Atom, Predicate } from "./predicate.ts";

/**
 * Makes equal atoms the same object over a whole rule set, so that each is evaluated and cached once.
 *
 * One table serves one plan; it keeps every atom it was given until it is dropped itself.
 */
export class AtomTable {
  private readonly byKey = new Map<string, Atom>();

  /** The same condition with every atom replaced by the table's own; unchanged parts are reused. */
  intern(predicate: Predicate): Predicate {
    switch (predicate.kind) {
      case "constant":
        return predicate;
      case "and":
      case "or": {
        const operands = predicate.operands.map((operand) => this.intern(operand));
        const isSame = operands.every((operand, i) => operand === predicate.operands[i]);
        return isSame ? predicate : { kind: predicate.kind, operands };
      }
      case "not": {
        const operand = this.intern(predicate.operand);
        return operand === predicate.operand ? predicate : { kind: "not", operand };
      }
      case "test":
      case "expression":
        return this.internAtom(predicate);
    }
  }

  /** The table's own object for an atom: the first one given with that key. */
  internAtom(atom: Atom): Atom {
    const key = atomKey(atom);
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, atom);
    return known ?? atom;
  }

  /** Every distinct atom, in the order they were first given. */
  atoms(): Atom[] {
    return [...this.byKey.values()];
  }
}
