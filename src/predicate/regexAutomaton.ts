import { type CodePointSet, lastCodePoint } from "./codePointSet.ts";
import { mostWorkOfPattern, type RegexBudget } from "./regexBudget.ts";
import type { RegexNode } from "./regexNode.ts";
import { RegexTerms, type Term } from "./regexTerms.ts";

const mostStates = 10_000;

export type RegexMatcher = (value: string) => boolean;

/**
 * A deterministic automaton for a regular expression, complement and intersection included, or nothing when it would
 * need more than 10,000 states or a million derivatives (Elasticsearch's `max_determinized_states` is 10,000 too).
 *
 * What it takes is taken from `budget`, and it is nothing too when that runs out. States are Brzozowski derivatives. Matching takes one table look-up per code point.
 */
export function buildAutomaton(node: RegexNode, budget?: RegexBudget): RegexMatcher | undefined {
  const most = Math.min(mostWorkOfPattern, budget?.left ?? mostWorkOfPattern);
  const terms = new RegexTerms(most);
  const matcher = determinized(node, terms);
  if (budget !== undefined) budget.left -= most - Math.max(0, terms.left);
  return matcher;
}

function determinized(node: RegexNode, terms: RegexTerms): RegexMatcher | undefined {
  const start = terms.fromNode(node);
  const cuts = alphabetCuts(node);
  const states: Term[] = [start];
  const indexes = new Map<Term, number>([[start, 0]]);
  const table: number[] = [];
  for (let state = 0; state < states.length; state++) {
    for (const codePoint of cuts) {
      const next = terms.derive(states[state]!, codePoint);
      if (terms.exhausted || states.length > mostStates) return undefined;
      let index = indexes.get(next);
      if (index === undefined) {
        index = states.push(next) - 1;
        indexes.set(next, index);
      }
      table.push(index);
    }
  }
  const accepting = states.map((term) => terms.isNullable(term));
  const dead = indexes.get(terms.nothing) ?? -1;
  return runner(cuts, Int32Array.from(table), accepting, dead);
}

function runner(cuts: readonly number[], table: Int32Array, accepting: readonly boolean[], dead: number): RegexMatcher {
  const classes = cuts.length;
  const ascii = Uint16Array.from({ length: 128 }, (_, codePoint) => classOf(cuts, codePoint));
  return (value) => {
    let state = 0;
    for (let at = 0; at < value.length; at++) {
      const codePoint = value.codePointAt(at)!;
      if (codePoint > 0xffff) at++;
      const of = codePoint < 128 ? ascii[codePoint]! : classOf(cuts, codePoint);
      state = table[state * classes + of]!;
      if (state === dead) return false;
    }
    return accepting[state]!;
  };
}

/** The first code points of the classes within which no set of the expression tells code points apart, ascending. */
function alphabetCuts(node: RegexNode): number[] {
  const cuts = new Set([0]);
  const visit = (part: RegexNode): void => {
    if (part.kind === "set") addCuts(part.set, cuts);
    else if (part.kind === "complement" || part.kind === "repeat") visit(part.part);
    else if (part.kind !== "nothing") part.parts.forEach(visit);
  };
  visit(node);
  return [...cuts].sort((a, b) => a - b);
}

function addCuts(set: CodePointSet, cuts: Set<number>): void {
  for (const [from, to] of set) {
    cuts.add(from);
    if (to < lastCodePoint) cuts.add(to + 1);
  }
}

/** Index of the last cut at or before the code point. */
function classOf(cuts: readonly number[], codePoint: number): number {
  let low = 0;
  let high = cuts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (cuts[middle]! <= codePoint) low = middle;
    else high = middle - 1;
  }
  return low;
}
