import type { Plan } from "../engine/plan.ts";
import { type LiteralSearch, LiteralSet } from "../kernel/index.ts";

/** What to look for on behalf of a list of candidates. */
interface Search {
  /** Each text once; needle 0 is the escape. Undefined: no candidate needs any. */
  readonly set: LiteralSet | undefined;
  /**
   * By candidate the number of its lists and for each list the needles of which the record must hold one, as a mask for
   * each word of an answer.
   */
  readonly needs: Int32Array;
}

/**
 * Tells from the bytes of a CloudTrail record which of its candidates can match at all: a rule cannot where a text that
 * it needs is absent. A record with a `\u` escape may hold a text in another spelling, so there nothing is ruled out.
 */
export class LiteralFilter {
  readonly #plan: Plan;
  readonly #search: LiteralSearch;
  /** By list of candidates, which plans share. */
  readonly #known = new Map<readonly number[], Search>();
  /** By needles, which different lists of candidates may share. */
  readonly #sets = new Map<string, LiteralSet>();

  constructor(plan: Plan, search: LiteralSearch) {
    this.#plan = plan;
    this.#search = search;
  }

  /** The candidates that are left, in their order. Fastest for bytes that lie in the search's own buffer. */
  remaining(candidates: readonly number[], bytes: Uint8Array, start: number, end: number): readonly number[] {
    const { set, needs } = this.#known.get(candidates) ?? this.#remember(candidates);
    if (set === undefined) return candidates;
    const found = this.#search.literals(set, bytes, start, end);
    if ((found[0]! & escapeBit) !== 0) return candidates;
    return left(candidates, needs, found, set.words);
  }

  #remember(candidates: readonly number[]): Search {
    const numbers = new Map([[unicodeEscape, 0]]);
    const lists = candidates.map((rule) =>
      this.#plan.literals(rule).map((texts) => texts.map((text) => numberOf(numbers, text))),
    );
    const needles = [...numbers.keys()].map((text) => Buffer.from(text).subarray(0, longestNeedle));
    const set = needles.length === 1 ? undefined : this.#setOf(needles);
    const words = set?.words ?? 1;
    const needs = lists.flatMap((ofRule) => [ofRule.length, ...ofRule.flatMap((list) => [...maskOf(list, words)])]);
    const search = { set, needs: Int32Array.from(needs) };
    if (this.#known.size < maxKnown) this.#known.set(candidates, search);
    return search;
  }

  #setOf(needles: readonly Buffer[]): LiteralSet {
    const key = needles.map((needle) => needle.toString("hex")).join();
    let set = this.#sets.get(key);
    if (set === undefined) {
      set = new LiteralSet(needles);
      if (this.#sets.size < maxKnown) this.#sets.set(key, set);
    }
    return set;
  }
}

/** The candidates whose lists the answer satisfies. */
function left(candidates: readonly number[], needs: Int32Array, found: Int32Array, words: number): readonly number[] {
  let kept: number[] | undefined;
  let at = 0;
  for (let i = 0; i < candidates.length; i++) {
    let isLeft = true;
    for (let lists = needs[at++]!; lists > 0; lists--) {
      let held = 0;
      for (let word = 0; word < words; word++) held |= needs[at++]! & found[word]!;
      if (held !== 0) continue;
      isLeft = false;
      at += (lists - 1) * words;
      break;
    }
    if (isLeft) (kept ??= []).push(candidates[i]!);
  }
  return kept === undefined ? noCandidates : kept.length === candidates.length ? candidates : kept;
}

function maskOf(needles: readonly number[], words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const needle of needles) mask[needle >>> 5]! |= 1 << (needle & 31);
  return mask;
}

function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}

const unicodeEscape = "\\u";
const escapeBit = 1;
const noCandidates: readonly number[] = Object.freeze([]);
/** Bytes of a text that are looked for; so many are enough, and comparing them takes bounded time. */
const longestNeedle = 64;
const maxKnown = 65_536;
