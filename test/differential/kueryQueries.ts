import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseToml } from "smol-toml";
import type { Random } from "../fuzz/random.ts";

/** The KQL of every rule below the folder, with the rule's path. */
export function ruleQueries(checkout: string): { readonly from: string; readonly text: string }[] {
  return ["rules", "rules_building_block"]
    .map((folder) => join(checkout, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
    .filter((path) => path.endsWith(".toml"))
    .sort()
    .flatMap((path) => {
      const { rule } = parseToml(readFileSync(path, "utf8")) as {
        rule?: { language?: string; query?: string; threat_query?: string };
      };
      if (rule?.language !== "kuery") return [];
      const texts = [rule.query, rule.threat_query].filter((text) => text !== undefined);
      return texts.map((text) => ({ from: path.slice(checkout.length + 1), text }));
    });
}

const texts = ["ana", "Get*", "*Object", "a*b*c", '"a b"', '"Get*"', "a?b", "443", '"443"', "007", "true", "x\\*y"];
const values: Readonly<Record<string, readonly string[]>> = {
  "user.name": texts,
  "event.action": [
    ...texts,
    "*",
    '""',
    "1.50",
    "Get* Object",
    "* b",
    '"tab\\there"',
    "\\(x\\)",
    "a-b.c",
    '"\\u00e9t\\u00e9"',
    "1e3",
    "CreateUser",
  ],
  "process.command_line": ["ana", "*-enc*", '"a b"', "*x", "*a b*", "a* c"],
  "source.port": ["443", '"443"', "80", "1.5", "-1"],
  "source.bytes": ["0", "1000", '"1000"'],
  "event.risk_score": ["0.5", "1", "73.0"],
  "signal.rule.tags": ["ana", '"a b"', "Get*"],
  "source.ip": ["*", "*", "10.0.0.1", '"10.0.0.0/8"', "203.0.113.0/24", '"2001:db8::/32"', "\\:\\:1", '"2001:db8::1"'],
  "labels.name": ["ana", '"10.0.0.0/8"', "10.0.0.1"],
  "process.pid": ["1", "4"],
  "dll.code_signature.exists": ["true", "false", '"true"'],
  "@timestamp": ['"2026-03-10T12:00:00.000Z"', '"2026-03-10"'],
  message: ["ana", '"a b"', "ana", "ANA"],
  "host.name": ["ana", "ana", "ana", "ana", "ana", "ana", "ana", "a b"],
};
const ordered = ["source.port", "source.bytes", "event.risk_score", "user.name", "source.ip", "@timestamp"] as const;

/** A query of every form that KQL has but values without a field. */
export function generatedQuery(random: Random): string {
  return random.below(8) === 0 ? nestedQuery(random) : plainQuery(random, 3);
}

/** A group on elements, whose leaves both sides are to answer alike. */
function nestedQuery(random: Random): string {
  const one = () =>
    random.of([
      "status: trusted",
      "status: (a* or b)",
      'subject_name: "a b"',
      "trusted: true",
      "exists: false",
      "status: *",
    ]);
  const joined = `${one()} ${random.of(["and", "or", "and not"])} ${one()}`;
  const group = `process.Ext.code_signature: { ${random.of([one(), joined, `${joined} and ${one()}`])} }`;
  return random.of([group, `not ${group}`, `${group} or host.name: ana`, `${group} and ${group}`]);
}

function plainQuery(random: Random, depth: number): string {
  const form = depth === 0 ? 0 : random.below(7);
  const below = () => plainQuery(random, depth - 1);
  const keyword = (word: string) => (random.below(4) === 0 ? word.toUpperCase() : word);
  switch (form) {
    case 1:
      return `(${below()}) ${keyword("and")} (${below()})`;
    case 2:
      return `${below()} ${keyword("or")} ${below()}`;
    case 3:
      return `${below()} ${keyword("and")} ${below()}`;
    case 4:
      return `${keyword("not")} ${below()}`;
    default:
      return condition(random);
  }
}

function condition(random: Random): string {
  if (random.below(5) === 0) {
    const name = random.of(ordered);
    const whole = values[name]!.filter((value) => !/[*?/ ]/.test(value));
    return `${name} ${random.of(["<", "<=", ">", ">="])} ${random.of(whole)}`;
  }
  const name = random.of(Object.keys(values));
  return `${name}: ${list(values[name]!, random, random.below(3))}`;
}

function list(literals: readonly string[], random: Random, depth: number): string {
  if (depth === 0) return random.of(literals);
  const word = random.of(["or", "or", "and"]);
  const items = Array.from({ length: 2 + random.below(2) }, () => {
    const item = list(literals, random, depth - 1);
    return random.below(5) === 0 ? `not ${item}` : item;
  });
  return `(${items.join(` ${word} `)})`;
}
