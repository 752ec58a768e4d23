import { createHash, randomFillSync } from "node:crypto";

/**
 * The event ids of a scan, each kept once, as four 32-bit words: UUIDs as they are, all others as 128 bits of their
 * SHA-256, in a table of their own.
 *
 * Memory: 32 to 64 bytes an id, however long. Adding is amortised constant time whatever the ids are.
 */
export class EventIds {
  readonly #uuids = new WordSet();
  readonly #digests = new WordSet();

  /** Makes room for about so many UUIDs at once, up to a few million; only saves time. */
  reserve(count: number): void {
    this.#uuids.reserve(count);
  }

  /** Adds ids as {@link readUuid} wrote them, four words each. */
  addUuids(words: Uint32Array): void {
    for (let i = 0; i < words.length; i += 4) this.#uuids.add(words, i);
  }

  /** Adds ids as {@link digestId} wrote them, four words each. */
  addDigests(words: Uint32Array): void {
    for (let i = 0; i < words.length; i += 4) this.#digests.add(words, i);
  }

  /** Distinct ids so far. */
  get size(): number {
    return this.#uuids.size + this.#digests.size;
  }
}

/** Keys for which room is made beforehand at most: 64 MiB. */
const mostReserved = 2 << 20;

/** A set of 128-bit keys in one typed array: open addressing, linear probing, at most half full. */
class WordSet {
  #slots = new Uint32Array(4 * 4096);
  #count = 0;
  /** The all-zero key marks a free slot, so it is kept apart. */
  #hasZero = false;

  get size(): number {
    return this.#count + (this.#hasZero ? 1 : 0);
  }

  reserve(count: number): void {
    while (this.#slots.length < Math.min(count, mostReserved) * 8) this.#grow();
  }

  add(words: Uint32Array, at: number): void {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]!;
    if ((a | b | c | d) === 0) {
      this.#hasZero = true;
      return;
    }
    if (this.#count * 8 >= this.#slots.length) this.#grow();
    const slot = find(this.#slots, a, b, c, d);
    if (slot < 0) return;
    put(this.#slots, slot, a, b, c, d);
    this.#count++;
  }

  #grow(): void {
    const old = this.#slots;
    // Small tables grow faster, since every growth places all keys anew.
    const slots = new Uint32Array(old.length * (old.length < 1 << 22 ? 4 : 2));
    for (let i = 0; i < old.length; i += 4) {
      const a = old[i]!;
      const b = old[i + 1]!;
      const c = old[i + 2]!;
      const d = old[i + 3]!;
      if ((a | b | c | d) !== 0) put(slots, find(slots, a, b, c, d), a, b, c, d);
    }
    this.#slots = slots;
  }
}

/**
 * One random word for each value of each of a key's 16 bytes, drawn anew in every process.
 *
 * Logs may be forged: with a hash that can be computed beforehand, chosen ids would all fall into one run of slots.
 * Simple tabulation keeps linear probing at constant expected time for any keys (Pătraşcu and Thorup, "The power of
 * simple tabulation hashing", 2012). It decides places only, never a result.
 */
const table = randomFillSync(new Uint32Array(16 * 256));

function hashWord(word: number, at: number): number {
  return (
    table[at + (word & 0xff)]! ^
    table[at + 256 + ((word >>> 8) & 0xff)]! ^
    table[at + 512 + ((word >>> 16) & 0xff)]! ^
    table[at + 768 + (word >>> 24)]!
  );
}

/** Offset of the free slot for the key, or −1 when it is there. */
function find(slots: Uint32Array, a: number, b: number, c: number, d: number): number {
  const mask = slots.length / 4 - 1;
  const hash = hashWord(a, 0) ^ hashWord(b, 1024) ^ hashWord(c, 2048) ^ hashWord(d, 3072);
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const i = slot * 4;
    const first = slots[i];
    const isFree = (first! | slots[i + 1]! | slots[i + 2]! | slots[i + 3]!) === 0;
    if (isFree) return i;
    if (first === a && slots[i + 1] === b && slots[i + 2] === c && slots[i + 3] === d) return -1;
  }
}

function put(slots: Uint32Array, i: number, a: number, b: number, c: number, d: number): void {
  slots[i] = a;
  slots[i + 1] = b;
  slots[i + 2] = c;
  slots[i + 3] = d;
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
