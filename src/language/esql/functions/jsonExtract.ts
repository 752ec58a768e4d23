import { type JsonStep, readJsonPath } from "./jsonPath.ts";
import { remembered } from "./remembered.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, parameter, strings } from "./types.ts";

const pathOf = remembered(readJsonPath);

/** JSON_EXTRACT: strings without their quotes, everything else as it is written in the text, null for JSON's null. */
export const jsonFunctions: readonly ScalarFunction[] = [
  {
    name: "json_extract",
    kind: "single",
    parameters: [parameter("string", [...strings, "unsupported"]), parameter("path", strings)],
    resultType: always("keyword"),
    constantProblem: ([, path]) => {
      const steps = typeof path === "string" ? pathOf(path) : undefined;
      return steps !== undefined && "problem" in steps ? `path "${path}": ${steps.problem}` : undefined;
    },
    evaluate: ([text, path], context) => {
      const steps = pathOf(path as string);
      return "problem" in steps
        ? failed(steps.problem, context)
        : extract(text as string, steps, path as string, context);
    },
    source: "esql/_snippets/functions/description/json_extract.md; scalar/string/JsonExtract.java",
  },
];

function failed(message: string, context: EvaluationContext): null {
  context.warn(`java.lang.IllegalArgumentException: ${message}`);
  return null;
}

/** Reads only as far as the path leads, as Elasticsearch does: what follows need not be JSON. */
function extract(text: string, steps: readonly JsonStep[], path: string, context: EvaluationContext): string | null {
  let at: number = skipBlanks(text, 0);
  if (at === text.length) return failed("empty JSON input", context);
  for (const step of steps) {
    const found = typeof step === "string" ? memberOf(text, at, step) : elementOf(text, at, step);
    if (found === invalid) return failed("invalid JSON input", context);
    if (found === absent) {
      const isShort = typeof step === "number" && text[at] === "[";
      return failed(isShort ? "array index out of bounds" : `path [${path}] does not exist`, context);
    }
    at = found;
  }
  const end = valueEnd(text, at);
  if (end === invalid) return failed("invalid JSON input", context);
  const value = text.slice(at, end);
  if (value === "null") return null;
  if (!value.startsWith('"')) return value;
  return unquoted(value) ?? failed("invalid JSON input", context);
}

const invalid = -1;
const absent = -2;

/** Where a member's value starts. */
function memberOf(text: string, start: number, name: string): number {
  if (text[start] !== "{") return absent;
  let at = skipBlanks(text, start + 1);
  while (text[at] === '"') {
    const end = stringEnd(text, at);
    if (end === invalid) return invalid;
    const colon = skipBlanks(text, end);
    if (text[colon] !== ":") return invalid;
    const value = skipBlanks(text, colon + 1);
    if (unquoted(text.slice(at, end)) === name) return value;
    at = afterComma(text, value, "}");
    if (at < 0) return at;
  }
  return text[at] === "}" ? absent : invalid;
}

/** Where an element starts. */
function elementOf(text: string, start: number, index: number): number {
  if (text[start] !== "[") return absent;
  let at = skipBlanks(text, start + 1);
  if (text[at] === "]") return absent;
  for (let left = index; left > 0; left--) {
    at = afterComma(text, at, "]");
    if (at < 0) return at;
  }
  return at < text.length ? at : invalid;
}

/** Where the next item starts behind the value here; absent if this was the last. */
function afterComma(text: string, value: number, closing: string): number {
  const end = valueEnd(text, value);
  if (end === invalid) return invalid;
  const next = skipBlanks(text, end);
  if (text[next] === closing) return absent;
  return text[next] === "," ? skipBlanks(text, next + 1) : invalid;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  return at;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return invalid;
}

const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

/** The offset behind a value; within objects and arrays only strings and nesting are looked at. */
function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  if (first !== "{" && first !== "[") {
    scalar.lastIndex = start;
    return scalar.test(text) ? scalar.lastIndex : invalid;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') {
      const end = stringEnd(text, at);
      if (end === invalid) return invalid;
      at = end - 1;
    } else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      if (--depth === 0) return at + 1;
    }
  }
  return invalid;
}

function unquoted(text: string): string | undefined {
  if (!text.includes("\\")) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
