import { Sightings } from "./sightings.ts";

/** The missing steps of a sequence that stand before its last event, and when each was met. */
export class Absences {
  /** By step, of those that are remembered. */
  readonly #sightings = new Map<number, Sightings>();
  /** By slot: what stands right before it. */
  readonly #before: Sightings[][];
  readonly #trailing: ReadonlySet<number>;

  /** `slotOf` tells of each step which slot it fills, undefined for a missing one; each remembers `most` key tuples. */
  constructor(slotOf: readonly (number | undefined)[], most: number) {
    const trailing = new Set<number>();
    const before: Sightings[][] = [];
    let run: number[] = [];
    for (const [step, slot] of slotOf.entries()) {
      if (slot === undefined) run.push(step);
      else {
        before[slot] = run.map((missing) => this.#remember(missing, most));
        run = [];
      }
    }
    for (const step of run) trailing.add(step);
    this.#before = before;
    this.#trailing = trailing;
  }

  /** Whether a missing step stands before the first event. */
  get areLeading(): boolean {
    return (this.#before[0] ?? []).length > 0;
  }

  get size(): number {
    return sum(this.#sightings, ({ size }) => size);
  }

  get forgotten(): number {
    return sum(this.#sightings, ({ forgotten }) => forgotten);
  }

  /** Whether a missing step stands behind the last event; such ones are not remembered. */
  isTrailing(step: number): boolean {
    return this.#trailing.has(step);
  }

  add(step: number, key: string, atMs: number): void {
    this.#sightings.get(step)?.add(key, atMs);
  }

  /** When a missing step right before the slot was last met strictly before `nowMs`; -Infinity if never. */
  latestBefore(slot: number, key: string, nowMs: number): number {
    let latest = Number.NEGATIVE_INFINITY;
    for (const sightings of this.#before[slot] ?? []) latest = Math.max(latest, sightings.latestBefore(key, nowMs));
    return latest;
  }

  expire(beforeMs: number): void {
    for (const sightings of this.#sightings.values()) sightings.expire(beforeMs);
  }

  #remember(step: number, most: number): Sightings {
    const sightings = new Sightings(most);
    this.#sightings.set(step, sightings);
    return sightings;
  }
}

function sum(all: ReadonlyMap<number, Sightings>, of: (one: Sightings) => number): number {
  let total = 0;
  for (const one of all.values()) total += of(one);
  return total;
}
