import type { Value } from "../../value.ts";
import { asDouble } from "../numbers.ts";
import type { AggregateFunction } from "../scalarFunction.ts";
import { always } from "../types.ts";
import { eachValue, fixedSize, ofEachValue, summable } from "./aggregate.ts";

/** MEDIAN, PERCENTILE, MEDIAN_ABSOLUTE_DEVIATION, STD_DEV and VARIANCE; all double. */
export const spreadAggregates: readonly AggregateFunction[] = [
  ofSample("median", (sorted) => quantile(sorted, 0.5)),
  ofSample("median_absolute_deviation", deviation),
  {
    kind: "aggregate",
    name: "percentile",
    parameters: [
      { name: "number", types: summable },
      { name: "percentile", types: summable, constant: true },
    ],
    resultType: always("double"),
    constantProblem: ([, percentile]) => percentileProblem(percentile),
    start: (_types, [, percentile]) => eachValue(sample((sorted) => quantile(sorted, Number(percentile) / 100))),
    source: "esql/_snippets/functions/layout/percentile.md; aggregate/Percentile.java",
  },
  ofMoments("std_dev", Math.sqrt),
  ofMoments("variance", (variance) => variance),
];

function percentileProblem(percentile: Value | undefined): string | undefined {
  if (percentile === undefined) return undefined;
  const known = typeof percentile === "number" && percentile >= 0 && percentile <= 100;
  return known ? undefined : "the percentile must be a number from 0 to 100";
}

function ofSample(name: string, result: (sorted: Float64Array) => number): AggregateFunction {
  return ofEachValue({
    name,
    types: summable,
    resultType: always("double"),
    start: () => sample(result),
    source: `esql/_snippets/functions/layout/${name}.md`,
  });
}

/** Keeps all values: exact, where Elasticsearch's t-digest is exact for small groups only (HybridDigest). */
function sample(result: (sorted: Float64Array) => number) {
  const values: number[] = [];
  return {
    add: (value: unknown) => {
      values.push(asDouble(value as number));
    },
    result: () => (values.length === 0 ? null : result(Float64Array.from(values).sort())),
    size: () => fixedSize + 8 * values.length,
  };
}

/** The value at a share of the way from the first to the last, between neighbours in proportion (SortingDigest). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const below = sorted[low]!;
  // The difference of far neighbours may be no finite number.
  if (place === low) return below;
  const above = sorted[Math.min(low + 1, sorted.length - 1)]!;
  return below + (place - low) * (above - below);
}

function deviation(sorted: Float64Array): number {
  const median = quantile(sorted, 0.5);
  return quantile(sorted.map((value) => Math.abs(value - median)).sort(), 0.5);
}

/** Of the whole population, by Welford's way, as StdDevStates does; one value has none. */
function ofMoments(name: string, result: (variance: number) => number): AggregateFunction {
  return ofEachValue({
    name,
    types: summable,
    resultType: always("double"),
    start: () => {
      let count = 0;
      let mean = 0;
      let squares = 0;
      return {
        add: (value) => {
          const number = asDouble(value);
          const delta = number - mean;
          count++;
          mean += delta / count;
          squares += delta * (number - mean);
        },
        // Null where the sum of squares is beyond all numbers (StdDevStates.evaluateFinal).
        result: () => {
          if (count === 0 || !Number.isFinite(squares)) return null;
          return count < 2 ? 0 : result(squares / count);
        },
      };
    },
    source: `esql/_snippets/functions/layout/${name}.md; compute/aggregation/WelfordAlgorithm.java`,
  });
}
