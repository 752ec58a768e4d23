import type { NormalizedEvent } from "../../normalize/record.ts";
import { compareCopies } from "../copies.ts";
import { comparePositions, type Position } from "./order.ts";

export interface PlacedEvent {
  readonly event: NormalizedEvent;
  readonly position: Position;
}

/**
 * The first few of the events added, each id once; of copies of one id the earliest.
 *
 * What is kept depends on the events alone, not on their order or repetition: an id's place only moves forward as copies
 * of it come, so one that was dropped stays behind those kept unless an earlier copy of it brings it back.
 */
export class FirstEvents {
  readonly #most: number;
  #placed: readonly PlacedEvent[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Ascending by position. */
  get placed(): readonly PlacedEvent[] {
    return this.#placed;
  }

  add(added: PlacedEvent): void {
    const last = this.#placed.at(-1);
    if (last !== undefined && this.#placed.length >= this.#most && comparePlaced(last, added) <= 0) return;
    const copy = this.#placed.find(({ event }) => event.id === added.event.id);
    if (copy !== undefined && comparePlaced(copy, added) <= 0) return;
    const kept = this.#placed.filter((one) => one !== copy);
    this.#placed = [...kept, added].sort(comparePlaced).slice(0, this.#most);
  }
}

function comparePlaced(a: PlacedEvent, b: PlacedEvent): number {
  return comparePositions(a.position, b.position) || compareCopies(a.event, b.event);
}
