import type { AggregateFunction } from "../scalarFunction.ts";
import { collectionAggregates } from "./collections.ts";
import { countAggregates } from "./counts.ts";
import { extremeAggregates } from "./extremes.ts";
import { spreadAggregates } from "./spread.ts";
import { sumAggregates } from "./sums.ts";

/** Every aggregate of STATS by its name, lower case. */
export const aggregateFunctions: ReadonlyMap<string, AggregateFunction> = new Map(
  [...countAggregates, ...extremeAggregates, ...sumAggregates, ...spreadAggregates, ...collectionAggregates].map(
    (each) => [each.name, each],
  ),
);
