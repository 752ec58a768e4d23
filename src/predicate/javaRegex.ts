import { RE2JS } from "re2js";
import { ignoringAsciiCase } from "./asciiCase.ts";
import type { CompiledRegex, RegexOptions } from "./luceneRegex.ts";
import type { RegexFailure } from "./parseLuceneRegex.ts";
import { budgetSpent, takes } from "./regexBudget.ts";

const longestPattern = 1000;

/**
 * Compiles a Java regular expression for whole values, as EQL's `regex` uses it on computed values (eql facts §6).
 *
 * It runs on RE2, in time linear in the value. What RE2 lacks or reads otherwise (look-around, back references,
 * possessive quantifiers that matter, class operations, most inline flags) is a failure with its reason, never a matcher
 * that answers wrongly. `ignoreCase` folds A to Z only, as Java does unless told otherwise (RegexProcessor).
 */
export function compileJavaRegex(pattern: string, options: RegexOptions): CompiledRegex {
  const compiled = compileJavaProgram(pattern, options);
  return compiled.ok ? { ok: true, matches: (value) => compiled.program.testExact(value) } : compiled;
}

export type CompiledProgram = { readonly ok: true; readonly program: RE2JS } | RegexFailure;

/** The same as the program itself, for searching and replacing; a `$` at the end then means the very end of the value. */
export function compileJavaProgram(pattern: string, options: RegexOptions): CompiledProgram {
  if (pattern.length > longestPattern) {
    return { ok: false, reason: `pattern longer than ${longestPattern} characters` };
  }
  const translated = translate(pattern);
  if (!translated.ok) return translated;
  if (!takes(options.budget, mostStates(pattern))) return { ok: false, reason: budgetSpent };
  try {
    const syntax = options.ignoreCase ? ignoringAsciiCase(translated.syntax) : translated.syntax;
    return { ok: true, program: RE2JS.compile(syntax) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? reasonOf(error) : "not a regular expression" };
  }
}

/** RE2 refuses repetitions that come to more than a thousand. */
const mostRepetitions = 1000;

/** More states than the pattern can have: what is counted alone adds up, counts of groups multiply as if all were nested. */
function mostStates(pattern: string): number {
  let length = pattern.length;
  let times = 1;
  for (const [, before, least, most] of pattern.matchAll(/(^|.)\{(\d+)(?:,(\d+))?/gs)) {
    const count = Math.min(mostRepetitions, Math.max(1, Number(most ?? least)));
    if (before === ")") times = Math.min(mostRepetitions, times * count);
    else length += count;
  }
  return length * times;
}

type Translation = { readonly ok: true; readonly syntax: string } | { readonly ok: false; readonly reason: string };

/** Letters that mean the same in Java and RE2 after a backslash. */
const sameEscapes: ReadonlySet<string> = new Set([..."dDwWtnrfaAz"]);
const javaSpace = " \\t\\n\\x0B\\f\\r";
/** Java's `.` stops at every line terminator, RE2's at `\n` alone. */
const anyButTerminators = "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]";

/** Goes over the pattern once; everything not known to mean the same is translated or refused. */
function translate(pattern: string): Translation {
  let syntax = "";
  let inClass = false;
  let classStart = false;
  for (let at = 0; at < pattern.length; ) {
    const piece: PieceOrReason = inClass ? classPiece(pattern, at, classStart) : outsidePiece(pattern, at);
    if ("reason" in piece) return { ok: false, reason: piece.reason };
    classStart = !inClass && piece.opensClass === true;
    if (piece.opensClass !== undefined) inClass = piece.opensClass;
    syntax += piece.syntax;
    at += piece.length;
  }
  return { ok: true, syntax };
}

interface Piece {
  readonly syntax: string;
  readonly length: number;
  readonly opensClass?: boolean;
}
type PieceOrReason = Piece | { readonly reason: string };

function outsidePiece(pattern: string, at: number): PieceOrReason {
  const character = pattern[at]!;
  const next = pattern[at + 1];
  switch (character) {
    case "\\":
      return escapePiece(pattern, at, false);
    case "[":
      return { syntax: next === "^" ? "[^" : "[", length: next === "^" ? 2 : 1, opensClass: true };
    case ".":
      return { syntax: anyButTerminators, length: 1 };
    case "(":
      return next === "?" ? group(pattern, at) : { syntax: "(", length: 1 };
    case "$":
      return /^\)*$/.test(pattern.slice(at + 1))
        ? { syntax: "\\z", length: 1 }
        : { reason: "$ is supported only at the end of a pattern" };
    case "*":
    case "+":
    case "?":
    case "}":
      return next === "+" ? possessive(pattern, at) : { syntax: character, length: 1 };
    case "{":
      return /^\{[0-9]+(,[0-9]*)?\}/.test(pattern.slice(at, at + 32))
        ? { syntax: "{", length: 1 }
        : { reason: "{ must start a repetition" };
    default:
      return { syntax: character, length: 1 };
  }
}

/**
 * A possessive quantifier as a plain one, where that cannot change a match: behind one character, escape or class, and
 * before a literal that this cannot match.
 */
function possessive(pattern: string, at: number): PieceOrReason {
  const repeated = /(?:\\[dDwWsS]|\[[^[\]\\]{1,100}\])$/.exec(pattern.slice(Math.max(0, at - 102), at))?.[0];
  const following = /^\+(?:\\([^a-zA-Z0-9])|([^\\()[\]{}.*+?|^$]))(?![*?{])/.exec(pattern.slice(at + 1, at + 5));
  const literal = following?.[1] ?? following?.[2];
  if (repeated === undefined || literal === undefined || pattern[at] === "}") {
    return { reason: "possessive quantifiers are not supported" };
  }
  const one = compileJavaRegex(repeated, { ignoreCase: true });
  if (!one.ok || one.matches(literal)) return { reason: "possessive quantifiers are not supported" };
  return { syntax: pattern[at]!, length: 2 };
}

function group(pattern: string, at: number): PieceOrReason {
  const opening = /^\(\?(?::|<[a-zA-Z][a-zA-Z0-9]*>)/.exec(pattern.slice(at, at + 64));
  if (opening === null) return { reason: `${pattern.slice(at, at + 3)} is not supported` };
  return { syntax: opening[0] === "(?:" ? "(?:" : "(", length: opening[0].length };
}

function classPiece(pattern: string, at: number, atStart: boolean): PieceOrReason {
  const character = pattern[at]!;
  if (character === "]") {
    return atStart ? { reason: "] cannot be the first of a class" } : { syntax: "]", length: 1, opensClass: false };
  }
  if (character === "[") return { reason: "a class within a class is not supported" };
  if (character === "&" && pattern[at + 1] === "&") return { reason: "intersection of classes is not supported" };
  return character === "\\" ? escapePiece(pattern, at, true) : { syntax: character, length: 1 };
}

function escapePiece(pattern: string, at: number, inClass: boolean): PieceOrReason {
  const next = pattern[at + 1];
  if (next === undefined) return { reason: "the pattern ends in a backslash" };
  if (next === "s") return { syntax: inClass ? javaSpace : `[${javaSpace}]`, length: 2 };
  if (next === "S" && !inClass) return { syntax: `[^${javaSpace}]`, length: 2 };
  if ((next === "A" || next === "z") && inClass) return { reason: `\\${next} is not supported in a class` };
  if (sameEscapes.has(next)) return { syntax: `\\${next}`, length: 2 };
  if (next === "x" || next === "u") return hexadecimal(pattern, at);
  if (/[a-zA-Z0-9]/.test(next)) return { reason: `\\${next} is not supported` };
  const codePoint = pattern.codePointAt(at + 1)!;
  return { syntax: `\\x{${codePoint.toString(16)}}`, length: codePoint > 0xffff ? 3 : 2 };
}

function hexadecimal(pattern: string, at: number): PieceOrReason {
  const rest = pattern.slice(at, at + 12);
  const digits = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|x\{([0-9a-fA-F]{1,6})\})/.exec(rest);
  if (digits === null) return { reason: `${rest.slice(0, 2)} needs hexadecimal digits` };
  return { syntax: `\\x{${digits[1] ?? digits[2] ?? digits[3]}}`, length: digits[0].length };
}

const longestReason = 160;

/** RE2's own words, which repeat the pattern as it was translated, however long. */
function reasonOf({ message }: Error): string {
  const reason = message.slice(0, 1).toLowerCase() + message.slice(1);
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason - 1)}…`;
}
