import { type Field, type FieldFamily, familyOf } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { foldAscii } from "../text/wildcard.ts";
import { compareValues, signSatisfies, valuesEqual } from "./compareValues.ts";
import { blockHolds, type IpBlock, parseIp, parseIpBlock } from "./ip.ts";
import { patternList } from "./patterns.ts";
import type { ScalarTest } from "./predicate.ts";
import { canonicalScalar } from "./value.ts";

export type ValueTest = (value: Scalar) => boolean;
type TestOf<Kind extends ScalarTest["kind"]> = Extract<ScalarTest, { kind: Kind }>;

/** A test as a closure over what can be prepared once; agrees with `passes` on everything. */
export function compileTest(field: Field, test: ScalarTest): ValueTest {
  const family = familyOf(field.type);
  switch (test.kind) {
    case "exists":
      return () => true;
    case "equals":
      return compileEquals(family, test.value);
    case "oneOf":
      return compileOneOf(family, test);
    case "wildcard":
    case "regex": {
      const { matches } = patternList(test.patterns, test.kind, test.ignoreCase);
      return (value) => typeof value === "string" && matches(value);
    }
    case "compare":
      return compileCompare(family, test);
    case "cidr":
      return isInAny(test.blocks.map(parseIpBlock));
  }
}

function compileEquals(family: FieldFamily, wanted: Scalar): ValueTest {
  if (typeof wanted === "string") {
    // Versions are equal only if their texts are; addresses have many texts and blocks.
    return family === "ip" ? (value) => valuesEqual(family, value, wanted) === true : (value) => value === wanted;
  }
  if (typeof wanted === "boolean") return (value) => value === wanted;
  if (Number.isNaN(wanted)) return (value) => valuesEqual(family, value, wanted) === true;
  const number = canonicalScalar(wanted);
  return (value) => value === number || (typeof value !== "string" && canonicalScalar(value) === number);
}

function compileOneOf(family: FieldFamily, { values, ignoreCase }: TestOf<"oneOf">): ValueTest {
  const strings = values.filter((value) => typeof value === "string");
  const blocks = family === "ip" ? strings.map((text) => compileEquals("ip", fold(text))) : [];
  const wanted = new Set<Scalar>(
    values.map((value) => (typeof value === "string" ? fold(value) : canonicalScalar(value))),
  );
  return (value) => {
    if (typeof value !== "string") return wanted.has(canonicalScalar(value));
    const text = fold(value);
    return family === "ip" ? blocks.some((equals) => equals(text)) : wanted.has(text);
  };
  function fold(text: string): string {
    return ignoreCase ? foldAscii(text) : text;
  }
}

function compileCompare(family: FieldFamily, { operator, value: bound }: TestOf<"compare">): ValueTest {
  return (value) => {
    const sign = compareValues(family, value, bound);
    return sign !== null && signSatisfies(operator, sign);
  };
}

function isInAny(blocks: readonly (IpBlock | undefined)[]): ValueTest {
  const known = blocks.filter((block) => block !== undefined);
  return (value) => {
    const address = typeof value === "string" ? parseIp(value) : undefined;
    return address !== undefined && known.some((block) => blockHolds(block, address));
  };
}
