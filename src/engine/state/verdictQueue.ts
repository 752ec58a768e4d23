/** A sequence that is complete but for what may not follow it. */
interface Candidate<T> {
  readonly result: T;
  readonly key: string;
  /** Its last event. */
  readonly lastMs: number;
  /** A trailing event up to maxspan after this rejects it. */
  readonly fromMs: number;
  /** Undefined as long as neither is certain. */
  accepted: boolean | undefined;
  next: Candidate<T> | undefined;
}

/**
 * Completed sequences that wait until event time tells whether a trailing `![ … ]` was met (eql facts §8, Missing
 * events), in the order of their completion.
 *
 * A result is released when its verdict and those of all before it are known, so that streaming keeps the order; none
 * waits longer than maxspan after its last event. Memory: at most `most` of them; beyond, the first is accepted before its
 * time, and counted.
 */
export class VerdictQueue<T> {
  rejected = 0;
  decidedEarly = 0;
  readonly #maxspanMs: number;
  readonly #most: number;
  readonly #onRejected: (result: T, atMs: number) => void;
  readonly #undecided = new Map<string, Set<Candidate<T>>>();
  #first: Candidate<T> | undefined;
  #last: Candidate<T> | undefined;
  #size = 0;

  /** `onRejected` is told of each result that a trailing clause rejects, and when that was met. */
  constructor(maxspanMs: number, most: number, onRejected: (result: T, atMs: number) => void = () => {}) {
    this.#maxspanMs = maxspanMs;
    this.#most = most;
    this.#onRejected = onRejected;
  }

  get size(): number {
    return this.#size;
  }

  add(result: T, key: string, lastMs: number, fromMs: number): void {
    const accepted = lastMs - fromMs > this.#maxspanMs ? true : undefined;
    const candidate: Candidate<T> = { result, key, lastMs, fromMs, accepted, next: undefined };
    if (this.#last === undefined) this.#first = candidate;
    else this.#last.next = candidate;
    this.#last = candidate;
    this.#size++;
    if (accepted !== undefined) return;
    const same = this.#undecided.get(key);
    if (same === undefined) this.#undecided.set(key, new Set([candidate]));
    else same.add(candidate);
  }

  /** A trailing clause was met: the earliest after a sequence's last event decides it. */
  met(key: string, atMs: number): void {
    for (const candidate of this.#undecided.get(key) ?? []) {
      if (candidate.lastMs >= atMs) return;
      const accepted = atMs - candidate.fromMs > this.#maxspanMs;
      this.#decide(candidate, accepted);
      if (!accepted) this.#onRejected(candidate.result, atMs);
    }
  }

  /** The results that are certain once nothing before `nowMs` will come. */
  release(nowMs: number): T[] {
    const released: T[] = [];
    for (let first = this.#first; first !== undefined; first = this.#first) {
      if (first.accepted === undefined) {
        if (nowMs - first.fromMs > this.#maxspanMs) this.#decide(first, true);
        else if (this.#size <= this.#most) break;
        else this.#decideEarly(first);
      }
      if (first.accepted) released.push(first.result);
      this.#first = first.next;
      if (this.#first === undefined) this.#last = undefined;
      this.#size--;
    }
    return released;
  }

  #decideEarly(candidate: Candidate<T>): void {
    this.decidedEarly++;
    this.#decide(candidate, true);
  }

  #decide(candidate: Candidate<T>, accepted: boolean): void {
    candidate.accepted = accepted;
    if (!accepted) this.rejected++;
    const same = this.#undecided.get(candidate.key);
    same?.delete(candidate);
    if (same?.size === 0) this.#undecided.delete(candidate.key);
  }
}
