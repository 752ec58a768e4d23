import type { Plan } from "../engine/plan.ts";

/** What to look for on behalf of a list of candidates. */
interface Search {
  /** Each text once. */
  readonly needles: readonly Buffer[];
  /** By candidate, by list: numbers of needles, of which the record must hold one. */
  readonly needs: readonly (readonly (readonly number[])[])[];
}

/**
 * Tells from a record's bytes whether any of its candidates can match at all: a rule cannot where a text that it needs is
 * absent. A record with a `\u` escape may hold a text in another spelling, so it is never ruled out.
 */
export class LiteralFilter {
  readonly #plan: Plan;
  /** By list of candidates, which plans share; undefined: nothing is ruled out. */
  readonly #known = new Map<readonly number[], Search | undefined>();
  /** By needle, for the record in hand: 0 not looked for yet, 1 there, 2 absent. */
  readonly #seen = new Uint8Array(mostNeedles);

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  mayMatch(candidates: readonly number[], bytes: Buffer, start: number, end: number): boolean {
    let search = this.#known.get(candidates);
    if (search === undefined && !this.#known.has(candidates)) {
      search = this.#searchOf(candidates);
      if (this.#known.size < maxKnown) this.#known.set(candidates, search);
    }
    if (search === undefined) return true;
    const record = bytes.subarray(start, end);
    return this.#holds(search, record) || record.includes(unicodeEscape);
  }

  #holds({ needles, needs }: Search, record: Buffer): boolean {
    const seen = this.#seen.fill(0, 0, needles.length);
    const isThere = (needle: number) => {
      if (seen[needle] === 0) seen[needle] = record.includes(needles[needle]!) ? 1 : 2;
      return seen[needle] === 1;
    };
    return needs.some((lists) => lists.every((list) => list.some(isThere)));
  }

  #searchOf(candidates: readonly number[]): Search | undefined {
    const numbers = new Map<string, number>();
    const needs: (readonly (readonly number[])[])[] = [];
    for (const rule of candidates) {
      const lists = this.#plan.literals(rule);
      if (lists.length === 0) return undefined;
      needs.push(lists.map((list) => list.map((text) => numberOf(numbers, text))));
    }
    if (numbers.size > mostNeedles) return undefined;
    return { needles: [...numbers.keys()].map((text) => Buffer.from(text)), needs };
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}

const unicodeEscape = Buffer.from("\\u");
const mostNeedles = 64;
const maxKnown = 65_536;
