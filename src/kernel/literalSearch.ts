import { freeComparisons, type Literal, type LiteralSet } from "./literalSet.ts";

/** Tells which byte sequences of a set stand in a stretch of bytes. */
export interface LiteralSearch {
  /**
   * The needles that stand wholly in [`start`, `end`): needle n is bit n % 32 of word n / 32. Good until the next call.
   *
   * A needle left out does not stand there. When telling takes more comparisons than {@link freeComparisons} allows,
   * every bit is set; every search gives up on the same bytes. Linear time.
   * Fastest for bytes that lie in the search's own buffer; the answer is the same for any.
   */
  readonly literals: (set: LiteralSet, bytes: Uint8Array, start: number, end: number) => Int32Array;
}

/** The scalar search: runs everywhere, and is what the WebAssembly twin is held to. */
export class ScalarSearch implements LiteralSearch {
  #found = new Int32Array(4);
  readonly #left = new Int32Array(8);

  literals(set: LiteralSet, bytes: Uint8Array, start: number, end: number): Int32Array {
    if (this.#found.length < set.words) this.#found = new Int32Array(set.words);
    this.#found.fill(0);
    const { accepts, buckets } = set;
    let live = 0;
    for (let bucket = 0; bucket < buckets.length; bucket++) {
      this.#left[bucket] = buckets[bucket]!.length;
      live |= 1 << bucket;
    }
    // Bits 0, 8 and 16 and up: buckets of which the last one, two or three bytes may be the front of a fingerprint.
    let state = 0xffffff;
    let budget = end - start + freeComparisons;
    for (let i = start; i < end && live !== 0; i++) {
      state = ((state << 8) | 0xff) & accepts[bytes[i]!]!;
      for (let hits = (state >>> 16) & live; hits !== 0; hits &= hits - 1) {
        const bucket = 31 - Math.clz32(hits & -hits);
        budget -= buckets[bucket]!.length;
        if (budget < 0) return this.#found.fill(-1);
        this.#verify(buckets[bucket]!, bucket, bytes, i, start, end);
        if (this.#left[bucket] === 0) live &= ~(1 << bucket);
      }
    }
    return this.#found;
  }

  /** Notes the literals of a bucket whose fingerprint ends at `at` and which stand there. */
  #verify(literals: readonly Literal[], bucket: number, bytes: Uint8Array, at: number, start: number, end: number) {
    const found = this.#found;
    for (let i = 0; i < literals.length; i++) {
      const literal = literals[i]!;
      const { number } = literal;
      if (((found[number >>> 5]! >>> (number & 31)) & 1) === 1) continue;
      const from = at - literal.last;
      if (from < start || from + literal.bytes.length > end || !standsAt(literal.bytes, bytes, from)) continue;
      found[number >>> 5]! |= 1 << (number & 31);
      this.#left[bucket]!--;
    }
  }
}

function standsAt(needle: Uint8Array, bytes: Uint8Array, from: number): boolean {
  let i = 0;
  while (i < needle.length && bytes[from + i] === needle[i]) i++;
  return i === needle.length;
}
