import { RE2JS } from "re2js";
import { mostWorkOfPattern, takes } from "../../../predicate/regexBudget.ts";
import { didYouMean } from "../../../text/didYouMean.ts";
import { type Single, type Value, valueOfList } from "../value.ts";
import { grokPatterns } from "./grokPatterns.ts";
import { type Capture, translateGrokRegex } from "./grokRegex.ts";
import { fits } from "./numbers.ts";

export type GrokType = "keyword" | "integer" | "long" | "double" | "boolean";

/** A compiled GROK pattern. */
export interface Grok {
  /** What it captures, each name once, by name (code points), which is the order of GROK's new columns. */
  readonly keys: readonly { readonly name: string; readonly type: GrokType }[];
  /** The captured values by name, several when a name is captured several times; null where nothing matches. */
  readonly match: (text: string) => ReadonlyMap<string, Value> | null;
}

type Problem = { readonly problem: string };

/** What a pattern may come to with its named patterns written out. */
const longestExpanded = 50_000;
const deepestNesting = 100;

/**
 * Compiles a GROK pattern: `%{NAME}`, `%{NAME:field}`, `%{NAME:field:type}` and Oniguruma's `(?<field>…)`, searched for
 * anywhere in the text (esql/commands/grok.md; libs/grok Grok.java; names from the ECS library, see grokPatterns).
 *
 * It runs on RE2 in linear time; what cannot be translated is a problem (see translateGrokRegex). A pattern that needs
 * to see that no digit follows is run as if any text could, and only where a digit does follow once more with a word
 * boundary in that place: exact but where then only a letter or `_` could have followed.
 */
export function compileGrok(pattern: string): Grok | Problem {
  const expanded = expand(pattern);
  if (typeof expanded !== "string") return expanded;
  const program = compileProgram(expanded, false);
  if ("problem" in program) return program;
  const keys = keysOf(program.captures);
  if ("problem" in keys) return keys;
  let strict: Program | Problem | undefined;
  return {
    keys: [...keys.types].map(([name, type]) => ({ name, type })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    match: (text) => {
      const found = search(program, text);
      if (found === "digit follows") {
        strict ??= compileProgram(expanded, true);
        const again = "problem" in strict ? null : search(strict, text);
        return again === null || again === "digit follows" ? null : valuesByName(again, keys.types);
      }
      return found && valuesByName(found, keys.types);
    },
  };
}

const reference = /%\{([A-z0-9]+)(?::([\p{L}\p{N}@[\]_:.-]+))?(?:=(?:[^{}]+))?\}/u;

/** The pattern with every `%{…}` replaced by its meaning, or which one has none. */
function expand(pattern: string): string | Problem {
  let done = "";
  // What is left to read, innermost last: a text and the names that it came from.
  const pending: { text: string; readonly names: readonly string[] }[] = [{ text: pattern, names: [] }];
  while (pending.length > 0) {
    const current = pending[pending.length - 1]!;
    const found = reference.exec(current.text);
    if (found === null) {
      done += current.text;
      pending.pop();
      continue;
    }
    const [written, name = "", field] = found;
    const meaning = grokPatterns.get(name);
    if (meaning === undefined) return unknownPattern(name);
    if (current.names.includes(name)) return { problem: `circular reference in pattern ${name}` };
    done += `${current.text.slice(0, found.index)}${field === undefined ? "(?:" : `(?<${name}:${field}>`}`;
    current.text = `)${current.text.slice(found.index + written.length)}`;
    pending.push({ text: meaning, names: [...current.names, name] });
    if (done.length > longestExpanded || pending.length > deepestNesting) {
      return { problem: "the pattern is too long with its named patterns written out" };
    }
  }
  return done.length > longestExpanded ? { problem: "the pattern is too long" } : done;
}

function unknownPattern(name: string): Problem {
  const near = didYouMean(name, grokPatterns.keys());
  return {
    problem: `there is no pattern ${name} here${near.length === 0 ? "" : `, did you mean ${near.join(" or ")}?`}`,
  };
}

interface Program {
  readonly regex: RE2JS;
  readonly captures: readonly (Capture | null)[];
}

function compileProgram(expanded: string, strict: boolean): Program | Problem {
  const translated = translateGrokRegex(expanded, strict);
  if ("problem" in translated) return translated;
  if (!takes({ left: mostWorkOfPattern }, translated.syntax.length)) return { problem: "the pattern is too complex" };
  try {
    return { regex: RE2JS.compile(translated.syntax, RE2JS.LOOKBEHINDS), captures: translated.captures };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "not a regular expression";
    return { problem: reason.length > 160 ? `${reason.slice(0, 159)}…` : reason };
  }
}

/** The text of each capture of the first match, by the capture's place; undefined for one that took no part. */
type Found = readonly { readonly capture: Capture; readonly text: string }[];

function search({ regex, captures }: Program, text: string): Found | "digit follows" | null {
  const matcher = regex.matcher(text);
  if (!matcher.find()) return null;
  const found: { capture: Capture; text: string }[] = [];
  for (const [at, capture] of captures.entries()) {
    const start = matcher.start(at + 1);
    if (start < 0) continue;
    if (capture === null) {
      if (/^[0-9]/.test(text.slice(start, start + 1))) return "digit follows";
    } else found.push({ capture, text: matcher.group(at + 1) ?? "" });
  }
  return found;
}

/** `NAME:field:type`, or a group's own name, which may have a type as well. */
function fieldOf({ name }: Capture): { readonly field: string; readonly type: GrokType | "float" } {
  const parts = name.split(":");
  return {
    field: parts.length >= 2 ? parts[1]! : parts[0]!,
    type: parts.length === 3 ? typeNamed(parts[2]!) : "keyword",
  };
}

/** Names that are no types mean text (GrokCaptureType.fromString). */
function typeNamed(name: string): GrokType | "float" {
  if (name === "int") return "integer";
  return name === "long" || name === "double" || name === "boolean" || name === "float" ? name : "keyword";
}

function keysOf(captures: readonly (Capture | null)[]): { readonly types: ReadonlyMap<string, GrokType> } | Problem {
  const types = new Map<string, GrokType>();
  for (const capture of captures) {
    if (capture === null) continue;
    const { field, type } = fieldOf(capture);
    const wide = type === "float" ? "double" : type;
    const before = types.get(field);
    if (before !== undefined && before !== wide) return { problem: `${field} is captured as ${before} and as ${wide}` };
    types.set(field, wide);
  }
  return { types };
}

function valuesByName(found: Found, types: ReadonlyMap<string, GrokType>): ReadonlyMap<string, Value> {
  const lists = new Map<string, Single[]>([...types.keys()].map((name) => [name, []]));
  for (const { capture, text } of found) {
    const { field, type } = fieldOf(capture);
    const value = converted(text, type);
    if (value !== null) lists.get(field)!.push(value);
  }
  return new Map([...lists].map(([name, values]) => [name, valueOfList(values)]));
}

/** As Java parses it; what cannot be parsed is left out. */
function converted(text: string, type: GrokType | "float"): Single | null {
  switch (type) {
    case "keyword":
      return text;
    case "boolean":
      return text.toLowerCase() === "true";
    case "integer":
    case "long": {
      if (!/^[+-]?\d{1,19}$/.test(text)) return null;
      const value = BigInt(text.replace("+", ""));
      if (!fits(value, type)) return null;
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
    default: {
      const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
      if (!Number.isFinite(value)) return null;
      return type === "float" ? Math.fround(value) : value;
    }
  }
}
