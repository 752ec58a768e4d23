import { kept, type NormalizedEvent } from "../../normalize/record.ts";
import { compareCodePoints } from "../../predicate/value.ts";
import type { Rule } from "../../rule/rule.ts";
import { Copies, compareCopies } from "../copies.ts";
import { timeReader } from "./timeReader.ts";

/** An event and its time as the rule's schedule reads it. */
export interface TimedEvent {
  readonly atMs: number;
  readonly event: NormalizedEvent;
}

/** A rule's events: of those of one id at one time the smallest copy. */
export class TimedEvents {
  readonly #copies = new Copies();
  readonly #timeOf: (event: NormalizedEvent) => number;
  #ascending: readonly TimedEvent[] | undefined;

  constructor(rule: Pick<Rule, "timestampOverride">) {
    this.#timeOf = timeReader(rule);
  }

  add(event: NormalizedEvent): void {
    this.#ascending = undefined;
    this.#copies.add(kept(event), [0], String(this.#timeOf(event)));
  }

  /** By time, then id. */
  ascending(): readonly TimedEvent[] {
    this.#ascending ??= this.#copies
      .entries()
      .map(({ event }) => ({ event, atMs: this.#timeOf(event) }))
      .sort(compareTimed);
    return this.#ascending;
  }
}

/** Orders events by time, then id, then content. */
export function compareTimed(a: TimedEvent, b: TimedEvent): number {
  if (a.event === b.event) return a.atMs - b.atMs;
  return a.atMs - b.atMs || compareCodePoints(a.event.id, b.event.id) || compareCopies(a.event, b.event);
}
