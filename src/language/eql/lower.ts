import { and, constant, equals, not, or } from "../../predicate/build.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import type { Query, SequenceStep } from "../../predicate/query.ts";
import type { CheckedComparison, CheckedExpression, CheckedFilter, CheckedItem, CheckedQuery } from "./checked.ts";
import { isNegative, lowerLeaf } from "./lowerLeaf.ts";
import { isAlwaysNull } from "./unknownTruth.ts";

/**
 * The query as predicates, with EQL's rules for missing and multi-valued fields in the atoms (eql facts §5).
 *
 * Each leaf is a question of its own, met by any combination of values; `not`, `and` and `or` around leaves are plain
 * two-valued logic, so `!=` and `not` are true of a missing field. Sequences have `with runs` written out.
 */
export function lower(checked: CheckedQuery): Query {
  if (checked.kind === "event") return { kind: "event", predicate: lowerFilter(checked.event) };
  const { items, until, maxspanMs } = checked;
  return {
    kind: "sequence",
    steps: items.flatMap((item) => new Array<SequenceStep>(item.runs).fill(lowerItem(item))),
    ...(until === null ? {} : { until: lowerItem(until) }),
    ...(maxspanMs === null ? {} : { maxspanMs }),
  };
}

function lowerItem(item: CheckedItem): SequenceStep {
  return { predicate: lowerFilter(item.event), keys: item.keys };
}

function lowerFilter({ category, condition }: CheckedFilter): Predicate {
  const holds = new TruthLowering().lower(condition, true);
  return category === null ? holds : and(equals(category.field, category.value), holds);
}

/**
 * Lowers the logic around the leaves.
 *
 * Only a leaf with a literal null in it is unknown; where there is one, `not` is pushed down to the leaves, so that it is
 * neither true nor false there. Everywhere else the logic keeps its form.
 */
class TruthLowering {
  private readonly unknown = new Map<CheckedExpression, boolean>();

  /** The predicate that holds where the expression is `wanted`. */
  lower(expression: CheckedExpression, wanted: boolean): Predicate {
    switch (expression.kind) {
      case "literal":
        return constant(expression.value === wanted);
      case "and":
      case "or": {
        if (!wanted && !this.hasUnknown(expression)) return not(this.lower(expression, true));
        const operands = expression.operands.map((operand) => this.lower(operand, wanted));
        return (expression.kind === "and") === wanted ? and(...operands) : or(...operands);
      }
      case "not":
        return this.lower(expression.operand, !wanted);
      case "comparison": {
        const truth = comparedTruth(expression);
        return truth === undefined ? this.lowerLeaf(expression, wanted) : this.lower(expression.left, truth === wanted);
      }
      default:
        return this.lowerLeaf(expression, wanted);
    }
  }

  private lowerLeaf(leaf: CheckedExpression, wanted: boolean): Predicate {
    if (isAlwaysNull(leaf)) return constant(false);
    const holds = lowerLeaf(leaf);
    return isNegative(leaf) === wanted ? not(holds) : holds;
  }

  private hasUnknown(expression: CheckedExpression): boolean {
    let unknown = this.unknown.get(expression);
    if (unknown === undefined) this.unknown.set(expression, (unknown = this.findUnknown(expression)));
    return unknown;
  }

  private findUnknown(expression: CheckedExpression): boolean {
    switch (expression.kind) {
      case "and":
      case "or":
        return expression.operands.some((operand) => this.hasUnknown(operand));
      case "not":
        return this.hasUnknown(expression.operand);
      case "comparison":
        return comparedTruth(expression) === undefined ? isAlwaysNull(expression) : this.hasUnknown(expression.left);
      default:
        return isAlwaysNull(expression);
    }
  }
}

/**
 * For a condition compared with `true` or `false`, whether it must hold: `P == false` is `not P` and no leaf of its own
 * (eql facts §5 rule 5; BooleanFunctionEqualsElimination in x-pack/plugin/ql/…/optimizer/OptimizerRules.java).
 *
 * Undefined for anything else, a boolean field too: `flag == false` asks for a value that is false.
 */
function comparedTruth({ left, operator, right }: CheckedComparison): boolean | undefined {
  if (operator !== "==" && operator !== "!=") return undefined;
  if (left.kind === "field" || left.type.family !== "boolean") return undefined;
  if (right.kind !== "literal" || typeof right.value !== "boolean") return undefined;
  return (operator === "==") === right.value;
}
