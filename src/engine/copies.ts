import { getField, printDocument } from "../ecs/document.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import { compareCodePoints } from "../predicate/value.ts";
import { getOrPut } from "./getOrPut.ts";

/** One event of a rule with the steps it satisfies, all its copies taken together. */
export interface Entry {
  /** The smallest copy. */
  readonly event: NormalizedEvent;
  /** Ascending. */
  readonly steps: readonly number[];
  /** The copies that satisfy a step, each content once, the smallest first. */
  readonly copiesOf: (step: number) => readonly NormalizedEvent[];
}

interface Merged {
  event: NormalizedEvent;
  readonly byStep: Map<number, NormalizedEvent[]>;
}

/**
 * The hits of one rule, each event once.
 *
 * Copies of an event may differ in content: a record delivered twice in two spellings, or a forged twin. They are ordered
 * by `event.original`, then by the printed document, so that the order of the input never matters, and none is dropped:
 * a copy may add a hit and never hides one.
 */
export class Copies {
  readonly #merged = new Map<string, Merged>();

  get size(): number {
    return this.#merged.size;
  }

  /** Hits are copies of one event when they agree in id and in `place`. */
  add(event: NormalizedEvent, steps: readonly number[], place = ""): void {
    // The length in front keeps place and id apart, whatever they hold.
    const key = `${place.length}:${place}${event.id}`;
    const merged = getOrPut(this.#merged, key, () => ({ event, byStep: new Map() }));
    merged.event = smaller(merged.event, event);
    for (const step of steps)
      insert(
        getOrPut(merged.byStep, step, () => []),
        event,
      );
  }

  entries(): Entry[] {
    return [...this.#merged.values()].map(entryOf);
  }

  /** Removes and returns the entries for which `due` holds. */
  take(due: (event: NormalizedEvent) => boolean): Entry[] {
    const taken: Entry[] = [];
    for (const [key, merged] of this.#merged) {
      if (!due(merged.event)) continue;
      taken.push(entryOf(merged));
      this.#merged.delete(key);
    }
    return taken;
  }
}

function entryOf({ event, byStep }: Merged): Entry {
  const steps = [...byStep.keys()].sort((a, b) => a - b);
  return { event, steps, copiesOf: (step) => byStep.get(step) ?? [] };
}

/** Puts a copy in its place among smaller and larger ones, unless it is there already. */
function insert(copies: NormalizedEvent[], event: NormalizedEvent): void {
  let low = 0;
  let high = copies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = copies[middle] === event ? 0 : compareCopies(copies[middle]!, event);
    if (order === 0) return;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  copies.splice(low, 0, event);
}

function smaller(a: NormalizedEvent, b: NormalizedEvent): NormalizedEvent {
  return a === b || compareCopies(a, b) <= 0 ? a : b;
}

/** Orders copies of one event by content: `event.original`, then the printed document. */
export function compareCopies(a: NormalizedEvent, b: NormalizedEvent): number {
  return (
    compareCodePoints(originalOf(a), originalOf(b)) ||
    compareCodePoints(printDocument(a.document), printDocument(b.document)) ||
    compareCodePoints(a.dataset, b.dataset) ||
    a.atMs - b.atMs
  );
}

function originalOf(event: NormalizedEvent): string {
  const original = getField(event.document, "event.original");
  return typeof original === "string" ? original : "";
}
