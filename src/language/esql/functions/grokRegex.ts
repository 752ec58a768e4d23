/** One group that captures, in order. */
export interface Capture {
  readonly name: string;
}

/** A pattern of Oniguruma, the engine of Elasticsearch's GROK, in the syntax of RE2. */
export interface GrokRegex {
  /** Capturing groups are plain `(…)`, one for each of `captures`. */
  readonly syntax: string;
  /** In order of their opening; null stands for a place where no digit may follow. */
  readonly captures: readonly (Capture | null)[];
}

type Problem = { readonly problem: string };

const blanks = "\\t\\n\\x0B\\f\\r ";
const posixClasses: Readonly<Record<string, string>> = {
  alnum: "\\p{L}\\p{M}\\p{Nd}",
  alpha: "\\p{L}\\p{M}",
  ascii: "\\x00-\\x7F",
  blank: "\\p{Zs}\\t",
  cntrl: "\\p{Cc}",
  digit: "\\p{Nd}",
  graph: "!-~",
  lower: "\\p{Ll}",
  print: " -~",
  punct: "\\p{P}\\p{S}",
  space: "\\s\\x0B\\x{85}\\p{Z}",
  upper: "\\p{Lu}",
  word: "\\p{L}\\p{M}\\p{Nd}\\p{Pc}",
  xdigit: "0-9A-Fa-f",
};

/**
 * Translates an Oniguruma pattern (Ruby syntax, as joni runs it): `^` and `$` are at every line, unnamed groups do not
 * capture, `\h` is a hexadecimal digit, names of groups may be anything.
 *
 * Atomic groups become plain ones: they can then match where Oniguruma refuses to backtrack, never less. Look-behind is
 * kept; look-ahead except `(?![0-9])`, possessive quantifiers, back references and calls are problems. `strict` turns
 * that look-ahead, behind a digit, into a word boundary; else it is an empty group whose place must be looked at.
 */
export function translateGrokRegex(pattern: string, strict: boolean): GrokRegex | Problem {
  const captures: (Capture | null)[] = [];
  let syntax = "";
  for (let at = 0; at < pattern.length; ) {
    const piece = pieceAt(pattern, at, strict);
    if ("problem" in piece) return piece;
    if (piece.capture !== undefined) captures.push(piece.capture);
    syntax += piece.syntax;
    at += piece.length;
  }
  return { syntax, captures };
}

interface Piece {
  readonly syntax: string;
  readonly length: number;
  readonly capture?: Capture | null;
}

function pieceAt(pattern: string, at: number, strict: boolean): Piece | Problem {
  const character = pattern[at]!;
  switch (character) {
    case "\\":
      return escapePiece(pattern, at, false);
    case "[":
      return characterClass(pattern, at);
    case "(":
      return group(pattern, at, strict);
    case "^":
      return { syntax: "(?m:^)", length: 1 };
    case "$":
      return { syntax: "(?m:$)", length: 1 };
    case "*":
    case "+":
    case "?":
      return pattern[at + 1] === "+"
        ? { problem: "possessive quantifiers are not supported" }
        : { syntax: character, length: 1 };
    case "{":
      return { syntax: /^\{\d*,?\d*\}/.test(pattern.slice(at, at + 16)) ? lowerBound(pattern, at) : "\\{", length: 1 };
    case "}":
      return { syntax: /\{\d*,?\d*$/.test(pattern.slice(Math.max(0, at - 16), at)) ? "}" : "\\}", length: 1 };
    default: {
      const width = pattern.codePointAt(at)! > 0xffff ? 2 : 1;
      return { syntax: pattern.slice(at, at + width), length: width };
    }
  }
}

/** `{,3}` begins at zero, which RE2 wants written. */
function lowerBound(pattern: string, at: number): string {
  return pattern[at + 1] === "," ? "{0" : "{";
}

function group(pattern: string, at: number, strict: boolean): Piece | Problem {
  const rest = pattern.slice(at, at + 300);
  if (!rest.startsWith("(?")) return { syntax: "(?:", length: 1 };
  const digitAhead = /^\(\?!(?:\[0-9\]|\\d)\)/.exec(rest)?.[0];
  if (digitAhead !== undefined) {
    return { syntax: strict ? "\\b()" : "()", length: digitAhead.length, capture: null };
  }
  const behind = /^\(\?<[=!]/.exec(rest)?.[0];
  if (behind !== undefined) return { syntax: behind, length: 4 };
  const named = /^\(\?<([^>]{1,250})>/.exec(rest);
  if (named !== null) return { syntax: "(", length: named[0].length, capture: { name: named[1]! } };
  if (rest.startsWith("(?:") || rest.startsWith("(?>")) return { syntax: "(?:", length: 3 };
  const flags = /^\(\?([imx]*)(?:-([imx]*))?(:|\))/.exec(rest);
  if (flags !== null && !/x/.test(flags[1]! + (flags[2] ?? ""))) {
    return { syntax: `(?${flagText(flags[1]!, flags[2])}${flags[3]}`, length: flags[0].length };
  }
  if (/^\(\?[=!]/.test(rest)) return { problem: "look-ahead is not supported" };
  return { problem: `${rest.slice(0, 3)} is not supported` };
}

/** Ruby's `m` lets `.` match line breaks, which is RE2's `s`. */
function flagText(on: string, off: string | undefined): string {
  const flags = on.replaceAll("m", "s");
  return off === undefined ? flags : `${flags}-${off.replaceAll("m", "s")}`;
}

const sameEscapes: ReadonlySet<string> = new Set([..."dDwWbBAztnrfav"]);

function escapePiece(pattern: string, at: number, inClass: boolean): Piece | Problem {
  const next = pattern[at + 1];
  if (next === undefined) return { problem: "the pattern ends in a backslash" };
  if (inClass && "bBAzZ".includes(next)) return { problem: `\\${next} is not supported in a class` };
  switch (next) {
    case "h":
      return { syntax: inClass ? "0-9a-fA-F" : "[0-9a-fA-F]", length: 2 };
    case "H":
      return inClass ? { problem: "\\H is not supported in a class" } : { syntax: "[^0-9a-fA-F]", length: 2 };
    case "s":
      return { syntax: inClass ? blanks : `[${blanks}]`, length: 2 };
    case "S":
      return inClass ? { syntax: "\\S", length: 2 } : { syntax: `[^${blanks}]`, length: 2 };
    case "e":
      return { syntax: "\\x1B", length: 2 };
    case "Z":
      return { syntax: "\\n?\\z", length: 2 };
    case "x":
    case "u":
      return hexadecimal(pattern, at);
    case "p":
    case "P":
      return property(pattern, at);
    default:
  }
  if (sameEscapes.has(next)) return { syntax: `\\${next}`, length: 2 };
  if (/[1-9]/.test(next) || next === "k") return { problem: "back references are not supported" };
  if (/[a-zA-Z0-9]/.test(next)) return { problem: `\\${next} is not supported` };
  const codePoint = pattern.codePointAt(at + 1)!;
  return { syntax: `\\x{${codePoint.toString(16)}}`, length: codePoint > 0xffff ? 3 : 2 };
}

function hexadecimal(pattern: string, at: number): Piece | Problem {
  const digits = /^\\(?:x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4}))/.exec(
    pattern.slice(at, at + 12),
  );
  if (digits === null) return { problem: `${pattern.slice(at, at + 2)} needs hexadecimal digits` };
  return { syntax: `\\x{${digits[1] ?? digits[2] ?? digits[3]}}`, length: digits[0].length };
}

function property(pattern: string, at: number): Piece | Problem {
  const name = /^\\([pP])\{(\^?)([A-Za-z_]{1,30})\}/.exec(pattern.slice(at, at + 40));
  if (name === null) return { problem: "\\p needs a name in braces" };
  const posix = posixClasses[name[3]!.toLowerCase()];
  const isNegated = (name[1] === "P") !== (name[2] === "^");
  const syntax = posix === undefined ? `\\${isNegated ? "P" : "p"}{${name[3]}}` : `[${isNegated ? "^" : ""}${posix}]`;
  return { syntax, length: name[0].length };
}

/** A class with classes inside: their characters join it; `&&` and negated classes inside are problems. */
function characterClass(pattern: string, start: number): Piece | Problem {
  const isNegated = pattern[start + 1] === "^";
  let at = start + (isNegated ? 2 : 1);
  let syntax = isNegated ? "[^" : "[";
  let depth = 1;
  let isFirst = true;
  while (at < pattern.length) {
    const character = pattern[at]!;
    const posix = /^\[:(\^?)([a-z]{1,10}):\]/.exec(pattern.slice(at, at + 16));
    if (posix !== null) {
      const members = posixClasses[posix[2]!];
      if (members === undefined || posix[1] === "^") return { problem: `${posix[0]} is not supported` };
      syntax += members;
      at += posix[0].length;
    } else if (character === "]" && !isFirst) {
      at++;
      if (--depth === 0) return { syntax: `${syntax}]`, length: at - start };
    } else if (character === "[") {
      if (pattern[at + 1] === "^") return { problem: "a negated class within a class is not supported" };
      depth++;
      at++;
    } else if (character === "&" && pattern[at + 1] === "&") {
      return { problem: "intersection of classes is not supported" };
    } else if (character === "\\") {
      const piece = escapePiece(pattern, at, true);
      if ("problem" in piece) return piece;
      syntax += piece.syntax;
      at += piece.length;
    } else {
      syntax += character === "]" ? "\\]" : character;
      at++;
    }
    isFirst = false;
  }
  return { problem: "a class is not closed" };
}
