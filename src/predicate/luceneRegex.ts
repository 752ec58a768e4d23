import { RE2JS } from "re2js";
import { type CodePointSet, lastCodePoint } from "./codePointSet.ts";
import { parseLuceneRegex, type RegexFailure } from "./parseLuceneRegex.ts";
import { buildAutomaton, type RegexMatcher } from "./regexAutomaton.ts";
import { budgetSpent, type RegexBudget, takes } from "./regexBudget.ts";
import type { RegexNode } from "./regexNode.ts";

export type CompiledRegex = { readonly ok: true; readonly matches: RegexMatcher } | RegexFailure;

/**
 * Compiles a Lucene regular expression for whole values; see parseLuceneRegex for the syntax and for `ignoreCase`.
 *
 * Matching takes time linear in the value, whatever the pattern. Expressions without complement and intersection run on
 * RE2, the others on an automaton of our own. A pattern that Lucene would refuse, or that is too large for the engine it
 * needs, is a failure with its reason, never a matcher that answers wrongly. So is one that needs more than a `budget`
 * has left, which is then spent.
 */
export function compileLuceneRegex(pattern: string, options: RegexOptions): CompiledRegex {
  const { budget } = options;
  const parsed = parseLuceneRegex(pattern, options.ignoreCase);
  if (!parsed.ok) return parsed;
  const re2 = re2Syntax(parsed.node);
  if (re2 !== undefined && !takes(budget, sizeOf(parsed.node))) return { ok: false, reason: budgetSpent };
  const matches = re2Matcher(re2) ?? buildAutomaton(parsed.node, budget);
  if (matches === undefined) return { ok: false, reason: "pattern is too complex for a linear-time automaton" };
  return { ok: true, matches };
}

export interface RegexOptions {
  readonly ignoreCase: boolean;
  /** Shared by the expressions of one query; without one there is only the bound of each. */
  readonly budget?: RegexBudget;
}

const metacharacters = /[.?+*|{}[\]()"\\#@&<>~]/;

/** Whether a pattern has anything but literal characters; `^` and `$` are literal (eql facts §6). */
export function hasRegexSyntax(pattern: string): boolean {
  return metacharacters.test(pattern);
}

function re2Matcher(syntax: string | undefined): RegexMatcher | undefined {
  if (syntax === undefined) return undefined;
  try {
    const compiled = RE2JS.compile(syntax);
    return (value) => compiled.testExact(value);
  } catch {
    // RE2 caps repetitions and program size; the automaton may still manage.
    return undefined;
  }
}

/** How many states an expression has with its repetitions written out, as RE2 compiles them. */
function sizeOf(node: RegexNode): number {
  switch (node.kind) {
    case "nothing":
      return 1;
    case "set":
      return 1 + node.set.length;
    case "repeat":
      return 1 + sizeOf(node.part) * Math.max(1, node.most === Number.POSITIVE_INFINITY ? node.least : node.most);
    case "complement":
      return sizeOf(node.part);
    default:
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 1);
  }
}

/** The node in RE2's syntax; nothing if RE2 has no such operator. */
function re2Syntax(node: RegexNode): string | undefined {
  switch (node.kind) {
    case "nothing":
      return re2Class([]);
    case "set":
      return re2Class(node.set);
    case "concatenation":
      return joined(node.parts, "");
    case "union":
      return joined(node.parts, "|");
    case "repeat": {
      const part = re2Syntax(node.part);
      return part === undefined ? undefined : `(?:${part})${re2Quantifier(node.least, node.most)}`;
    }
    case "intersection":
    case "complement":
      return undefined;
  }
}

function joined(parts: readonly RegexNode[], separator: string): string | undefined {
  const texts = parts.map(re2Syntax);
  return texts.includes(undefined) ? undefined : `(?:${texts.join(separator)})`;
}

function re2Class(set: CodePointSet): string {
  if (set.length === 0) return `[^${re2CodePoint(0)}-${re2CodePoint(lastCodePoint)}]`;
  return `[${set.map(([from, to]) => `${re2CodePoint(from)}-${re2CodePoint(to)}`).join("")}]`;
}

function re2CodePoint(codePoint: number): string {
  return `\\x{${codePoint.toString(16)}}`;
}

function re2Quantifier(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? "*" : least === 1 ? "+" : `{${least},}`;
  return least === 0 && most === 1 ? "?" : `{${least},${most}}`;
}
