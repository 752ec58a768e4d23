import { RecencyMap } from "../../state/recencyMap.ts";
import { loss } from "../losses.ts";

/** Most buckets remembered; beyond, the one added longest ago is forgotten. */
const mostBuckets = 500_000;

/** Up to when the events of each bucket were seen by earlier runs (kibana …/alert_suppression/group_and_bulk_create.ts). */
export class BucketHistory {
  readonly #ends = new RecencyMap<number>();
  readonly #most: number;
  #forgotten = 0;

  constructor(most = mostBuckets) {
    this.#most = most;
  }

  /** Whether an event of the bucket was seen by a run before the one whose window begins at `fromMs`. */
  covers(key: string, atMs: number, fromMs: number): boolean {
    const endMs = this.#ends.get(key);
    return endMs !== undefined && endMs > fromMs && atMs <= endMs;
  }

  add(key: string, endMs: number): void {
    this.#ends.put(key, Math.max(endMs, this.#ends.get(key) ?? endMs));
    if (this.#ends.size <= this.#most) return;
    this.#dropOldest();
    this.#forgotten++;
  }

  /** Drops what no later window can hold. */
  expire(fromMs: number): void {
    for (let oldest = this.#ends.oldest; oldest !== undefined; oldest = this.#ends.oldest) {
      if (oldest.value > fromMs) return;
      this.#dropOldest();
    }
  }

  losses(): string[] {
    return loss(this.#forgotten, "suppression groups forgotten, too many were remembered");
  }

  #dropOldest(): void {
    const { oldest } = this.#ends;
    if (oldest !== undefined) this.#ends.delete(oldest.key);
  }
}
