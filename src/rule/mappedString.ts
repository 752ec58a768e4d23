import type { StringForm, ValuePlace } from "./places.ts";

/** A decoded string that remembers where each of its UTF-16 units was written. */
export interface MappedString {
  readonly text: string;
  /** Offset in the file of offset `offset` of the text; defined for 0 up to and including its length. */
  readonly offsetAt: (offset: number) => number;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\x1b",
  '"': '"',
  "\\": "\\",
  "/": "/",
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Decodes the string at `place` of `text`: JSON, or any of TOML's four forms.
 *
 * The string must have been accepted by a parser; a malformed escape stands for itself.
 */
export function mapString(text: string, place: ValuePlace): MappedString {
  const form = place.form ?? "literal";
  const { start, end } = contentOf(text, place.value.start, place.value.end, form);
  if (form === "literal" || form === "multilineLiteral") {
    return { text: text.slice(start, end), offsetAt: (offset) => Math.min(start + Math.max(0, offset), end) };
  }
  return decode(text, start, end);
}

function contentOf(text: string, start: number, end: number, form: StringForm): { start: number; end: number } {
  if (form !== "multilineBasic" && form !== "multilineLiteral") return { start: start + 1, end: end - 1 };
  const inner = start + 3;
  const trimmed = text.startsWith("\r\n", inner) ? inner + 2 : text[inner] === "\n" ? inner + 1 : inner;
  return { start: trimmed, end: end - 3 };
}

function decode(text: string, start: number, end: number): MappedString {
  const pieces: string[] = [];
  const offsets: number[] = [];
  let at = start;
  while (at < end) {
    const written = text[at] === "\\" ? escapeAt(text, at, end) : undefined;
    const decoded = written === undefined ? text[at]! : written.decoded;
    for (let i = 0; i < decoded.length; i++) offsets.push(at);
    pieces.push(decoded);
    at += written?.length ?? 1;
  }
  offsets.push(end);
  return { text: pieces.join(""), offsetAt: (offset) => offsets[Math.max(0, Math.min(offset, offsets.length - 1))]! };
}

function escapeAt(text: string, at: number, end: number): { decoded: string; length: number } | undefined {
  const letter = text[at + 1] ?? "";
  const simple = Object.hasOwn(simpleEscapes, letter) ? simpleEscapes[letter] : undefined;
  if (simple !== undefined) return { decoded: simple, length: 2 };
  const digits = Object.hasOwn(hexDigits, letter) ? hexDigits[letter] : undefined;
  if (digits !== undefined) return hexEscape(text, at, digits);
  return continuationAt(text, at, end);
}

function hexEscape(text: string, at: number, digits: number): { decoded: string; length: number } | undefined {
  const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
  if (!(code <= 0x10ffff)) return undefined;
  return { decoded: digits === 8 ? String.fromCodePoint(code) : String.fromCharCode(code), length: 2 + digits };
}

/** TOML's `\` at the end of a line swallows all white space up to the next visible character. */
function continuationAt(text: string, at: number, end: number): { decoded: string; length: number } | undefined {
  let next = at + 1;
  while (next < end && " \t\r\n".includes(text[next]!)) next++;
  return next > at + 1 ? { decoded: "", length: next - at } : undefined;
}
