/**
 * The event ids of a scan, each kept once and exactly: UUIDs as four 32-bit words (16 bytes), others as strings.
 *
 * Memory: 32 to 64 bytes per UUID. Adding is amortised constant time.
 */
export class EventIds {
  #slots = new Uint32Array(4 * 4096);
  #count = 0;
  readonly #others = new Set<string>();
  /** The all-zero id marks a free slot, so it is kept apart. */
  #hasZero = false;

  /** True when the id was not there yet. */
  addWords(words: Uint32Array, at: number): boolean {
    const a = words[at]!;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]!;
    if ((a | b | c | d) === 0) {
      const isNew = !this.#hasZero;
      this.#hasZero = true;
      return isNew;
    }
    if (this.#count * 8 >= this.#slots.length) this.#grow();
    const slot = find(this.#slots, a, b, c, d);
    if (slot < 0) return false;
    put(this.#slots, slot, a, b, c, d);
    this.#count++;
    return true;
  }

  /** True when the id was not there yet. */
  addText(id: string): boolean {
    const size = this.#others.size;
    return this.#others.add(id).size > size;
  }

  /** Distinct ids so far. */
  get size(): number {
    return this.#count + this.#others.size + (this.#hasZero ? 1 : 0);
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
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

/** Offset of the free slot for the id, or −1 when it is there. */
function find(slots: Uint32Array, a: number, b: number, c: number, d: number): number {
  const mask = slots.length / 4 - 1;
  // Mixed, so that ids chosen to share their first words do not pile up in one run of slots.
  let hash = Math.imul(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f), 0x9e3779b1);
  hash ^= hash >>> 15;
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
