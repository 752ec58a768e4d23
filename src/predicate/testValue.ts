import { type Field, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { foldAscii } from "../text/wildcard.ts";
import { compares, valuesEqual } from "./compareValues.ts";
import { blockHolds, parseIp, parseIpBlock } from "./ip.ts";
import { patternList } from "./patterns.ts";
import type { ScalarTest } from "./predicate.ts";

/**
 * Whether one value of a field passes a test (eql facts §6).
 *
 * Values of another type than the test's never pass; on plain fields insensitivity is ASCII-only. Interpreted: the
 * reference for compileTest. Never throws.
 */
export function passes(field: Field, test: ScalarTest, value: Scalar): boolean {
  const order = familyOf(field.type);
  switch (test.kind) {
    case "exists":
      return true;
    case "equals":
      return valuesEqual(order, value, test.value) === true;
    case "oneOf":
      return test.values.some((wanted) => {
        return valuesEqual(order, folded(value, test.ignoreCase), folded(wanted, test.ignoreCase)) === true;
      });
    case "wildcard":
    case "regex":
      return typeof value === "string" && patternList(test.patterns, test.kind, test.ignoreCase).matches(value);
    case "compare":
      return compares(test.operator, order, value, test.value) === true;
    case "cidr":
      return isInAnyBlock(test.blocks, value);
  }
}

function folded(value: Scalar, ignoreCase: boolean): Scalar {
  return ignoreCase && typeof value === "string" ? foldAscii(value) : value;
}

function isInAnyBlock(blocks: readonly string[], value: Scalar): boolean {
  const address = typeof value === "string" ? parseIp(value) : undefined;
  if (address === undefined) return false;
  return blocks.some((text) => {
    const block = parseIpBlock(text);
    return block !== undefined && blockHolds(block, address);
  });
}
