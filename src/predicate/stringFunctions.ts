import { javaDateText } from "../ecs/javaDate.ts";
import { javaDouble, numberText } from "../ecs/javaNumber.ts";
import type { CallForm, FunctionTable } from "./functionDefinition.ts";
import { isNumeric, type Value } from "./value.ts";

/** The functions on text of eql facts §7; positions and lengths count UTF-16 units, as Java's do. */
export const stringFunctions = {
  between: {
    arity: { least: 3, most: 4 },
    evaluate: ([text, left, right, greedy = false], { ignoreCase }) =>
      isText(text) && isText(left) && isText(right) && typeof greedy === "boolean"
        ? between(text, left, right, greedy, ignoreCase)
        : null,
  },
  concat: {
    arity: { least: 1, most: Number.POSITIVE_INFINITY },
    evaluate: (args, form) => {
      const texts = args.map((arg, at) => asText(arg, form, at));
      return texts.every(isText) ? texts.join("") : null;
    },
  },
  endsWith: {
    arity: { least: 2, most: 2 },
    evaluate: ([text, end], { ignoreCase }) =>
      isText(text) && isText(end) ? folded(text, ignoreCase).endsWith(folded(end, ignoreCase)) : null,
  },
  indexOf: {
    arity: { least: 2, most: 3 },
    evaluate: ([text, part, start], { ignoreCase }) => {
      if (!isText(text) || !isText(part)) return null;
      // A null start counts as 0: the documentation says null, the source 0, and the source decides.
      const from = start === undefined || start === null ? 0 : asInteger(start);
      if (from === null) return null;
      const at = folded(text, ignoreCase).indexOf(folded(part, ignoreCase), from);
      return at < 0 ? null : at;
    },
  },
  length: {
    arity: { least: 1, most: 1 },
    evaluate: ([text]) => (isText(text) ? text.length : null),
  },
  startsWith: {
    arity: { least: 2, most: 2 },
    evaluate: ([text, start], { ignoreCase }) =>
      isText(text) && isText(start) ? folded(text, ignoreCase).startsWith(folded(start, ignoreCase)) : null,
  },
  string: {
    arity: { least: 1, most: 1 },
    evaluate: ([value], form) => asText(value, form, 0),
  },
  stringContains: {
    arity: { least: 2, most: 2 },
    evaluate: ([text, part], { ignoreCase }) =>
      isText(text) && isText(part)
        ? text !== "" && part !== "" && folded(text, ignoreCase).includes(folded(part, ignoreCase))
        : null,
  },
  substring: {
    arity: { least: 2, most: 3 },
    evaluate: ([text, start, end]) => {
      if (!isText(text)) return null;
      // Unlike other arguments a null start or end means the text's own (SubstringFunctionProcessor).
      if (start === undefined || start === null) return text;
      const from = asInteger(start);
      const to = end === undefined || end === null ? text.length : asInteger(end);
      return from === null || to === null ? null : slice(text, from, to);
    },
  },
} as const satisfies Partial<FunctionTable>;

function between(text: string, left: string, right: string, greedy: boolean, ignoreCase: boolean): string {
  if (text === "" || left === "" || right === "") return text;
  const searched = folded(text, ignoreCase);
  const leftBound = folded(left, ignoreCase);
  const rightBound = folded(right, ignoreCase);
  const at = searched.indexOf(leftBound);
  if (at < 0) return "";
  const start = at + leftBound.length;
  const end = greedy ? searched.lastIndexOf(rightBound) : searched.indexOf(rightBound, start);
  // The last right bound "anywhere" may lie before the left one; Elasticsearch fails there, nothing lies between.
  return end < start ? "" : text.slice(start, end);
}

/** Python's slice: negative positions count from the end, all are clamped, an empty range is the empty text. */
function slice(text: string, start: number, end: number): string {
  const from = Math.max(0, start < 0 ? start + text.length : start);
  const to = Math.min(text.length, Math.max(0, end < 0 ? end + text.length : end));
  return from >= to ? "" : text.slice(from, to);
}

function isText(value: Value | undefined): value is string {
  return typeof value === "string";
}

/** On computed values insensitivity is full lower-casing of both sides (eql facts §6). */
function folded(text: string, ignoreCase: boolean): string {
  return ignoreCase ? text.toLowerCase() : text;
}

/** An argument as Java's `toString` gives it. */
function asText(value: Value | undefined, { floating, dates }: CallForm, at: number): string | null {
  if (value === undefined || value === null) return null;
  if (!isNumeric(value)) return String(value);
  const unit = dates?.[at];
  if (unit !== undefined) return javaDateText(value, unit);
  return floating[at] === true ? javaDouble(Number(value)) : numberText(value);
}

/** Java's `intValue`: toward zero; null for anything that is no number. */
function asInteger(value: Value): number | null {
  return isNumeric(value) ? Math.trunc(Number(value)) || 0 : null;
}
