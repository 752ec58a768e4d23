import { type Single, type Value, valueOfList } from "../../value.ts";
import { compareSingles } from "../comparison.ts";
import type { AggregateFunction } from "../scalarFunction.ts";
import { likeFirst } from "../types.ts";
import { comparable, eachValue, fixedSize, ofEachValue, optionalConstant, sizeOf } from "./aggregate.ts";

/** MAX, MIN and TOP. */
export const extremeAggregates: readonly AggregateFunction[] = [
  extreme("max", 1),
  extreme("min", -1),
  {
    kind: "aggregate",
    name: "top",
    parameters: [
      { name: "field", types: comparable.filter((type) => type !== "unsigned_long" && type !== "version") },
      { name: "limit", types: ["integer"], constant: true },
      optionalConstant("order", ["keyword", "text"]),
    ],
    resultType: likeFirst,
    constantProblem: ([, limit, order]) => topProblem(limit, order),
    start: ([type = "null"], [, limit, order]) => {
      const ascending = String(order ?? "asc").toLowerCase() !== "desc";
      return eachValue(
        topValues(Number(limit), (a, b) => (ascending ? compareSingles(a, b, type) : compareSingles(b, a, type))),
      );
    },
    source: "esql/_snippets/functions/layout/top.md; aggregate/Top.java",
  },
];

function extreme(name: "max" | "min", sign: 1 | -1): AggregateFunction {
  return ofEachValue({
    name,
    types: comparable,
    resultType: likeFirst,
    start: (type) => {
      let best: Single | null = null;
      return {
        add: (value) => {
          if (best === null || compareSingles(value, best, type) * sign > 0) best = value;
        },
        result: () => best,
        size: () => (best === null ? fixedSize : fixedSize + sizeOf(best)),
      };
    },
    source: `esql/_snippets/functions/layout/${name}.md`,
  });
}

function topProblem(limit: Value | undefined, order: Value | undefined): string | undefined {
  if (limit === null || (typeof limit === "number" && limit <= 0)) return "the limit must be greater than 0";
  if (order === undefined || (typeof order === "string" && /^(asc|desc)$/i.test(order))) return undefined;
  return "the order must be `asc` or `desc`";
}

/** The first so many values in an order, repetitions included; equal ones as they came. */
function topValues(limit: number, compare: (a: Single, b: Single) => number) {
  let values: Single[] = [];
  const trim = () => {
    values = values.sort(compare).slice(0, limit);
  };
  return {
    add: (value: Single) => {
      values.push(value);
      if (values.length >= 2 * limit + 64) trim();
    },
    result: () => {
      trim();
      return valueOfList(values);
    },
    size: () => fixedSize + 48 * values.length,
  };
}
