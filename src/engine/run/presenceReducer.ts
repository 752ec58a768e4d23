import type { RunnableRule } from "../../rule/rule.ts";
import type { Hit } from "../hit.ts";
import { newTermsGap } from "./newTermsGap.ts";
import { timeReader } from "./timeReader.ts";

/** What is left to do with a hit of a new_terms rule: keep it whole, keep its time and values, or forget it. */
export type PresenceVerdict = "whole" | "values" | "nothing";

interface Held {
  readonly hit: number;
  readonly atMs: number;
}

/**
 * Thins out the hits of one new_terms rule before they leave the thread that found them, without changing its alerts.
 *
 * Of the events with the same values that follow each other within the rule's gap, the earliest are kept whole, for one
 * of them may become an alert. Of the others the last keeps its time, and so do as many between as it takes that those
 * kept still follow each other within the gap; the rest says nothing ({@link NewTermsPresence} keeps no more).
 */
export class PresenceReducer {
  readonly #gapMs: number;
  readonly #timeOf: ReturnType<typeof timeReader>;
  readonly #byValues = new Map<string, Held[]>();

  constructor({ rule, schedule, execution }: RunnableRule) {
    this.#gapMs = execution?.kind === "newTerms" ? newTermsGap(execution, schedule) : -1;
    this.#timeOf = timeReader(rule);
  }

  /** Takes a hit, called by a number of its own. */
  add(hit: number, { event, values = [] }: Hit): void {
    const key = JSON.stringify(values, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
    const held = this.#byValues.get(key);
    const one = { hit, atMs: this.#timeOf(event) };
    if (held === undefined) this.#byValues.set(key, [one]);
    else held.push(one);
  }

  /** The verdict on each hit that is not to be kept whole. */
  verdicts(): Map<number, PresenceVerdict> {
    const verdicts = new Map<number, PresenceVerdict>();
    for (const held of this.#byValues.values()) {
      if (held.length > 1)
        this.#judge(
          held.sort((a, b) => a.atMs - b.atMs),
          verdicts,
        );
    }
    return verdicts;
  }

  #judge(held: readonly Held[], verdicts: Map<number, PresenceVerdict>): void {
    let firstMs = held[0]!.atMs;
    let keptMs = firstMs;
    for (let at = 1; at < held.length; at++) {
      const { hit, atMs } = held[at]!;
      const startsAnew = atMs - held[at - 1]!.atMs > this.#gapMs;
      if (startsAnew) firstMs = keptMs = atMs;
      // Of events at one time the smallest by id is shown: all that begin a presence are kept.
      if (startsAnew || atMs === firstMs) continue;
      const next = held[at + 1];
      const isNeeded = next === undefined || next.atMs - keptMs > this.#gapMs;
      if (isNeeded) keptMs = atMs;
      verdicts.set(hit, isNeeded ? "values" : "nothing");
    }
  }
}
