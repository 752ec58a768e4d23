/**
 * A regular expression in RE2's syntax that takes the letters A to Z in either case, and no other letter: Java's
 * CASE_INSENSITIVE without UNICODE_CASE, for which RE2 has no flag.
 *
 * Reads what javaRegex writes: literals, `\x{…}` and one-letter escapes, classes without classes inside.
 */
export function ignoringAsciiCase(syntax: string): string {
  let result = "";
  for (let at = 0; at < syntax.length; ) {
    const token = tokenAt(syntax, at);
    at += token.text.length;
    if (token.text === "[") {
      const end = endOfClass(syntax, at);
      result += `[${classIgnoringCase(syntax.slice(at, end))}]`;
      at = end + 1;
    } else result += token.codePoint === undefined ? token.text : inEitherCase(token.codePoint, token.text);
  }
  return result;
}

interface Token {
  readonly text: string;
  /** Of a literal: what it stands for. */
  readonly codePoint: number | undefined;
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, f: 12, r: 13, a: 7 };

function tokenAt(syntax: string, at: number): Token {
  const hexadecimal = /^\\x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(syntax.slice(at, at + 12));
  if (hexadecimal !== null) {
    return { text: hexadecimal[0], codePoint: Number.parseInt(hexadecimal[1] ?? hexadecimal[2]!, 16) };
  }
  if (syntax[at] === "\\") return { text: syntax.slice(at, at + 2), codePoint: controls[syntax[at + 1] ?? ""] };
  const codePoint = syntax.codePointAt(at)!;
  return { text: String.fromCodePoint(codePoint), codePoint };
}

function inEitherCase(codePoint: number, text: string): string {
  const other = otherCases(codePoint, codePoint);
  return other === "" ? text : `[${text}${other}]`;
}

function endOfClass(syntax: string, start: number): number {
  let at = start;
  while (at < syntax.length && syntax[at] !== "]") at += tokenAt(syntax, at).text.length;
  return at;
}

function classIgnoringCase(body: string): string {
  let others = "";
  let at = body.startsWith("^") ? 1 : 0;
  while (at < body.length) {
    const first = tokenAt(body, at);
    at += first.text.length;
    if (first.codePoint === undefined) continue;
    let last = first.codePoint;
    if (body[at] === "-" && at + 1 < body.length) {
      const end = tokenAt(body, at + 1);
      last = end.codePoint ?? last;
      at += 1 + end.text.length;
    }
    others += otherCases(first.codePoint, last);
  }
  return body + others;
}

const upper = [0x41, 0x5a, 32] as const;
const lower = [0x61, 0x7a, -32] as const;

/** The letters of a range in their other case, as ranges of a class. */
function otherCases(from: number, to: number): string {
  return [upper, lower].map(([first, last, shift]) => range(Math.max(from, first), Math.min(to, last), shift)).join("");
}

function range(from: number, to: number, shift: number): string {
  if (from > to) return "";
  return `\\x{${(from + shift).toString(16)}}-\\x{${(to + shift).toString(16)}}`;
}
