import type { Plan } from "../engine/plan.ts";

/**
 * Tells from a record's bytes whether any of its candidates can match at all: a rule whose necessary texts are all absent
 * cannot. A record with a `\u` escape may hold a text in another spelling, so it is never ruled out.
 */
export class LiteralFilter {
  /** By rule; undefined: no text is necessary. */
  readonly #needles: readonly (readonly Buffer[] | undefined)[];
  /** By list of candidates, which plans share: what to look for; undefined: nothing is ruled out. */
  readonly #known = new Map<readonly number[], readonly Buffer[] | undefined>();

  constructor(plan: Plan) {
    this.#needles = plan.rules.map((_, rule) => plan.literals(rule)?.map((literal) => Buffer.from(literal)));
  }

  mayMatch(candidates: readonly number[], bytes: Buffer, start: number, end: number): boolean {
    let needles = this.#known.get(candidates);
    if (needles === undefined && !this.#known.has(candidates)) {
      needles = this.#together(candidates);
      if (this.#known.size < maxKnown) this.#known.set(candidates, needles);
    }
    if (needles === undefined) return true;
    const record = bytes.subarray(start, end);
    return needles.some((needle) => record.includes(needle)) || record.includes(unicodeEscape);
  }

  #together(candidates: readonly number[]): readonly Buffer[] | undefined {
    const all = candidates.map((rule) => this.#needles[rule]);
    if (all.some((needles) => needles === undefined)) return undefined;
    const distinct = new Map(
      all.flatMap((needles) => needles ?? []).map((needle) => [needle.toString("latin1"), needle]),
    );
    return distinct.size > mostNeedles ? undefined : [...distinct.values()];
  }
}

const unicodeEscape = Buffer.from("\\u");
const mostNeedles = 32;
const maxKnown = 65_536;
