import type { Field } from "../ecs/field.ts";
import { hasWildcard } from "../text/wildcard.ts";
import { expression, regex, wildcard } from "./build.ts";
import type { FunctionName, Predicate } from "./predicate.ts";

/** A pattern in parts: literal text, any run of characters, any one character. */
export type PatternPart = { readonly kind: "text"; readonly text: string } | { readonly kind: "run" | "one" };

/** Some value of the field is spelled by the parts; insensitivity is ASCII-only, as on plain fields. */
export function matchesParts(field: Field, parts: readonly PatternPart[], ignoreCase: boolean): Predicate {
  const literals = parts.filter((part) => part.kind === "text");
  if (!literals.some((part) => hasWildcard(part.text)))
    return wildcard(field, [parts.map(asWildcard).join("")], ignoreCase);
  const call = ignoreCase ? undefined : functionFor(parts);
  if (call === undefined || literals.length !== 1) return regex(field, [parts.map(asRegex).join("")], ignoreCase);
  const args = [{ kind: "field", field } as const, { kind: "literal", value: literals[0]!.text } as const];
  return expression({ kind: "call", name: call, ignoreCase: false, args });
}

/** The function that says the same of one literal text; a wildcard test cannot hold a literal `*` or `?`. */
function functionFor(parts: readonly PatternPart[]): FunctionName | undefined {
  switch (parts.map((part) => part.kind).join(" ")) {
    case "run text run":
      return "stringContains";
    case "text run":
      return "startsWith";
    case "run text":
      return "endsWith";
    default:
      return undefined;
  }
}

function asWildcard(part: PatternPart): string {
  return part.kind === "text" ? part.text : part.kind === "run" ? "*" : "?";
}

function asRegex(part: PatternPart): string {
  if (part.kind !== "text") return part.kind === "run" ? ".*" : ".";
  return part.text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, "\\$&");
}
