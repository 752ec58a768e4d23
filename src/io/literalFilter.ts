import type { Plan } from "../engine/plan.ts";

/** What to look for on behalf of a list of candidates. */
interface Search {
  /** Each text once. */
  readonly needles: readonly Buffer[];
  /** By candidate, by list: numbers of needles, of which the record must hold one. */
  readonly needs: readonly (readonly (readonly number[])[])[];
}

/**
 * Tells from the bytes of a CloudTrail record which of its candidates can match at all: a rule cannot where a text that
 * it needs is absent. A record with a `\u` escape may hold a text in another spelling, so there nothing is ruled out.
 */
export class LiteralFilter {
  readonly #plan: Plan;
  /** By list of candidates, which plans share. */
  readonly #known = new Map<readonly number[], Search>();
  /** By needle, for the record in hand: 0 not looked for yet, 1 there, 2 absent. */
  #seen = new Uint8Array(64);

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The candidates that are left, in their order. */
  remaining(candidates: readonly number[], bytes: Buffer, start: number, end: number): readonly number[] {
    const search = this.#known.get(candidates) ?? this.#remember(candidates);
    if (search.needles.length === 0) return candidates;
    const record = bytes.subarray(start, end);
    const left = this.#left(candidates, search, record);
    return left.length < candidates.length && record.includes(unicodeEscape) ? candidates : left;
  }

  #left(candidates: readonly number[], { needles, needs }: Search, record: Buffer): readonly number[] {
    if (this.#seen.length < needles.length) this.#seen = new Uint8Array(2 * needles.length);
    const seen = this.#seen.fill(0, 0, needles.length);
    const isThere = (needle: number) => {
      if (seen[needle] === 0) seen[needle] = record.includes(needles[needle]!) ? 1 : 2;
      return seen[needle] === 1;
    };
    return candidates.filter((_, at) => needs[at]!.every((list) => list.some(isThere)));
  }

  #remember(candidates: readonly number[]): Search {
    const numbers = new Map<string, number>();
    const needs = candidates.map((rule) =>
      this.#plan.literals(rule).map((list) => list.map((text) => numberOf(numbers, text))),
    );
    const search = { needles: [...numbers.keys()].map((text) => Buffer.from(text)), needs };
    if (this.#known.size < maxKnown) this.#known.set(candidates, search);
    return search;
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}

const unicodeEscape = Buffer.from("\\u");
const maxKnown = 65_536;
