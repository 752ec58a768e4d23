import { compareNumbers } from "../../../../predicate/value.ts";
import { type EsqlType, type GeoPoint, type Value, valueOfList, valuesOf } from "../../value.ts";
import type { Accumulator, AggregateFunction } from "../scalarFunction.ts";
import { always, anything, likeFirst } from "../types.ts";
import { comparable, fixedSize, ofEachValue, sizeOf, sizeOfValue } from "./aggregate.ts";
import { CompensatedSum } from "./compensatedSum.ts";
import { DistinctValues } from "./distinctValues.ts";

const sortable: readonly EsqlType[] = ["long", "datetime", "date_nanos"];

/** VALUES, FIRST, LAST and ST_CENTROID_AGG. */
export const collectionAggregates: readonly AggregateFunction[] = [
  ofEachValue({
    name: "values",
    types: anything,
    resultType: likeFirst,
    // In the order first seen; Elasticsearch guarantees none.
    start: (type) => {
      const seen = new DistinctValues(type);
      let size = fixedSize;
      return {
        add: (value) => {
          if (seen.add(value)) size += sizeOf(value);
        },
        result: () => valueOfList(seen.all()),
        size: () => size,
      };
    },
    source: "esql/_snippets/functions/layout/values.md; aggregate/Values.java",
  }),
  outermost("first", -1),
  outermost("last", 1),
  ofEachValue({
    name: "st_centroid_agg",
    types: ["geo_point"],
    resultType: always("geo_point"),
    start: () => {
      const lon = new CompensatedSum();
      const lat = new CompensatedSum();
      let count = 0;
      return {
        add: (value) => {
          const point = value as GeoPoint;
          lon.add(point.lon);
          lat.add(point.lat);
          count++;
        },
        result: () => (count === 0 ? null : { lon: lon.value / count, lat: lat.value / count }),
      };
    },
    source: "esql/_snippets/functions/layout/st_centroid_agg.md; aggregate/SpatialCentroid.java",
  }),
];

/**
 * The value, null or several alike, of the row whose sort value is least or greatest; the first of equal ones. Rows
 * without a sort value count only when there are no others; of several sort values the outermost counts.
 */
function outermost(name: "first" | "last", sign: 1 | -1): AggregateFunction {
  return {
    kind: "aggregate",
    name,
    parameters: [
      { name: "field", types: comparable.filter((type) => type !== "unsigned_long" && type !== "version") },
      { name: "sortField", types: sortable },
    ],
    resultType: likeFirst,
    start: () => outermostOf(sign),
    source: `esql/_snippets/functions/layout/${name}.md; aggregate/${name === "first" ? "First" : "Last"}.java`,
  };
}

function outermostOf(sign: 1 | -1): Accumulator {
  let value: Value = null;
  let place: number | bigint | null = null;
  let seen = false;
  return {
    add: ([candidate = null, sort = null]) => {
      const at = outermostNumber(sort, sign);
      const isFarther = place === null ? !seen || at !== null : at !== null && compareNumbers(at, place) * sign > 0;
      if (!isFarther) return;
      value = candidate;
      place = at;
      seen = true;
    },
    result: () => value,
    size: () => fixedSize + sizeOfValue(value),
  };
}

function outermostNumber(sort: Value, sign: 1 | -1): number | bigint | null {
  let best: number | bigint | null = null;
  for (const single of valuesOf(sort)) {
    const number = single as number | bigint;
    if (best === null || compareNumbers(number, best) * sign > 0) best = number;
  }
  return best;
}
