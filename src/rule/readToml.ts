import { parse, TomlDate, TomlError } from "smol-toml";
import { emptyObject } from "../ecs/value.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { type Document, documentOf, labelAt, problem } from "./document.ts";
import { excessIn, limits } from "./limits.ts";
import type { PlainObject, PlainValue } from "./plain.ts";
import { tomlPlaces } from "./tomlPlaces.ts";

/**
 * Reads one TOML text.
 *
 * A syntax error is answered with the parser's own words and place. Dates become strings in ISO form; integers that a
 * double cannot hold become bigints.
 */
export function readToml(source: Source): { document?: Document; diagnostics: Diagnostic[] } {
  const parsed = parseToml(source);
  if ("code" in parsed) return { diagnostics: [parsed] };
  const excess = excessIn(parsed.table);
  const document = documentOf(source, "toml", emptyObject(), () => tomlPlaces(source.text));
  if (excess !== undefined) {
    const label = labelAt(document, excess.path, "value");
    return { diagnostics: [problem("RULE005", "error", `the document holds ${excess.reason}`, label)] };
  }
  return { document: { ...document, value: plainTable(parsed.table) }, diagnostics: [] };
}

function parseToml(source: Source): { readonly table: Readonly<Record<string, unknown>> } | Diagnostic {
  try {
    return { table: parse(source.text, { integersAsBigInt: "asNeeded", maxDepth: limits.depth }) };
  } catch (error) {
    return syntaxProblem(source, error);
  }
}

function syntaxProblem(source: Source, error: unknown): Diagnostic {
  const start = error instanceof TomlError ? offsetOf(source.text, error.line, error.column) : 0;
  const label = { source, span: { start, end: Math.min(start + 1, source.text.length) }, message: "" };
  return problem("RULE003", "error", `not valid TOML: ${reasonOf(error)}`, label);
}

/** The parser's message is a prefix, the reason, and a picture of the lines; ours draws its own. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0]!.replace(/^Invalid TOML document: /, "");
}

/** The parser ends lines at `\n` or `\r\n` and counts columns in UTF-16 units, from one. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) start = text.indexOf("\n", start) + 1;
  return Math.min(start + column - 1, text.length);
}

function plainTable(table: Readonly<Record<string, unknown>>): PlainObject {
  const plain = emptyObject();
  for (const [key, value] of Object.entries(table)) plain[key] = plainValue(value);
  return plain;
}

function plainValue(value: unknown): PlainValue {
  if (value instanceof TomlDate) return value.isValid() ? value.toISOString() : null;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === "object" && value !== null) return plainTable(value as Record<string, unknown>);
  return value as PlainValue;
}
