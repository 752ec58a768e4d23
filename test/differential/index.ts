import type { Differential } from "./differential.ts";
import { aggregatesDifferential } from "./esqlAggregates.ts";
import { groupsDifferential } from "./esqlGroups.ts";
import { scalarsDifferential } from "./esqlScalars.ts";
import { kueryDifferential } from "./kuery.ts";

export const differentials: readonly Differential[] = [
  kueryDifferential,
  aggregatesDifferential,
  scalarsDifferential,
  groupsDifferential,
];
