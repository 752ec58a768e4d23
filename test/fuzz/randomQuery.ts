import type { Random } from "./random.ts";

const texts = ['"ana"', '"a*"', '"?o"', '""', '"ANA"', '"10.0.0.1"', '"1"'] as const;
const numbers = ["0", "1", "2", "3.5", "-1", "9007199254740993", "1e300"] as const;
const orders = ["==", "!=", "<", "<=", ">", ">="] as const;
const patterns = [":", "like", "like~", "in", "not in", "in~", "regex", "regex~"] as const;
const textOperands = ["user.name", "?nope", "concat(user.name, n)", "substring(user.name, 1)", "string(n)"] as const;
const numberOperands = [
  "n",
  "ratio",
  "n + 1",
  "n * ratio",
  "n % 2",
  "length(user.name)",
  "number(user.name)",
  "-n",
] as const;
const leaves = [
  ...["true", "false", "flag", "flag == true", "null == n", "user.name != null", "source.ip == null", "?nope != null"],
  ...['cidrMatch(source.ip, "10.0.0.0/8", "::/0")', 'source.ip == "10.0.0.0/8"', 'source.ip != "::1"'],
  ...['at > "2026-01-01"', 'at == "2026-02-30"', 'v >= "1.0.0"', 'startsWith~(user.name, "A")', "n in (1, 2, null)"],
  ...['endsWith(user.name, "a*")', 'stringContains(user.name, "o")', 'indexOf(user.name, "n") > 0'],
] as const;
const keys = ["", "by user.name", "by ?n", "by source.ip", "by ?nope, user.name", "by flag"] as const;

/** A query over the fields of the search target that is nearly always understood; of every form that EQL has. */
export function randomQuery(random: Random): string {
  const pipe = random.below(3) === 0 ? ` | ${random.of(["head", "tail"])} ${random.below(5)}` : "";
  switch (random.below(5)) {
    case 0:
      return `sample ${random.of(keys.slice(1))} ${items(random, 2 + random.below(3), false)}`;
    case 1:
    case 2:
      return `${sequence(random)}${pipe}`;
    default:
      return `${filter(random)}${pipe}`;
  }
}

function sequence(random: Random): string {
  const maxspan = random.below(3) > 0;
  const span = maxspan ? ` with maxspan=${random.of(["1ms", "1s", "3s", "1m"])}` : "";
  const until = random.below(4) === 0 ? ` until [${filter(random)}]` : "";
  return `sequence ${random.of(keys)}${span} ${items(random, 2 + random.below(3), maxspan)}${until}`;
}

function items(random: Random, count: number, canBeMissing: boolean): string {
  return Array.from({ length: count }, (_, at) => {
    const missing = canBeMissing && at > 0 && random.below(4) === 0 ? "!" : "";
    return `${missing}[${filter(random)}]`;
  }).join(" ");
}

function filter(random: Random): string {
  return `${random.of(["any", "any", "process", "file"])} where ${condition(random, random.below(3))}`;
}

function condition(random: Random, depth: number): string {
  if (depth === 0) return leaf(random);
  const left = condition(random, depth - 1);
  const form = random.below(3);
  if (form === 0) return `not (${left})`;
  return `(${left}) ${form === 1 ? "and" : "or"} (${condition(random, random.below(depth))})`;
}

function leaf(random: Random): string {
  switch (random.below(4)) {
    case 0:
      return `${random.of(numberOperands)} ${random.of(orders)} ${random.of(numbers)}`;
    case 1:
      return `${random.of(textOperands)} ${random.of(orders)} ${random.of(texts)}`;
    case 2:
      return `${random.of(textOperands)} ${random.of(patterns)} (${random.of(texts)}, ${random.of(texts)})`;
    default:
      return random.of(leaves);
  }
}
