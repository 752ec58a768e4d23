import { createHash } from "node:crypto";
import { DistinctKeys } from "./distinctKeys.ts";

/** Event ids as they cross threads, four words each, repeats included. */
export interface PackedEventIds {
  readonly uuids: Uint32Array<ArrayBuffer>;
  readonly digests: Uint32Array<ArrayBuffer>;
}

/**
 * The event ids of a scan, each counted once, as four 32-bit words: UUIDs as they are, all others as 128 bits of their
 * SHA-256, apart from them.
 *
 * Memory and time: see {@link DistinctKeys}, however long ids are.
 */
export class EventIds {
  readonly #uuids = new DistinctKeys();
  readonly #digests = new DistinctKeys();

  /** Takes ids as {@link readUuid} wrote them, four words each, for its own. */
  addUuids(words: Uint32Array): void {
    this.#uuids.add(words);
  }

  /** Takes ids as {@link digestId} wrote them, four words each, for its own. */
  addDigests(words: Uint32Array): void {
    this.#digests.add(words);
  }

  /** How many were added, less repetitions that were dropped. */
  get size(): number {
    return this.#uuids.size + this.#digests.size;
  }

  /** Distinct ids so far. */
  count(): number {
    return this.#uuids.count() + this.#digests.count();
  }

  /** Hands over the ids, of which none are left. */
  take(): PackedEventIds {
    return { uuids: this.#uuids.take(), digests: this.#digests.take() };
  }
}

/** Distinct ids of those that were taken elsewhere. */
export function countIds({ uuids, digests }: PackedEventIds): number {
  const ids = new EventIds();
  ids.addUuids(uuids);
  ids.addDigests(digests);
  return ids.count();
}

/** Puts the first 128 bits of the SHA-256 of an id that is no UUID into `words` at `at`. */
export function digestId(id: Uint8Array, words: Uint32Array, at: number): void {
  const digest = createHash("sha256").update(id).digest();
  for (let i = 0; i < 4; i++) words[at + i] = digest.readUInt32LE(i * 4);
}

const hexOf = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) hexOf["0123456789abcdef".charCodeAt(i)] = i;

/**
 * The four words of the UUID written at `start`, put into `words` at `at`; false when the 36 bytes are no lower-case
 * UUID. Upper-case ones are other ids and stay strings.
 */
export function readUuid(bytes: Uint8Array, start: number, end: number, words: Uint32Array, at: number): boolean {
  if (end - start !== 36) return false;
  let word = 0;
  let digits = 0;
  for (let i = 0; i < 36; i++) {
    const byte = bytes[start + i]!;
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (byte !== 0x2d) return false;
      continue;
    }
    const digit = hexOf[byte]!;
    if (digit < 0) return false;
    word = (word << 4) | digit;
    if ((++digits & 7) === 0) words[at + (digits >> 3) - 1] = word;
  }
  return true;
}
