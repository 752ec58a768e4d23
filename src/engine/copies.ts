import { getField, printDocument } from "../ecs/document.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import { compareCodePoints } from "../predicate/value.ts";

/** One event of a rule with the steps it satisfies, all its copies taken together. */
export interface Entry {
  readonly event: NormalizedEvent;
  /** Ascending. */
  readonly steps: readonly number[];
  /** The copy that satisfies a step: `event`, unless that copy alone does not. */
  readonly eventOf: (step: number) => NormalizedEvent;
}

/** The smallest copy overall, and the smallest for each step. */
interface Merged {
  event: NormalizedEvent;
  readonly byStep: Map<number, NormalizedEvent>;
}

/**
 * The hits of one rule, each event id once.
 *
 * Copies may differ in content (a record delivered twice, or a forged twin). The smallest by `event.original`, then by
 * the printed document, is kept, so that the order of the input never matters; a step that only another copy satisfies
 * stays satisfied, so that a duplicate may add a hit and never hides one.
 */
export class Copies {
  readonly #merged = new Map<string, Merged>();

  get size(): number {
    return this.#merged.size;
  }

  add(event: NormalizedEvent, steps: readonly number[]): void {
    const merged = this.#merged.get(event.id);
    if (merged === undefined) {
      this.#merged.set(event.id, { event, byStep: new Map(steps.map((step) => [step, event])) });
      return;
    }
    merged.event = smaller(merged.event, event);
    for (const step of steps) merged.byStep.set(step, smaller(merged.byStep.get(step) ?? event, event));
  }

  entries(): Entry[] {
    return [...this.#merged.values()].map(entryOf);
  }

  /** Removes and returns the entries for which `due` holds. */
  take(due: (event: NormalizedEvent) => boolean): Entry[] {
    const taken: Entry[] = [];
    for (const [id, merged] of this.#merged) {
      if (!due(merged.event)) continue;
      taken.push(entryOf(merged));
      this.#merged.delete(id);
    }
    return taken;
  }
}

function entryOf({ event, byStep }: Merged): Entry {
  const steps = [...byStep.keys()].sort((a, b) => a - b);
  return { event, steps, eventOf: (step) => byStep.get(step) ?? event };
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
