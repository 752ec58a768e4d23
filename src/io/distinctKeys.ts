import { randomFillSync } from "node:crypto";

/** Keys are looked at in parts of about so many, whose table stays in the processor's cache. */
const keysPerPart = 1024;
const mostParts = 1 << 16;

/** Repetitions are dropped when so many keys have come, and again when there are twice as many as were left. */
const leastToDrop = 4 << 20;

/**
 * Counts distinct keys of 128 bits, four 32-bit words each.
 *
 * Keys are only gathered as they come, and told apart all at once: a table of all of them would miss the processor's cache
 * for each. Memory: 16 bytes for each key that came, but no more than 64 MiB or 32 bytes for each distinct one; twice that
 * while they are told apart. Time: linear, whatever the keys are.
 */
export class DistinctKeys {
  #gathered: Int32Array[] = [];
  #words = 0;
  #dropAt: number;

  constructor(dropAt = leastToDrop) {
    this.#dropAt = dropAt;
  }

  /** Takes keys; they must not be changed afterwards. */
  add(words: Uint32Array): void {
    if (words.length === 0) return;
    // Signed words are never boxed.
    this.#gathered.push(new Int32Array(words.buffer, words.byteOffset, words.length));
    this.#words += words.length;
    if (this.#words >= this.#dropAt * 4) this.#drop();
  }

  /** Keys that are held, repetitions among them. */
  get size(): number {
    return this.#words / 4;
  }

  /** Hands over the keys, of which none are left. */
  take(): Uint32Array<ArrayBuffer> {
    const taken = new Uint32Array(this.#words);
    let at = 0;
    for (const words of this.#gathered) {
      taken.set(words, at);
      at += words.length;
    }
    this.#gathered = [];
    this.#words = 0;
    return taken;
  }

  /** How many there are so far. */
  count(): number {
    let count = 0;
    eachPart(this.#gathered, this.#words, (part) => {
      count += part.size;
    });
    return count;
  }

  #drop(): void {
    const kept: Int32Array[] = [];
    eachPart(this.#gathered, this.#words, (part) => kept.push(part.keys()));
    this.#gathered = kept;
    this.#words = kept.reduce((sum, { length }) => sum + length, 0);
    this.#dropAt = Math.max(this.#dropAt, this.#words / 2);
  }
}

/** Hands over the distinct keys, part by part; a part is good during the call. */
function eachPart(gathered: readonly Int32Array[], length: number, take: (part: Part) => void): void {
  const { words, starts } = inParts(gathered, length);
  const part = new Part();
  for (let at = 0; at + 1 < starts.length; at++) {
    part.clear();
    part.add(words, starts[at]!, starts[at + 1]!);
    take(part);
  }
}

/** The keys ordered by part, and the word that each part starts at and the last ends before. */
function inParts(gathered: readonly Int32Array[], length: number): { words: Int32Array; starts: Float64Array } {
  const parts = Math.min(mostParts, 2 ** Math.ceil(Math.log2(Math.max(1, length / 4 / keysPerPart))));
  const starts = new Float64Array(parts + 1);
  const partOf = new Uint16Array(length / 4);
  let key = 0;
  for (const words of gathered) {
    for (let at = 0; at < words.length; at += 4) {
      const part = hash(words, at) & (parts - 1);
      partOf[key++] = part;
      starts[part + 1]! += 4;
    }
  }
  for (let part = 0; part < parts; part++) starts[part + 1]! += starts[part]!;
  return { words: moved(gathered, partOf, starts), starts };
}

function moved(gathered: readonly Int32Array[], partOf: Uint16Array, starts: Float64Array): Int32Array {
  const ordered = new Int32Array(partOf.length * 4);
  const next = starts.slice();
  let key = 0;
  for (const words of gathered) {
    for (let at = 0; at < words.length; at += 4) {
      const part = partOf[key++]!;
      const to = next[part]!;
      next[part] = to + 4;
      for (let word = 0; word < 4; word++) ordered[to + word] = words[at + word]!;
    }
  }
  return ordered;
}

/** A set of keys in one typed array: open addressing, linear probing, at most half full. */
class Part {
  #slots = new Int32Array(4 * 4 * keysPerPart);
  #count = 0;
  /** The all-zero key marks a free slot, so it is kept apart. */
  #hasZero = false;

  get size(): number {
    return this.#count + (this.#hasZero ? 1 : 0);
  }

  clear(): void {
    if (this.#count > 0) this.#slots.fill(0);
    this.#count = 0;
    this.#hasZero = false;
  }

  add(words: Int32Array, from: number, to: number): void {
    for (let at = from; at < to; at += 4) {
      if ((words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]!) === 0) this.#hasZero = true;
      else this.#addKey(words, at);
    }
  }

  keys(): Int32Array {
    const keys = new Int32Array(this.size * 4);
    const slots = this.#slots;
    // The all-zero key, if it is there, is the room that is left.
    let to = 0;
    for (let slot = 0; slot < slots.length; slot += 4) {
      if ((slots[slot]! | slots[slot + 1]! | slots[slot + 2]! | slots[slot + 3]!) === 0) continue;
      for (let word = 0; word < 4; word++) keys[to++] = slots[slot + word]!;
    }
    return keys;
  }

  #addKey(words: Int32Array, at: number): void {
    if (this.#count * 8 >= this.#slots.length) this.#grow();
    const slot = slotOf(this.#slots, words, at);
    if (slot < 0) return;
    for (let word = 0; word < 4; word++) this.#slots[slot + word] = words[at + word]!;
    this.#count++;
  }

  /** Comes when keys are so many that parts are larger than they should be. */
  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 4) {
      if ((old[at]! | old[at + 1]! | old[at + 2]! | old[at + 3]!) === 0) continue;
      const slot = slotOf(slots, old, at);
      for (let word = 0; word < 4; word++) slots[slot + word] = old[at + word]!;
    }
    this.#slots = slots;
  }
}

/** Offset of the free slot for the key, or −1 when it is there. */
function slotOf(slots: Int32Array, words: Int32Array, at: number): number {
  const a = words[at]!;
  const b = words[at + 1]!;
  const c = words[at + 2]!;
  const d = words[at + 3]!;
  const mask = slots.length / 4 - 1;
  // The lower half of the hash has told the part.
  for (let slot = (hash(words, at) >>> 16) & mask; ; slot = (slot + 1) & mask) {
    const i = slot * 4;
    const first = slots[i]!;
    if ((first | slots[i + 1]! | slots[i + 2]! | slots[i + 3]!) === 0) return i;
    if (first === a && slots[i + 1] === b && slots[i + 2] === c && slots[i + 3] === d) return -1;
  }
}

/**
 * One random word for each value of each of a key's 16 bytes, drawn anew in every process.
 *
 * Logs may be forged: with a hash that can be computed beforehand, chosen ids would all fall into one run of slots.
 * Simple tabulation keeps linear probing at constant expected time for any keys (Pătraşcu and Thorup, "The power of
 * simple tabulation hashing", 2012). It decides places only, never a result.
 */
const table = randomFillSync(new Int32Array(16 * 256));

function hash(words: Int32Array, at: number): number {
  return (
    hashWord(words[at]!, 0) ^
    hashWord(words[at + 1]!, 1024) ^
    hashWord(words[at + 2]!, 2048) ^
    hashWord(words[at + 3]!, 3072)
  );
}

function hashWord(word: number, at: number): number {
  return (
    table[at + (word & 0xff)]! ^
    table[at + 256 + ((word >>> 8) & 0xff)]! ^
    table[at + 512 + ((word >>> 16) & 0xff)]! ^
    table[at + 768 + (word >>> 24)]!
  );
}
