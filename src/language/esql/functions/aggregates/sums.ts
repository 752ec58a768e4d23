import { canonicalNumber } from "../../../../predicate/value.ts";
import { type EsqlType, isMultivalue, type Single, type Value, valuesOf } from "../../value.ts";
import { asDouble, finite, fits, numeric } from "../numbers.ts";
import type { Accumulator, AggregateFunction, EvaluationContext } from "../scalarFunction.ts";
import { always } from "../types.ts";
import { multivalueWarning } from "../warnings.ts";
import { fixedSize, ofEachValue, summable } from "./aggregate.ts";
import { CompensatedSum } from "./compensatedSum.ts";

/** SUM, AVG and WEIGHTED_AVG. */
export const sumAggregates: readonly AggregateFunction[] = [
  ofEachValue({
    name: "sum",
    types: summable,
    resultType: ([type]) => (type === "integer" || type === "long" ? "long" : "double"),
    start: (type, context) => {
      const sum = startSum(type, context);
      return { add: sum.add, result: sum.result };
    },
    source: "esql/_snippets/functions/layout/sum.md; compute/aggregation/SumLongAggregator.java",
  }),
  ofEachValue({
    name: "avg",
    types: summable,
    resultType: always("double"),
    start: (type, context) => {
      const sum = startSum(type, context);
      let count = 0;
      return {
        add: (value) => {
          sum.add(value);
          count++;
        },
        result: () => quotient(sum.result(), count, context),
      };
    },
    source: "esql/_snippets/functions/layout/avg.md; aggregate/Avg.java (SUM divided by COUNT)",
  }),
  {
    kind: "aggregate",
    name: "weighted_avg",
    parameters: [
      { name: "number", types: summable },
      { name: "weight", types: summable },
    ],
    resultType: always("double"),
    constantProblem: ([, weight]) => (weight === null || weight === 0 ? "the weight cannot be null or 0" : undefined),
    start: ([type = "null", weightType = "null"], [, weight], context) =>
      weight === null || weight === undefined ? weightedAverage(type, weightType, context) : averageOf(type, context),
    source: "esql/_snippets/functions/layout/weighted_avg.md; aggregate/WeightedAvg.java (surrogate)",
  },
];

interface Sum {
  readonly add: (value: Single) => void;
  /** Null without values, and after an overflow, of which is warned. */
  readonly result: () => number | bigint | null;
}

function startSum(type: EsqlType, context: EvaluationContext): Sum {
  return type === "integer" || type === "long" ? longSum(context) : doubleSum(context);
}

/** Exact while a double holds it, then a bigint; beyond a long null, with a warning (`Math.addExact`). */
function longSum(context: EvaluationContext): Sum {
  let sum: number | bigint | null = null;
  let overflowed = false;
  return {
    add: (value) => {
      if (overflowed) return;
      const next: number | bigint = sum === null ? numeric(value) : added(sum, numeric(value));
      overflowed = !fits(next, "long");
      if (overflowed) context.warn("java.lang.ArithmeticException: long overflow");
      sum = next;
    },
    result: () => (overflowed ? null : sum),
  };
}

function added(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return canonicalNumber(BigInt(a) + BigInt(b));
}

function doubleSum(context: EvaluationContext): Sum {
  const sum = new CompensatedSum();
  let seen = false;
  return {
    add: (value) => {
      sum.add(asDouble(value));
      seen = true;
    },
    result: () => (seen ? finite(sum.value, context) : null),
  };
}

function quotient(
  sum: number | bigint | null,
  count: number | bigint | null,
  context: EvaluationContext,
): number | null {
  if (sum === null || count === null) return null;
  if (Number(count) !== 0) return finite(Number(sum) / Number(count), context);
  context.warn("java.lang.ArithmeticException: / by zero");
  return null;
}

function averageOf(type: EsqlType, context: EvaluationContext): Accumulator {
  const sum = startSum(type, context);
  let count = 0;
  return {
    add: ([value = null]) => {
      for (const single of valuesOf(value)) {
        sum.add(single);
        count++;
      }
    },
    result: () => quotient(sum.result(), count, context),
    size: () => fixedSize,
  };
}

/** SUM(number × weight) / SUM(weight): a row with several numbers or weights adds nothing to the first. */
function weightedAverage(type: EsqlType, weightType: EsqlType, context: EvaluationContext): Accumulator {
  const exact = type !== "double" && weightType !== "double";
  const products = startSum(exact ? "long" : "double", context);
  const weights = startSum(weightType, context);
  return {
    add: ([value = null, weight = null]) => {
      for (const single of valuesOf(weight)) weights.add(single);
      const product = productOf(value, weight, exact, context);
      if (product !== null) products.add(product);
    },
    result: () => quotient(products.result(), weights.result(), context),
    size: () => 2 * fixedSize,
  };
}

function productOf(value: Value, weight: Value, exact: boolean, context: EvaluationContext): number | bigint | null {
  if (value === null || weight === null) return null;
  if (isMultivalue(value) || isMultivalue(weight)) {
    context.warn(multivalueWarning);
    return null;
  }
  return exact ? canonicalNumber(BigInt(numeric(value)) * BigInt(numeric(weight))) : asDouble(value) * asDouble(weight);
}
