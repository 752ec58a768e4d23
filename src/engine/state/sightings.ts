import { RecencyMap } from "./recencyMap.ts";

interface Sighting {
  readonly latestMs: number;
  /** The latest one before `latestMs`; -Infinity without one. */
  readonly earlierMs: number;
}

/**
 * When one `![ … ]` clause was last met, by key tuple.
 *
 * Two times a tuple are enough: a sequence asks only for the latest one before the event in hand, and times never go
 * back. Memory: at most `most` tuples; the one not met for longest goes first, and is counted.
 */
export class Sightings {
  forgotten = 0;
  readonly #byKey = new RecencyMap<Sighting>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Notes that the clause was met; `atMs` is not before any time noted. */
  add(key: string, atMs: number): void {
    const known = this.#byKey.get(key);
    const earlierMs = known === undefined ? Number.NEGATIVE_INFINITY : known.latestMs;
    this.#byKey.put(key, known?.latestMs === atMs ? known : { latestMs: atMs, earlierMs });
    if (this.#byKey.size <= this.#most) return;
    this.#forgetOldest();
    this.forgotten++;
  }

  /** The latest time under the key strictly before `nowMs`, which is not before any time noted; else -Infinity. */
  latestBefore(key: string, nowMs: number): number {
    const known = this.#byKey.get(key);
    if (known === undefined) return Number.NEGATIVE_INFINITY;
    return known.latestMs < nowMs ? known.latestMs : known.earlierMs;
  }

  /** Drops what was met before `beforeMs` only. */
  expire(beforeMs: number): void {
    for (let oldest = this.#byKey.oldest; oldest !== undefined; oldest = this.#byKey.oldest) {
      if (oldest.value.latestMs >= beforeMs) return;
      this.#forgetOldest();
    }
  }

  #forgetOldest(): void {
    const { oldest } = this.#byKey;
    if (oldest !== undefined) this.#byKey.delete(oldest.key);
  }
}
