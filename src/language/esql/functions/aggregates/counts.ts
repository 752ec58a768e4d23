import { isMultivalue, type Single } from "../../value.ts";
import { keyOf } from "../comparison.ts";
import type { AggregateFunction } from "../scalarFunction.ts";
import { always, anything } from "../types.ts";
import { comparable, eachValue, fixedSize, ofEachValue, optionalConstant, sizeOf } from "./aggregate.ts";
import { DistinctValues } from "./distinctValues.ts";

/** COUNT, COUNT_DISTINCT, PRESENT and ABSENT. */
export const countAggregates: readonly AggregateFunction[] = [
  {
    kind: "aggregate",
    name: "count",
    parameters: [{ name: "field", types: [...anything, "unsupported"], optional: true }],
    resultType: always("long"),
    start: (types) => {
      let count = 0;
      return {
        // COUNT(*) and COUNT() count rows, COUNT(field) every value.
        add: ([value = null]) => {
          if (types.length === 0) count++;
          else if (value !== null) count += isMultivalue(value) ? value.length : 1;
        },
        result: () => count,
        size: () => fixedSize,
      };
    },
    source: "esql/_snippets/functions/layout/count.md; aggregate/Count.java",
  },
  {
    kind: "aggregate",
    name: "count_distinct",
    parameters: [
      { name: "field", types: comparable.filter((type) => type !== "unsigned_long") },
      optionalConstant("precision", ["integer", "long", "unsigned_long"]),
    ],
    resultType: always("long"),
    // Exact; Elasticsearch counts with HyperLogLog++ above the precision threshold, 3,000 by default.
    start: ([type = "null"]) => {
      const seen = new DistinctValues(type);
      let size = fixedSize;
      return eachValue({
        add: (value) => {
          if (seen.add(value)) size += sizeOf(keyOf(value, type));
        },
        result: () => seen.count,
        size: () => size,
      });
    },
    source: "esql/_snippets/functions/layout/count_distinct.md; aggregate/CountDistinct.java",
  },
  presence("present", true),
  presence("absent", false),
];

function presence(name: string, whenSeen: boolean): AggregateFunction {
  return ofEachValue({
    name,
    types: anything,
    resultType: always("boolean"),
    start: () => {
      let seen = false;
      return {
        add: (_value: Single) => {
          seen = true;
        },
        result: () => seen === whenSeen,
      };
    },
    source: `esql/_snippets/functions/layout/${name}.md`,
  });
}
