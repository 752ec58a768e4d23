import { compileLuceneRegex } from "../../../predicate/luceneRegex.ts";
import { wildcardMatcher } from "../../../text/wildcard.ts";
import type { Value } from "../value.ts";
import { remembered } from "./remembered.ts";
import type { ScalarFunction } from "./scalarFunction.ts";
import { always, parameter, strings } from "./types.ts";

/** A test of a whole value, or why there is none. */
export type Matcher = { readonly matches: (text: string) => boolean } | { readonly problem: string };

const longestPattern = 10_000;

/**
 * An ES|QL LIKE pattern: `*` any run of characters, `?` one, a backslash before `*`, `?` or a backslash makes it literal;
 * case counts.
 *
 * A backslash before anything else is a problem, as in Elasticsearch (`Invalid sequence`, WildcardPattern). Without
 * escapes it is the wildcard matcher; with them the pattern is turned into Lucene's regular expressions, linear as well.
 */
export function likeMatcher(pattern: string): Matcher {
  if (pattern.length > longestPattern) return { problem: `pattern longer than ${longestPattern} characters` };
  if (!pattern.includes("\\")) return { matches: wildcardMatcher(pattern, { ignoreCase: false }) };
  const pieces = readPieces(pattern);
  return "problem" in pieces ? pieces : { matches: (text) => piecesMatch(pieces, text) };
}

/** `any`: a run of characters; `one`: a code point; a text: itself. */
type Piece = { readonly any: true } | { readonly one: true } | { readonly text: string };

function readPieces(pattern: string): readonly Piece[] | { readonly problem: string } {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = String.fromCodePoint(pattern.codePointAt(at)!);
    at += character.length - 1;
    if (character === "*") pieces.push({ any: true });
    else if (character === "?") pieces.push({ one: true });
    else if (character !== "\\") pieces.push({ text: character });
    else {
      const next = pattern[++at];
      if (next === undefined) return { problem: "the pattern ends in a backslash" };
      if (!"*?\\".includes(next))
        return { problem: `a backslash must stand before *, ? or a backslash, not before ${next}` };
      pieces.push({ text: next });
    }
  }
  return pieces;
}

/** Greedy walk: on a mismatch the last star takes one code point more. */
function piecesMatch(pieces: readonly Piece[], text: string): boolean {
  let at = 0;
  let piece = 0;
  let afterStar = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = pieces[piece];
    const width = text.codePointAt(at)! > 0xffff ? 2 : 1;
    if (wanted !== undefined && "any" in wanted) {
      afterStar = ++piece;
      starAt = at;
    } else if (wanted !== undefined && ("one" in wanted || text.startsWith(wanted.text, at))) {
      piece++;
      at += width;
    } else if (afterStar >= 0) {
      starAt += text.codePointAt(starAt)! > 0xffff ? 2 : 1;
      at = starAt;
      piece = afterStar;
    } else return false;
  }
  while (piece < pieces.length && "any" in pieces[piece]!) piece++;
  return piece === pieces.length;
}

/** An ES|QL RLIKE pattern: a Lucene regular expression for the whole value; see compileLuceneRegex for its bounds. */
export function rlikeMatcher(pattern: string): Matcher {
  const compiled = compileLuceneRegex(pattern, { ignoreCase: false });
  return compiled.ok ? { matches: compiled.matches } : { problem: compiled.reason };
}

/** `like` and `rlike`: true if the value matches any of the constant patterns. */
export const patternOperators: readonly ScalarFunction[] = [
  operator("like", likeMatcher),
  operator("rlike", rlikeMatcher),
];

function operator(name: "like" | "rlike", compile: (pattern: string) => Matcher): ScalarFunction {
  const matcher = remembered(compile);
  return {
    name,
    kind: "single",
    parameters: [parameter("str", strings), { name: "pattern", types: strings, constant: true, variadic: true }],
    resultType: always("boolean"),
    constantProblem: ([, ...patterns]) => firstProblem(patterns, matcher),
    evaluate: ([text, ...patterns]) =>
      (patterns as readonly string[]).some((pattern) => {
        const compiled = matcher(pattern);
        return "matches" in compiled && compiled.matches(text as string);
      }),
    source: `esql/_snippets/operators/detailedDescription/${name}.md`,
  };
}

function firstProblem(
  patterns: readonly (Value | undefined)[],
  matcher: (pattern: string) => Matcher,
): string | undefined {
  for (const pattern of patterns) {
    const compiled = typeof pattern === "string" ? matcher(pattern) : undefined;
    if (compiled !== undefined && "problem" in compiled) return compiled.problem;
  }
  return undefined;
}
