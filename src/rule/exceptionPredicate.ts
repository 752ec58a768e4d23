import type { Catalogue } from "../ecs/field.ts";
import { and, constant, or } from "../predicate/build.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { entryCondition } from "./exceptionCondition.ts";
import type { ExceptionItem } from "./rule.ts";

/**
 * The condition under which an event is exempt: any item, all of whose entries hold.
 *
 * An item with an entry that cannot be evaluated exempts nothing; {@link loadRules} and {@link compileRule} refuse such
 * a rule beforehand.
 */
export function exceptionPredicate(items: readonly ExceptionItem[], catalogue: Catalogue): Predicate {
  return or(...items.map((item) => itemPredicate(item, catalogue)));
}

/** The condition under which one item exempts an event. */
export function itemPredicate(item: ExceptionItem, catalogue: Catalogue): Predicate {
  const operands = item.entries.map((entry) => {
    const condition = entryCondition(entry, catalogue);
    return condition.kind === "condition" ? condition.predicate : constant(false);
  });
  return operands.length === 0 ? constant(false) : and(...operands);
}

/** Why the items cannot be evaluated, as a sentence fragment; undefined when they can. */
export function exceptionProblem(items: readonly ExceptionItem[], catalogue: Catalogue): string | undefined {
  for (const item of items) {
    for (const entry of item.entries) {
      const condition = entryCondition(entry, catalogue);
      if (condition.kind === "problem") return `exception \`${item.name}\` cannot be applied: ${condition.reason}`;
    }
  }
  return undefined;
}
