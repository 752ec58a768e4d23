import type { Atom, TestAtom } from "./predicate.ts";
import { canonicalNumber } from "./value.ts";

/**
 * A canonical text of an atom: two atoms with the same key are met by the same events.
 *
 * Fields count with everything the catalogue says of them, values with their type; the order and repetition of
 * alternatives (`oneOf`, patterns, blocks) do not count.
 */
export function atomKey(atom: Atom): string {
  return atom.kind === "test" ? keyOfTest(atom) : canonicalText(atom);
}

function keyOfTest({ field, test }: TestAtom): string {
  const subject = canonicalText(field);
  switch (test.kind) {
    case "oneOf":
      return `${subject} ${test.kind} ${test.ignoreCase} ${alternatives(test.values)}`;
    case "wildcard":
    case "regex":
      return `${subject} ${test.kind} ${test.ignoreCase} ${alternatives(test.patterns)}`;
    case "cidr":
      return `${subject} ${test.kind} ${alternatives(test.blocks)}`;
    default:
      return `${subject} ${canonicalText(test)}`;
  }
}

function alternatives(values: readonly unknown[]): string {
  return [...new Set(values.map(canonicalText))].sort().join(",");
}

/** JSON with sorted keys, numbers apart from texts and big integers exact. */
function canonicalText(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return String(canonicalNumber(value));
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(",")}}`;
}
