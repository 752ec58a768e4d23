import type { RunnableRule } from "../../rule/rule.ts";
import type { Hit } from "../hit.ts";
import { tupleText } from "../state/joinedKey.ts";
import { newTermsGap } from "./newTermsGap.ts";
import { timeReader } from "./timeReader.ts";

/** What is left to do with a hit of a new_terms rule: keep it whole, keep its time and values, or forget it. */
export type PresenceVerdict = "whole" | "values" | "nothing";

interface Held {
  readonly hit: number;
  readonly atMs: number;
}

/** A time in which events with the same values that were kept follow each other within the gap. */
interface Presence {
  readonly firstMs: number;
  lastMs: number;
}

/** Values remembered from file to file; when they are full they are forgotten together, which costs work alone. */
const mostKnown = 200_000;

/**
 * Thins out the hits of one new_terms rule before they leave the thread that found them, without changing its alerts.
 *
 * Of the events with the same values that follow each other within the rule's gap, the earliest are kept whole, for one
 * of them may become an alert. Of the others the last keeps its time, and so do as many between as it takes that those
 * kept still follow each other within the gap; the rest says nothing ({@link NewTermsPresence} keeps no more). What was kept
 * of one file counts for the next, too.
 */
export class PresenceReducer {
  readonly #gapMs: number;
  readonly #timeOf: ReturnType<typeof timeReader>;
  /** The hits of the file in hand, and the earliest time of them. */
  #byValues = new Map<string, { readonly held: Held[]; earliestMs: number }>();
  readonly #known = new Map<string, Presence>();

  constructor({ rule, schedule, execution }: RunnableRule) {
    this.#gapMs = execution?.kind === "newTerms" ? newTermsGap(execution, schedule) : -1;
    this.#timeOf = timeReader(rule);
  }

  /**
   * Takes a hit, called by a number of its own. False: whatever comes, it will not be kept whole, for one of the file that was
   * taken before is earlier and within the gap.
   */
  add(hit: number, { event, values = [] }: Hit): boolean {
    // How many values each field has keeps them apart.
    const key = values.map((list) => `${list.length}${tupleText(list)}`).join("");
    const alike = this.#byValues.get(key);
    const one = { hit, atMs: this.#timeOf(event) };
    if (alike === undefined) {
      this.#byValues.set(key, { held: [one], earliestMs: one.atMs });
      return true;
    }
    const { held, earliestMs } = alike;
    held.push(one);
    alike.earliestMs = Math.min(earliestMs, one.atMs);
    return one.atMs <= earliestMs || one.atMs - earliestMs > this.#gapMs;
  }

  /** The verdict on each hit of a file that is not to be kept whole; the next hits are those of another file. */
  verdicts(): Map<number, PresenceVerdict> {
    const verdicts = new Map<number, PresenceVerdict>();
    for (const [key, { held }] of this.#byValues) {
      this.#judge(
        key,
        held.sort((a, b) => a.atMs - b.atMs),
        verdicts,
      );
    }
    this.#byValues = new Map();
    if (this.#known.size > mostKnown) this.#known.clear();
    return verdicts;
  }

  #judge(key: string, held: readonly Held[], verdicts: Map<number, PresenceVerdict>): void {
    let known = this.#known.get(key);
    held.forEach(({ hit, atMs }, at) => {
      // Of events at one time the smallest by id is shown: all that begin a presence are kept.
      if (known === undefined || atMs <= known.firstMs || atMs - known.lastMs > this.#gapMs) {
        const joins = known !== undefined && atMs <= known.firstMs && known.firstMs - atMs <= this.#gapMs;
        known = { firstMs: atMs, lastMs: joins ? known!.lastMs : atMs };
        return;
      }
      const next = held[at + 1];
      const isNeeded = atMs > known.lastMs && (next === undefined || next.atMs - known.lastMs > this.#gapMs);
      if (isNeeded) known.lastMs = atMs;
      verdicts.set(hit, isNeeded ? "values" : "nothing");
    });
    if (known !== undefined) this.#known.set(key, known);
  }
}
