import type { RE2JS } from "re2js";
import { compileJavaProgram } from "../../../predicate/javaRegex.ts";
import { mostWorkOfPattern } from "../../../predicate/regexBudget.ts";
import { remembered } from "./remembered.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, parameter, strings } from "./types.ts";

/** The longest text that REPLACE may make (`MAX_RESULT_LENGTH` of Replace, 1 MiB). */
const longestText = 1_048_576;

/** The one inline flag that is known, at the start of a pattern: Java's folding of A to Z. */
const insensitive = "(?i)";

const program = remembered((pattern: string) => {
  const ignoreCase = pattern.startsWith(insensitive);
  const rest = ignoreCase ? pattern.slice(insensitive.length) : pattern;
  return compileJavaProgram(rest, { ignoreCase, budget: { left: mostWorkOfPattern } });
});

/** REPLACE: every match of a Java regular expression. */
export const regexFunctions: readonly ScalarFunction[] = [
  {
    name: "replace",
    kind: "single",
    parameters: [parameter("string", strings), parameter("regex", strings), parameter("newString", strings)],
    resultType: always("keyword"),
    constantProblem: ([, regex]) => {
      const compiled = typeof regex === "string" ? program(regex) : undefined;
      return compiled?.ok === false ? compiled.reason : undefined;
    },
    evaluate: ([text, regex, replacement], context) => {
      const compiled = program(regex as string);
      if (compiled.ok)
        return replaced(compiled.program, text as string, readReplacement(replacement as string), context);
      context.warn(`java.util.regex.PatternSyntaxException: ${compiled.reason}`);
      return null;
    },
    source: "esql/_snippets/functions/description/replace.md; scalar/string/Replace.java",
  },
];

/** A replacement's parts: text, or the number or name of a group. */
type Part = { readonly text: string } | { readonly group: string };

/** Java's `Matcher.replaceAll`: `$1`, `${name}`, and a backslash before a character that stands for itself. */
function readReplacement(replacement: string): readonly Part[] | { readonly problem: string } {
  const parts: Part[] = [];
  let text = "";
  for (let at = 0; at < replacement.length; at++) {
    const character = replacement[at]!;
    if (character === "\\") {
      if (at + 1 === replacement.length) return { problem: "character to be escaped is missing" };
      text += replacement[++at];
    } else if (character === "$") {
      const reference = /^\$(?:(\d+)|\{([a-zA-Z][a-zA-Z0-9]*)\})/.exec(replacement.slice(at, at + 64));
      if (reference === null) return { problem: "Illegal group reference" };
      if (text !== "") parts.push({ text });
      text = "";
      parts.push({ group: reference[1] ?? reference[2]! });
      at += reference[0].length - 1;
    } else text += character;
  }
  if (text !== "") parts.push({ text });
  return parts;
}

function replaced(
  regex: RE2JS,
  text: string,
  parts: ReturnType<typeof readReplacement>,
  context: EvaluationContext,
): string | null {
  const matcher = regex.matcher(text);
  let result = "";
  let from = 0;
  while (matcher.find()) {
    const expanded = "problem" in parts ? parts : expand(parts, matcher);
    if (typeof expanded !== "string") {
      context.warn(`java.lang.IllegalArgumentException: ${expanded.problem}`);
      return null;
    }
    result += text.slice(from, matcher.start()) + expanded;
    from = matcher.end();
    if (result.length > longestText) {
      context.warn(
        `java.lang.IllegalArgumentException: Creating strings with more than [${longestText}] bytes is not supported`,
      );
      return null;
    }
  }
  return result + text.slice(from);
}

function expand(parts: readonly Part[], matcher: ReturnType<RE2JS["matcher"]>): string | { readonly problem: string } {
  let result = "";
  for (const part of parts) {
    if ("text" in part) result += part.text;
    else {
      const value = /^\d/.test(part.group) ? numbered(part.group, matcher) : named(part.group, matcher);
      if (value === undefined) return { problem: `No group ${part.group}` };
      result += value;
    }
  }
  return result;
}

/** `$12` is group 12 if there is one, else group 1 and a `2`; a group that took no part is empty. */
function numbered(digits: string, matcher: ReturnType<RE2JS["matcher"]>): string | undefined {
  let used = 1;
  if (Number(digits[0]) > matcher.groupCount()) return undefined;
  while (used < digits.length && Number(digits.slice(0, used + 1)) <= matcher.groupCount()) used++;
  return (matcher.group(Number(digits.slice(0, used))) ?? "") + digits.slice(used);
}

function named(name: string, matcher: ReturnType<RE2JS["matcher"]>): string | undefined {
  const groups = matcher.getNamedGroups();
  return Object.hasOwn(groups, name) ? (groups[name] ?? "") : undefined;
}
