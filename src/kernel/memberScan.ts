const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Most members that an object may have to be read by members; CloudTrail's records have about 25. */
export const mostMembers = 64;
/** Most keys in it at all depths. */
const mostKeys = 1024;
const slots = 4 * mostKeys;
const deepest = 128;

/**
 * Where the members of a JSON object stand, so that one can be read without the others.
 *
 * For objects that a `ValueScan` has found valid. Linear time, bounded memory.
 */
export class MemberScan {
  #count = 0;
  /** As {@link MemberPlaces} has them. */
  readonly #places = new Int32Array(4 * mostMembers);
  // The keys seen, by hash: a slot counts only when its stamp is the present generation.
  readonly #stamps = new Uint32Array(slots);
  readonly #low = new Int32Array(slots);
  readonly #high = new Int32Array(slots);
  #generation = 0;
  #keys = 0;
  /** By depth: the number of the object that is open there, or 0 for an array. */
  readonly #open = new Int32Array(deepest + 1);
  #bytes: Uint8Array = new Uint8Array(0);

  /**
   * The members of the object from `start` to `end`, good until the next scan; undefined when it is to be read as a whole: it is
   * no object, one of its keys is escaped, it is very large, or a key seems to stand twice in one of its objects (which hashes
   * tell, so that it may be two keys).
   */
  members(bytes: Uint8Array, start: number, end: number): MemberPlaces | undefined {
    return this.#scan(bytes, start, end) ? new MemberPlaces(bytes, this.#places, this.#count) : undefined;
  }

  #scan(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#count = 0;
    this.#keys = 0;
    this.#generation = (this.#generation + 1) >>> 0;
    if (this.#generation === 0) {
      this.#stamps.fill(0);
      this.#generation = 1;
    }
    return bytes[start] === OPEN_BRACE && this.#walk(bytes, start, end);
  }

  #walk(bytes: Uint8Array, start: number, end: number): boolean {
    const open = this.#open;
    let depth = 0;
    let objects = 0;
    let isKey = false;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === QUOTE) {
        const from = i + 1;
        i = endOfString(bytes, from);
        if (!isKey) continue;
        isKey = false;
        if (!this.#key(bytes, from, i, open[depth]!)) return false;
        if (depth === 1 && !this.#begin(from, i)) return false;
      } else if (byte === OPEN_BRACE) {
        if (depth === deepest) return false;
        open[++depth] = ++objects;
        isKey = true;
      } else if (byte === OPEN_BRACKET) {
        if (depth === deepest) return false;
        open[++depth] = 0;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (depth === 1) this.#end(i);
        isKey = false;
        depth--;
      } else if (byte === COMMA) {
        if (depth === 1) this.#end(i);
        isKey = open[depth] !== 0;
      }
    }
    return true;
  }

  /** Notes a member whose value begins behind its key. */
  #begin(keyStart: number, keyEnd: number): boolean {
    if (this.#count === mostMembers) return false;
    const at = 4 * this.#count++;
    this.#places[at] = keyStart;
    this.#places[at + 1] = keyEnd;
    // Past the quote, the colon and what space is around it.
    let value = keyEnd + 1;
    while (this.#bytes[value] !== 0x3a) value++;
    this.#places[at + 2] = value + 1;
    return true;
  }

  /** The member begun last ends at a comma or a brace; an object without members has begun none. */
  #end(at: number): void {
    if (this.#count > 0) this.#places[4 * this.#count - 1] = at;
  }

  /** Notes a key of an object; false when it is escaped or was there already. */
  #key(bytes: Uint8Array, from: number, to: number, object: number): boolean {
    for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return false;
    const { low, high } = hashOfKey(bytes, from, to);
    const own = Math.imul(low ^ object, 0x9e3779b1);
    return ++this.#keys <= mostKeys && this.#isNew(own, (high + object) | 0);
  }

  #isNew(low: number, high: number): boolean {
    let slot = (low ^ (low >>> 15)) & (slots - 1);
    while (this.#stamps[slot] === this.#generation) {
      if (this.#low[slot] === low && this.#high[slot] === high) return false;
      slot = (slot + 1) & (slots - 1);
    }
    this.#stamps[slot] = this.#generation;
    this.#low[slot] = low;
    this.#high[slot] = high;
    return true;
  }
}

/**
 * The hash of a key: two 32-bit integers, of four bytes at a time, the last ones filled up with zeros, and the length.
 *
 * Keys are told from others by both together; two different ones that are alike in both only cost time.
 */
export function hashOfKey(bytes: Uint8Array, from: number, to: number): { low: number; high: number } {
  let low = to - from;
  let high = low;
  for (let i = from; i < to; i += 4) {
    let word = 0;
    for (let at = Math.min(to, i + 4) - 1; at >= i; at--) word = (word << 8) | bytes[at]!;
    low = Math.imul(low ^ word, 0x85ebca6b);
    low = (low << 13) | (low >>> 19);
    high = Math.imul(high + word, 0xc2b2ae35);
    high = (high << 17) | (high >>> 15);
  }
  return { low, high };
}

/** Places of members with a known path, by number of the path, as {@link MemberPlaces} has those of members. */
export interface KnownPlaces {
  readonly paths: ReadonlyMap<string, number>;
  readonly places: Int32Array;
}

/** Where the members of one object stand in its bytes. */
export class MemberPlaces {
  readonly bytes: Uint8Array;
  /**
   * By member: offsets of its key, quotes excluded, and of its value, space around it included; all from `base`. Members below
   * the object's own, and those with a known path, come after the object's own.
   */
  readonly #places: Int32Array;
  readonly #count: number;
  readonly #base: number;
  readonly #known: KnownPlaces | undefined;
  /** Offsets of the values of members below that were asked for, from the bytes' beginning. */
  readonly #below: number[] = [];

  constructor(bytes: Uint8Array, places: Int32Array, count: number, base = 0, known?: KnownPlaces) {
    this.bytes = bytes;
    this.#places = places;
    this.#count = count;
    this.#base = base;
    this.#known = known;
  }

  /** The same in other bytes, which hold at `start` what these hold at 0. */
  in(bytes: Uint8Array, start: number): MemberPlaces {
    return new MemberPlaces(bytes, this.#places, this.#count, this.#base - start, this.#known);
  }

  /** The same, to keep. */
  copy(): MemberPlaces {
    const places = this.#places.slice(0, 4 * this.#count);
    const known = this.#known && {
      paths: this.#known.paths,
      places: this.#known.places.slice(0, 4 * this.#known.paths.size),
    };
    return new MemberPlaces(this.bytes, places, this.#count, this.#base, known);
  }

  /** The number of the member with that path, of ASCII characters; −1 when there is none. */
  find(path: string): number {
    const known = this.#known?.paths.get(path);
    if (known !== undefined) return this.#known!.places[4 * known + 3] === 0 ? -1 : mostMembers + known;
    const dot = path.indexOf(".");
    return dot < 0 ? this.#search(path) : this.#searchBelow(this.#search(path.slice(0, dot)), path.slice(dot + 1));
  }

  #search(key: string): number {
    const { bytes } = this;
    const places = this.#places;
    for (let at = 0; at < 4 * this.#count; at += 4) {
      if (places[at + 1]! - places[at]! !== key.length) continue;
      if (isKey(bytes, places[at]! - this.#base, key)) return at >> 2;
    }
    return -1;
  }

  #searchBelow(member: number, path: string): number {
    if (member < 0) return -1;
    let from = this.valueStart(member);
    let to = this.valueEnd(member);
    for (const key of path.split(".")) {
      const found = memberIn(this.bytes, from, to, key);
      if (found === undefined) return -1;
      [from, to] = found;
    }
    return firstBelow + this.#below.push(from, to) / 2 - 1;
  }

  valueStart(member: number): number {
    if (member >= firstBelow) return this.#below[2 * (member - firstBelow)]!;
    if (member >= mostMembers) return this.#known!.places[4 * (member - mostMembers) + 2]! - this.#base;
    return this.#places[4 * member + 2]! - this.#base;
  }

  valueEnd(member: number): number {
    if (member >= firstBelow) return this.#below[2 * (member - firstBelow) + 1]!;
    if (member >= mostMembers) return this.#known!.places[4 * (member - mostMembers) + 3]! - this.#base;
    return this.#places[4 * member + 3]! - this.#base;
  }
}

/** Numbers from here on are of members below that were searched for. */
const firstBelow = 1024;

function isKey(bytes: Uint8Array, start: number, key: string): boolean {
  let k = 0;
  while (k < key.length && bytes[start + k] === key.charCodeAt(k)) k++;
  return k === key.length;
}

/** Where the value of a key stands in the object between two places of valid JSON; undefined if it is none, or has no such key. */
function memberIn(
  bytes: Uint8Array,
  start: number,
  end: number,
  key: string,
): [start: number, end: number] | undefined {
  let i = start;
  while (i < end && bytes[i]! <= 0x20) i++;
  if (bytes[i] !== OPEN_BRACE) return undefined;
  let depth = 0;
  let isNext = false;
  let found = -1;
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) {
      const from = i + 1;
      i = endOfString(bytes, from);
      if (!isNext || depth !== 1) continue;
      isNext = false;
      if (i - from === key.length && isKey(bytes, from, key)) {
        while (bytes[i] !== 0x3a) i++;
        found = i + 1;
      }
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++;
      isNext = depth === 1;
    } else if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 1 && found >= 0) return [found, i];
      if (byte !== COMMA) depth--;
      isNext = depth === 1 && byte === COMMA;
    }
  }
  return undefined;
}

/** Offset of the closing quote of the string whose first content byte is at `i`. */
function endOfString(bytes: Uint8Array, start: number): number {
  let i = start;
  while (bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i;
}
