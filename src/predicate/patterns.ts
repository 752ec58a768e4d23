import { hasWildcard, wildcardMatcher } from "../text/wildcard.ts";
import { foldCase } from "./foldCase.ts";
import { compileJavaRegex } from "./javaRegex.ts";
import { compileLuceneRegex } from "./luceneRegex.ts";
import type { RegexMatcher } from "./regexAutomaton.ts";

/** Who reads a pattern, and so what its characters and its `ignoreCase` mean. */
export type PatternSyntax = "wildcard" | "regex" | "computedWildcard" | "javaRegex";

/** A list of patterns as one matcher, and the patterns that could not be compiled, which match nothing. */
export interface PatternList {
  readonly matches: RegexMatcher;
  readonly failures: readonly PatternFailure[];
}

export interface PatternFailure {
  readonly pattern: string;
  readonly reason: string;
}

const compiled = new WeakMap<readonly string[], Map<string, PatternList>>();

/**
 * The patterns of one node of a predicate as a matcher for any of them, compiled once for that node.
 *
 * A list of patterns belongs to one node, so it is the key; the matchers of a rule set are dropped with it.
 */
export function patternList(patterns: readonly string[], syntax: PatternSyntax, ignoreCase: boolean): PatternList {
  let lists = compiled.get(patterns);
  if (lists === undefined) compiled.set(patterns, (lists = new Map()));
  const reading = `${syntax} ${ignoreCase}`;
  let list = lists.get(reading);
  if (list === undefined) lists.set(reading, (list = compileList(patterns, syntax, ignoreCase)));
  return list;
}

function compileList(patterns: readonly string[], syntax: PatternSyntax, ignoreCase: boolean): PatternList {
  const matchers: RegexMatcher[] = [];
  const failures: PatternFailure[] = [];
  for (const pattern of patterns) {
    const result = compileOne(pattern, syntax, ignoreCase);
    if (result.ok) matchers.push(result.matches);
    else failures.push({ pattern, reason: result.reason });
  }
  const only = matchers.length === 1 ? matchers[0] : undefined;
  return { matches: only ?? ((value) => matchers.some((matches) => matches(value))), failures };
}

function compileOne(pattern: string, syntax: PatternSyntax, ignoreCase: boolean) {
  switch (syntax) {
    case "wildcard":
      return { ok: true, matches: wildcardMatcher(pattern, { ignoreCase }) } as const;
    case "computedWildcard":
      return { ok: true, matches: computedWildcard(pattern, ignoreCase) } as const;
    case "regex":
      return compileLuceneRegex(pattern, { ignoreCase });
    case "javaRegex":
      return compileJavaRegex(pattern, { ignoreCase });
  }
}

/**
 * A wildcard pattern on a computed value, which Elasticsearch runs as a Java regular expression: `*` and `?` stop at line
 * terminators and insensitivity is ASCII-only. Stars alone match every text, and a pattern without wildcards is an
 * equality, which folds all letters (LikePattern.asJavaRegex, RegexProcessor and ReplaceRegexMatch in x-pack/plugin/ql).
 */
function computedWildcard(pattern: string, ignoreCase: boolean): RegexMatcher {
  if (/^\*+$/.test(pattern)) return () => true;
  if (!hasWildcard(pattern)) return sameText(pattern, ignoreCase);
  const parts = pattern.split(lineTerminators);
  const matchers = parts.map((part) => wildcardMatcher(part, { ignoreCase }));
  return (value) => {
    const lines = value.split(lineTerminators);
    return lines.length === parts.length && lines.every((line, at) => matchers[at]!(line));
  };
}

/** Java's line terminators, captured so that they are parts of their own. */
const lineTerminators = /([\n\r\u0085\u2028\u2029])/;

function sameText(text: string, ignoreCase: boolean): RegexMatcher {
  if (!ignoreCase) return (value) => value === text;
  const wanted = foldCase(text);
  return (value) => foldCase(value) === wanted;
}
