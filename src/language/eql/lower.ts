import { and, constant, equals, not, or } from "../../predicate/build.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import type { Query, SampleQuery, SequenceQuery, SequenceStep } from "../../predicate/query.ts";
import {
  type CheckedComparison,
  type CheckedExpression,
  type CheckedFilter,
  type CheckedItem,
  type CheckedQuery,
  type CheckedSampleQuery,
  type CheckedSequenceQuery,
  isConstant,
} from "./checked.ts";
import { foldConstant, isNullConstant } from "./lowerExpression.ts";
import { isNegative, lowerLeaf } from "./lowerLeaf.ts";

/**
 * The query as predicates, with EQL's rules for missing and multi-valued fields in the atoms (eql facts §5).
 *
 * Each leaf is a question of its own, met by any combination of values; `not`, `and` and `or` around leaves are plain
 * two-valued logic, so `!=` and `not` are true of a missing field. Sequences have `with runs` written out.
 */
export function lower(checked: CheckedQuery): Query {
  const { pipes } = checked;
  const query = lowerUnpiped(checked);
  return pipes === undefined ? query : { ...query, pipes };
}

function lowerUnpiped(checked: CheckedQuery): Query {
  switch (checked.kind) {
    case "event":
      return { kind: "event", predicate: lowerFilter(checked.event) };
    case "sequence":
      return lowerSequence(checked);
    case "sample":
      return lowerSample(checked);
  }
}

function lowerSequence({ items, until, maxspanMs }: CheckedSequenceQuery): SequenceQuery {
  return {
    kind: "sequence",
    steps: items.flatMap((item) => new Array<SequenceStep>(item.runs).fill(lowerItem(item))),
    ...(until === null ? {} : { until: lowerItem(until) }),
    ...(maxspanMs === null ? {} : { maxspanMs }),
  };
}

function lowerSample({ items }: CheckedSampleQuery): SampleQuery {
  return { kind: "sample", steps: items.map(lowerItem) };
}

function lowerItem({ event, keys, missing }: CheckedItem): SequenceStep {
  return { predicate: lowerFilter(event), keys, ...(missing ? { missing } : {}) };
}

function lowerFilter({ category, condition }: CheckedFilter): Predicate {
  const holds = lowerTruth(condition) ?? constant(false);
  return category === null ? holds : and(equals(category.field, category.value), holds);
}

/**
 * The condition as a predicate, or null where it is unknown of every event.
 *
 * Elasticsearch folds what reads no field before it makes a query. Null, which is mostly an optional field that is not
 * mapped, then leaves an `or`, makes an `and` null, stays null under `not`, and finds nothing at the top (ConstantFolding,
 * BooleanSimplification and PruneFilters in x-pack/plugin/ql/…/optimizer/OptimizerRules.java).
 */
function lowerTruth(expression: CheckedExpression): Predicate | null {
  switch (expression.kind) {
    case "and":
      return lowerAnd(expression.operands.map(lowerTruth));
    case "or":
      return lowerOr(expression.operands.map(lowerTruth));
    case "not":
      return opposite(lowerTruth(expression.operand));
    case "comparison": {
      const truth = comparedTruth(expression);
      if (truth === undefined) return lowerOneLeaf(expression);
      const holds = lowerTruth(expression.left);
      return truth ? holds : opposite(holds);
    }
    default:
      return lowerOneLeaf(expression);
  }
}

function lowerOneLeaf(leaf: CheckedExpression): Predicate | null {
  if (isConstant(leaf)) {
    const value = foldConstant(leaf);
    return value === null ? null : constant(value === true);
  }
  // A list of nulls is folded, whatever is looked for in it (In.java, `foldable`).
  if (leaf.kind === "in" && leaf.values.every(isNullConstant)) return null;
  return isNegative(leaf) ? not(lowerLeaf(leaf)) : lowerLeaf(leaf);
}

function lowerAnd(operands: readonly (Predicate | null)[]): Predicate | null {
  const known = operands.filter((operand) => operand !== null);
  const holds = and(...known);
  return known.length === operands.length || isConstantOf(holds, false) ? holds : null;
}

function lowerOr(operands: readonly (Predicate | null)[]): Predicate | null {
  const known = operands.filter((operand) => operand !== null);
  const holds = or(...known);
  return known.length < operands.length && isConstantOf(holds, false) ? null : holds;
}

function opposite(predicate: Predicate | null): Predicate | null {
  return predicate === null ? null : not(predicate);
}

function isConstantOf(predicate: Predicate, value: boolean): boolean {
  return predicate.kind === "constant" && predicate.value === value;
}

/**
 * For a condition compared with `true` or `false`, whether it must hold: `P == false` is `not P` and no leaf of its own
 * (eql facts §5 rule 5; BooleanFunctionEqualsElimination in x-pack/plugin/ql/…/optimizer/OptimizerRules.java).
 *
 * Undefined for anything else, a boolean field too: `flag == false` asks for a value that is false.
 */
function comparedTruth({ left, operator, right }: CheckedComparison): boolean | undefined {
  if (operator !== "==" && operator !== "!=") return undefined;
  if (left.kind === "field" || left.type.family !== "boolean" || isConstant(left)) return undefined;
  if (right.kind !== "literal" || typeof right.value !== "boolean") return undefined;
  return (operator === "==") === right.value;
}
