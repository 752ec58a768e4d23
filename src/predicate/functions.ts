import type { FunctionTable } from "./functionDefinition.ts";
import { blockHolds, parseIp, parseIpBlock } from "./ip.ts";
import { numberFunctions } from "./numberFunctions.ts";
import { stringFunctions } from "./stringFunctions.ts";
import type { Value } from "./value.ts";

/**
 * EQL's functions, exactly sixteen (eql facts §7).
 *
 * A null argument gives null, except `start` of indexOf, `start` and `end` of substring and `base` of number, where null
 * is the default. An argument of the wrong type gives null as well, where Elasticsearch would refuse or fail the query.
 */
export const functions: FunctionTable = {
  ...numberFunctions,
  ...stringFunctions,
  cidrMatch: { arity: { least: 2, most: Number.POSITIVE_INFINITY }, evaluate: cidrMatch },
};

function cidrMatch([address, ...blocks]: readonly Value[]): Value {
  if (typeof address !== "string") return null;
  const ip = parseIp(address);
  if (ip === undefined) return null;
  let unknown = false;
  for (const text of blocks) {
    const block = typeof text === "string" ? parseIpBlock(text) : undefined;
    if (block === undefined) unknown = true;
    else if (blockHolds(block, ip)) return true;
  }
  return unknown ? null : false;
}
