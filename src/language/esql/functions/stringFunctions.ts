import type { Single } from "../value.ts";
import type { EvaluationContext, ScalarFunction } from "./scalarFunction.ts";
import { always, optional, parameter, strings, variadic, withoutText } from "./types.ts";

/** The longest text that REPEAT, SPACE and CONCAT may make (`MAX_REPEATED_LENGTH` and `MAX_CONCAT_LENGTH`, 1 MiB). */
const longestText = 1_048_576;
const text = parameter("string", strings);
const whole = ["integer"] as const;

/** Functions on text; lengths and positions count code points. */
export const stringFunctions: readonly ScalarFunction[] = [
  {
    name: "concat",
    kind: "single",
    parameters: [parameter("string1", strings), variadic("string2", strings)],
    resultType: always("keyword"),
    evaluate: (args, context) => {
      const result = (args as readonly string[]).join("");
      return shortEnough(result.length, "concatenating", context) ? result : null;
    },
    source: "esql/_snippets/functions/description/concat.md; scalar/string/Concat.java",
  },
  onText("length", "integer", codePointCount),
  onText("byte_length", "integer", byteCount),
  onText("bit_length", "integer", (value) => byteCount(value) * 8),
  onText("to_lower", "keyword", (value) => value.toLowerCase()),
  onText("to_upper", "keyword", (value) => value.toUpperCase()),
  onText("trim", "keyword", (value) => trimmed(value, true, true)),
  onText("ltrim", "keyword", (value) => trimmed(value, true, false)),
  onText("rtrim", "keyword", (value) => trimmed(value, false, true)),
  onText("reverse", "keyword", (value) => graphemes(value).reverse().join("")),
  onTwo("starts_with", "prefix", (value, part) => value.startsWith(part)),
  onTwo("ends_with", "suffix", (value, part) => value.endsWith(part)),
  onTwo("contains", "substring", (value, part) => value.includes(part)),
  {
    name: "substring",
    kind: "single",
    parameters: [text, parameter("start", whole), optional("length", whole)],
    resultType: always("keyword"),
    evaluate: ([value, start, length], context) => {
      if (length !== undefined && (length as number) < 0) {
        return refused(`Length parameter cannot be negative, found [${length}]`, context);
      }
      return substring(value as string, start as number, length as number | undefined);
    },
    source: "esql/_snippets/functions/description/substring.md; scalar/string/Substring.java",
  },
  {
    name: "left",
    kind: "single",
    parameters: [text, parameter("length", whole)],
    resultType: always("keyword"),
    evaluate: ([value, length]) => codePoints(value as string, 0, Math.max(0, length as number)),
    source: "esql/_snippets/functions/description/left.md",
  },
  {
    name: "right",
    kind: "single",
    parameters: [text, parameter("length", whole)],
    resultType: always("keyword"),
    evaluate: ([value, length]) => {
      const count = codePointCount(value as string);
      return codePoints(value as string, Math.max(0, count - Math.max(0, length as number)), count);
    },
    source: "esql/_snippets/functions/description/right.md",
  },
  {
    name: "locate",
    kind: "single",
    parameters: [text, parameter("substring", strings), optional("start", whole)],
    resultType: always("integer"),
    evaluate: ([value, part, start]) => locate(value as string, part as string, (start as number | undefined) ?? 0),
    source: "esql/_snippets/functions/description/locate.md; scalar/string/Locate.java",
  },
  {
    name: "repeat",
    kind: "single",
    parameters: [text, parameter("number", whole)],
    resultType: always("keyword"),
    evaluate: ([value, times], context) => {
      if ((times as number) < 0) return refused(`Number parameter cannot be negative, found [${times}]`, context);
      const length = byteCount(value as string) * (times as number);
      return shortEnough(length, "repeating", context) ? (value as string).repeat(times as number) : null;
    },
    source: "esql/_snippets/functions/description/repeat.md; scalar/string/Repeat.java",
  },
  {
    name: "space",
    kind: "single",
    parameters: [parameter("number", whole)],
    resultType: always("keyword"),
    evaluate: ([times], context) => {
      if ((times as number) < 0) return refused(`Number parameter cannot be negative, found [${times}]`, context);
      return shortEnough(times as number, "creating", context) ? " ".repeat(times as number) : null;
    },
    source: "esql/_snippets/functions/description/space.md; scalar/string/Space.java",
  },
  {
    name: "split",
    kind: "single",
    parameters: [text, parameter("delim", strings)],
    resultType: ([first = "null"]) => (first === "null" ? "keyword" : withoutText(first)),
    evaluate: ([value, delimiter], context) => split(value as string, delimiter as string, context),
    source: "esql/_snippets/functions/description/split.md; scalar/string/Split.java",
  },
];

function onText(name: string, type: "keyword" | "integer", evaluate: (value: string) => Single): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [text],
    resultType: always(type),
    evaluate: ([value]) => evaluate(value as string),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

function onTwo(name: string, second: string, holds: (value: string, part: string) => boolean): ScalarFunction {
  return {
    name,
    kind: "single",
    parameters: [text, parameter(second, strings)],
    resultType: always("boolean"),
    evaluate: ([value, part]) => holds(value as string, part as string),
    source: `esql/_snippets/functions/description/${name}.md`,
  };
}

/** How many code points a text has. */
export function codePointCount(value: string): number {
  let count = value.length;
  for (let at = 0; at + 1 < value.length; at++) if (value.codePointAt(at)! > 0xffff) count--;
  return count;
}

/** How many bytes a text takes in UTF-8. */
export function byteCount(value: string): number {
  let count = 0;
  for (let at = 0; at < value.length; at++) {
    const codePoint = value.codePointAt(at)!;
    if (codePoint > 0xffff) at++;
    count += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint > 0xffff ? 4 : 3;
  }
  return count;
}

const surrogates = /[\ud800-\udfff]/;

/** The code points from one position to before another. */
function codePoints(value: string, from: number, to: number): string {
  if (!surrogates.test(value)) return value.slice(from, to);
  const start = unitOffset(value, 0, from);
  return value.slice(start, unitOffset(value, start, to - from));
}

/** Where a text stands some code points further, in UTF-16 units. */
function unitOffset(value: string, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0 && at < value.length; left--) at += value.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

/** From a 1-based start, which counts from the end when negative and is the first character when zero. */
function substring(value: string, start: number, length: number | undefined): string {
  const count = codePointCount(value);
  const from = start > 0 ? start - 1 : start < 0 ? Math.max(0, count + start) : 0;
  return codePoints(value, from, length === undefined ? count : Math.min(count, from + length));
}

/** The 1-based position of a part at or after a 1-based start; 0 if it is not there. */
function locate(value: string, part: string, start: number): number {
  const from = start <= 0 ? 0 : unitOffset(value, 0, start - 1);
  if (start > codePointCount(value) + 1) return 0;
  const at = value.indexOf(part, from);
  return at < 0 ? 0 : codePointCount(value.slice(0, at)) + 1;
}

/** Java's `Character.isWhitespace`: separators except the non-breaking ones, and the ASCII controls that move. */
const javaBlank = /[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/;

function trimmed(value: string, atStart: boolean, atEnd: boolean): string {
  let from = 0;
  let to = value.length;
  while (atStart && from < to && javaBlank.test(value[from]!)) from++;
  while (atEnd && to > from && javaBlank.test(value[to - 1]!)) to--;
  return value.slice(from, to);
}

/**
 * What Java reverses as one: a code point with the marks and joiners that belong to it (`BreakIterator`).
 *
 * Taken apart by pieces: a segmenter's time grows with the square of its text. The last of a piece may go on in the next.
 */
function graphemes(value: string): string[] {
  if (!notAscii.test(value)) return value.split("");
  const found: string[] = [];
  let start = 0;
  let length = pieceLength;
  while (start < value.length) {
    const end = wholeCharacters(value, start + length);
    const pieces = Array.from(segmenter.segment(value.slice(start, end)), ({ segment }) => segment);
    if (end < value.length && pieces.length === 1) {
      length *= 2;
      continue;
    }
    const open = end < value.length ? pieces.pop()! : "";
    for (const piece of pieces) found.push(piece);
    start = end - open.length;
    length = pieceLength;
  }
  return found;
}

/** The place, moved behind the character that it would cut. */
function wholeCharacters(value: string, at: number): number {
  if (at >= value.length) return value.length;
  return value.codePointAt(at - 1)! > 0xffff ? at + 1 : at;
}

const pieceLength = 256;

const notAscii = /[^\0-\x7f]/;
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** The pieces between delimiters, which must be one byte long. */
function split(value: string, delimiter: string, context: EvaluationContext): Single | Single[] | null {
  if (byteCount(delimiter) !== 1) {
    return refused(`delimiter must be single byte for now [${delimiter}]`, context);
  }
  const pieces = value.split(delimiter);
  return pieces.length === 1 ? pieces[0]! : pieces;
}

function shortEnough(length: number, what: string, context: EvaluationContext): boolean {
  if (length <= longestText) return true;
  refused(`${what} would have produced [${length}] bytes, the maximum is [${longestText}]`, context);
  return false;
}

function refused(message: string, context: EvaluationContext): null {
  context.warn(`java.lang.IllegalArgumentException: ${message}`);
  return null;
}
