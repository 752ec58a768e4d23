import type { CheckedExpression } from "../../language/eql/checked.ts";
import { equals } from "../../predicate/build.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import { isImpossible } from "./impossible.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import { type LintedFilter, predicateOfCondition } from "./lintContext.ts";

/** Finds conditions that no event can satisfy, alone or together with those around them. */
export const neverTrue: LintCheck = {
  code: "LINT010",
  name: "a condition that is never true",
  run: ({ filters }) => filters.flatMap(findings),
};

function findings(filter: LintedFilter): Finding[] {
  const { category, condition } = filter.checked;
  const around = category === null ? [] : [equals(category.field, category.value)];
  return new Search(filter).visit(condition, around);
}

class Search {
  readonly #filter: LintedFilter;

  constructor(filter: LintedFilter) {
    this.#filter = filter;
  }

  /** `around` are the conditions that hold wherever this one counts. */
  visit(condition: CheckedExpression, around: readonly Predicate[]): Finding[] {
    switch (condition.kind) {
      case "and":
        return this.#visitAll(condition.operands, around);
      case "or":
        return condition.operands.flatMap((operand) => this.#visitAlternative(operand, around));
      case "not":
        return this.visit(condition.operand, []);
      default:
        return [];
    }
  }

  #visitAll(operands: readonly CheckedExpression[], around: readonly Predicate[]): Finding[] {
    const predicates = operands.map(predicateOfCondition);
    if (this.#isImpossible(...predicates)) return [conflict(...this.#culprits(operands, predicates))];
    return operands.flatMap((operand, at) => {
      return this.visit(operand, [...around, ...predicates.filter((_, other) => other !== at)]);
    });
  }

  #visitAlternative(operand: CheckedExpression, around: readonly Predicate[]): Finding[] {
    const own = predicateOfCondition(operand);
    if (around.length === 0 || this.#isImpossible(own) || !this.#isImpossible(own, ...around)) {
      return this.visit(operand, around);
    }
    return [deadAlternative(operand)];
  }

  #isImpossible(...predicates: readonly Predicate[]): boolean {
    // A condition that folds to a constant is another matter: an unmapped optional field, or `false` written out.
    if (predicates.some(({ kind }) => kind === "constant")) return false;
    return isImpossible(this.#filter, ...predicates);
  }

  /** The first two conditions that exclude each other, or all of them when it takes more than two. */
  #culprits(
    operands: readonly CheckedExpression[],
    predicates: readonly Predicate[],
  ): [first: CheckedExpression, second: CheckedExpression] {
    for (let second = 1; second < operands.length; second++) {
      for (let first = 0; first < second; first++) {
        if (this.#isImpossible(predicates[first]!, predicates[second]!)) return [operands[first]!, operands[second]!];
      }
    }
    return [operands[0]!, operands.at(-1)!];
  }
}

function conflict(first: CheckedExpression, second: CheckedExpression): Finding {
  return {
    span: second.span,
    message: "no event can satisfy both conditions",
    label: "excluded by the other condition",
    help: "join them with `or`, or remove one of them",
    also: { span: first.span, label: "this asks for something else" },
  };
}

function deadAlternative({ span }: CheckedExpression): Finding {
  return {
    span,
    message: "this alternative is never true",
    label: "excluded by the conditions around it",
    help: "remove it, or move it out of the parentheses",
  };
}
