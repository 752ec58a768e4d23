import { type LiteralSearch, ScalarSearch } from "./literalSearch.ts";
import type { LiteralSet } from "./literalSet.ts";
import { type MemberPlaces, MemberScan } from "./memberScan.ts";
import { type MemberTuples, numberOfTuple } from "./memberTuples.ts";
import { ScalarNumbers, type TextNumbers } from "./textNumbers.ts";

/**
 * A validating scanner of JSON bytes: finds where a value ends without building it.
 *
 * It accepts exactly what RFC 8259 accepts, to a depth of {@link maxDepth}; bytes of 0x80 and above are accepted
 * inside strings as they stand (whether they are UTF-8 is the reader's question). Linear time, no allocation.
 */

/** Deepest nesting of objects and arrays inside one record. */
export const maxDepth = 128;

/** Why a scan stopped short of the value's end. */
export const ScanStop = { incomplete: -1, invalid: -2, tooDeep: -3 } as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** 1 for bytes that end the plain run of a string: quote, backslash, controls. */
const special = new Uint8Array(256);
special.fill(1, 0, 0x20);
special[QUOTE] = 1;
special[BACKSLASH] = 1;

const space = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) space[byte] = 1;

/** The keys of a CloudTrail record that dispatch, order and deduplication need. */
export const recordKeys = ["eventName", "eventSource", "eventTime", "eventID"] as const;
export type RecordKey = (typeof recordKeys)[number];

/** Where the string values of {@link recordKeys} stand, quotes excluded; start −1 when absent. */
export interface RecordSpans {
  nameStart: number;
  nameEnd: number;
  sourceStart: number;
  sourceEnd: number;
  timeStart: number;
  timeEnd: number;
  idStart: number;
  idEnd: number;
  /** False when a top-level key or one of the four values is escaped or no string: look at the record as a whole. */
  plain: boolean;
}

/** Spans of a record that has none of the keys. */
export function newSpans(): RecordSpans {
  return {
    nameStart: -1,
    nameEnd: -1,
    sourceStart: -1,
    sourceEnd: -1,
    timeStart: -1,
    timeEnd: -1,
    idStart: -1,
    idEnd: -1,
    plain: true,
  };
}

/** Finds where values end, which literals stand in them and which are equal, in a window that lies in the scan's own buffer. */
export interface ValueScan extends LiteralSearch, TextNumbers {
  /** Offset of the offending byte after a scan that answered `invalid` or `tooDeep`. */
  readonly at: number;
  /** Where the record keys stood in the value last scanned to its end; good until the next scan. */
  readonly spans: RecordSpans;
  /** Offset just past the value that starts at `start`, or a {@link ScanStop}. */
  readonly value: (bytes: Uint8Array, start: number, end: number) => number;
  /** Offset past the closing quote of the string whose first content byte is at `start`, or a {@link ScanStop}. */
  readonly string: (bytes: Uint8Array, start: number, end: number) => number;
  /** As {@link MemberScan.members}; members with a key of the tuples are found fastest. */
  readonly members: (bytes: Uint8Array, start: number, end: number, tuples?: MemberTuples) => MemberPlaces | undefined;
  /** As {@link numberOfTuple}; fastest for the places last found, with these tuples. */
  readonly numberOfTuple: (places: MemberPlaces, tuples: MemberTuples, tuple: number) => number;
  /** The scan's buffer, grown to at least so many bytes; what it held stays at its place. */
  readonly buffer: (size: number) => Uint8Array;
}

/** The scalar scan: runs everywhere, and is what the WebAssembly twin is held to. */
export class JsonScan implements ValueScan {
  at = 0;
  readonly spans: RecordSpans = newSpans();
  #buffer: Uint8Array = new Uint8Array(0);
  readonly #members = new MemberScan();
  readonly #search = new ScalarSearch();
  readonly #numbers = new ScalarNumbers();
  readonly #isObject = new Uint8Array(maxDepth + 2);

  /**
   * Offset just past the value that starts at `start`, or a {@link ScanStop}.
   *
   * When the value is an object, `spans` tells where its own `eventName`, `eventSource`, `eventTime` and `eventID`
   * stand; of a repeated key the last counts, as in a parsed object.
   */
  value(bytes: Uint8Array, start: number, end: number): number {
    const spans = this.spans;
    spans.nameStart = spans.sourceStart = spans.timeStart = spans.idStart = -1;
    spans.plain = true;
    const isObject = this.#isObject;
    let depth = 0;
    let i = start;
    // The key whose value comes next, when it is one of the four and stands at depth 1.
    let key = 0;
    for (;;) {
      // A value is expected at i.
      while (i < end && space[bytes[i]!] === 1) i++;
      if (i >= end) return ScanStop.incomplete;
      const byte = bytes[i]!;
      if (byte === QUOTE) {
        const from = i + 1;
        i = this.string(bytes, from, end);
        if (i < 0) return i;
        if (key !== 0) this.#keep(bytes, key, from, i - 1);
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (key !== 0) spans.plain = false;
        if (depth >= maxDepth) return this.#fail(i, ScanStop.tooDeep);
        isObject[++depth] = byte === OPEN_BRACE ? 1 : 0;
        i++;
        while (i < end && space[bytes[i]!] === 1) i++;
        if (i >= end) return ScanStop.incomplete;
        if (bytes[i] === (byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
          i++;
          depth--;
        } else if (byte === OPEN_BRACE) {
          const next = this.#key(bytes, i, end, depth);
          if (next < 0) return next;
          i = next;
          key = this.#lastKey;
          continue;
        } else {
          key = 0;
          continue;
        }
      } else {
        if (key !== 0) spans.plain = false;
        i =
          byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? this.#number(bytes, i, end) : this.#literal(bytes, i, end);
        if (i < 0) return i;
      }
      key = 0;
      // A value has ended: close what it completes, or go on to the next one.
      for (;;) {
        if (depth === 0) return i;
        while (i < end && space[bytes[i]!] === 1) i++;
        if (i >= end) return ScanStop.incomplete;
        const next = bytes[i]!;
        if (next === COMMA) {
          i++;
          if (isObject[depth] === 0) break;
          while (i < end && space[bytes[i]!] === 1) i++;
          if (i >= end) return ScanStop.incomplete;
          const after = this.#key(bytes, i, end, depth);
          if (after < 0) return after;
          i = after;
          key = this.#lastKey;
          break;
        }
        if (next !== (isObject[depth] === 1 ? CLOSE_BRACE : CLOSE_BRACKET)) return this.#fail(i, ScanStop.invalid);
        i++;
        depth--;
      }
    }
  }

  /** Offset past the closing quote of the string whose first content byte is at `i`. */
  string(bytes: Uint8Array, start: number, end: number): number {
    let i = start;
    for (;;) {
      while (i < end && special[bytes[i]!] === 0) i++;
      if (i >= end) return ScanStop.incomplete;
      const byte = bytes[i]!;
      if (byte === QUOTE) return i + 1;
      if (byte !== BACKSLASH) return this.#fail(i, ScanStop.invalid);
      const next = this.#escape(bytes, i + 1, end);
      if (next < 0) return next;
      i = next;
    }
  }

  members(bytes: Uint8Array, start: number, end: number): MemberPlaces | undefined {
    return this.#members.members(bytes, start, end);
  }

  buffer(size: number): Uint8Array {
    if (this.#buffer.length >= size) return this.#buffer;
    const larger = new Uint8Array(Math.max(size, this.#buffer.length * 2, 4096));
    larger.set(this.#buffer);
    this.#buffer = larger;
    return larger;
  }

  literals(set: LiteralSet, bytes: Uint8Array, start: number, end: number): Int32Array {
    return this.#search.literals(set, bytes, start, end);
  }

  numberOfTuple(places: MemberPlaces, tuples: MemberTuples, tuple: number): number {
    return numberOfTuple(places, tuples.tuples[tuple]!, this);
  }

  get isFull(): boolean {
    return this.#numbers.isFull;
  }

  numberOf(bytes: Uint8Array, start: number, end: number): number {
    return this.#numbers.numberOf(bytes, start, end);
  }

  forgetTexts(): void {
    this.#numbers.forgetTexts();
  }

  #lastKey = 0;

  /** Reads `"key" :` at `i`; leaves which of the four keys it was (1 to 4, else 0) in `#lastKey`. */
  #key(bytes: Uint8Array, i: number, end: number, depth: number): number {
    if (bytes[i] !== QUOTE) return this.#fail(i, ScanStop.invalid);
    const from = i + 1;
    let at = this.string(bytes, from, end);
    if (at < 0) return at;
    this.#lastKey = depth === 1 ? this.#recordKey(bytes, from, at - 1) : 0;
    while (at < end && space[bytes[at]!] === 1) at++;
    if (at >= end) return ScanStop.incomplete;
    if (bytes[at] !== COLON) return this.#fail(at, ScanStop.invalid);
    return at + 1;
  }

  /** 1 eventName, 2 eventSource, 3 eventTime, 4 eventID, 0 another key. */
  #recordKey(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++) {
      if (bytes[i] === BACKSLASH) {
        this.spans.plain = false;
        return 0;
      }
    }
    const length = to - from;
    if (length !== 9 && length !== 11 && length !== 7) return 0;
    for (let k = 0; k < 4; k++) {
      const name = recordKeys[k]!;
      if (name.length !== length) continue;
      let j = 0;
      while (j < length && bytes[from + j] === name.charCodeAt(j)) j++;
      if (j === length) return k + 1;
    }
    return 0;
  }

  #keep(bytes: Uint8Array, key: number, from: number, to: number): void {
    const spans = this.spans;
    for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) spans.plain = false;
    if (key === 1) {
      spans.nameStart = from;
      spans.nameEnd = to;
    } else if (key === 2) {
      spans.sourceStart = from;
      spans.sourceEnd = to;
    } else if (key === 3) {
      spans.timeStart = from;
      spans.timeEnd = to;
    } else {
      spans.idStart = from;
      spans.idEnd = to;
    }
  }

  /** Offset past the escape whose letter is at `i`. */
  #escape(bytes: Uint8Array, i: number, end: number): number {
    if (i >= end) return ScanStop.incomplete;
    const letter = bytes[i]!;
    if (letter !== 0x75) {
      // " \ / b f n r t
      const known =
        letter === 0x22 ||
        letter === 0x5c ||
        letter === 0x2f ||
        letter === 0x62 ||
        letter === 0x66 ||
        letter === 0x6e ||
        letter === 0x72 ||
        letter === 0x74;
      return known ? i + 1 : this.#fail(i, ScanStop.invalid);
    }
    for (let k = 1; k <= 4; k++) {
      if (i + k >= end) return ScanStop.incomplete;
      const digit = bytes[i + k]! | 0x20;
      if (!((digit >= 0x30 && digit <= 0x39) || (digit >= 0x61 && digit <= 0x66)) || bytes[i + k]! < 0x30) {
        return this.#fail(i + k, ScanStop.invalid);
      }
    }
    return i + 5;
  }

  /** Offset past the number at `i`; a number at the very end of the window is incomplete, since digits may follow. */
  #number(bytes: Uint8Array, start: number, end: number): number {
    let i = start;
    if (bytes[i] === 0x2d) i++;
    if (i >= end) return ScanStop.incomplete;
    if (bytes[i] === 0x30) i++;
    else if ((i = digits(bytes, i, end)) < 0) return this.#fail(-i - 1, ScanStop.invalid);
    if (i < end && bytes[i] === 0x2e) {
      if (i + 1 >= end) return ScanStop.incomplete;
      if ((i = digits(bytes, i + 1, end)) < 0) return this.#fail(-i - 1, ScanStop.invalid);
    }
    if (i < end && (bytes[i]! | 0x20) === 0x65) {
      i++;
      if (i < end && (bytes[i] === 0x2b || bytes[i] === 0x2d)) i++;
      if (i >= end) return ScanStop.incomplete;
      if ((i = digits(bytes, i, end)) < 0) return this.#fail(-i - 1, ScanStop.invalid);
    }
    return i >= end ? ScanStop.incomplete : i;
  }

  #literal(bytes: Uint8Array, start: number, end: number): number {
    const word = bytes[start] === 0x74 ? "true" : bytes[start] === 0x66 ? "false" : bytes[start] === 0x6e ? "null" : "";
    if (word === "") return this.#fail(start, ScanStop.invalid);
    for (let k = 1; k < word.length; k++) {
      if (start + k >= end) return ScanStop.incomplete;
      if (bytes[start + k] !== word.charCodeAt(k)) return this.#fail(start + k, ScanStop.invalid);
    }
    return start + word.length;
  }

  #fail(at: number, stop: number): number {
    this.at = at;
    return stop;
  }
}

/** Offset past one or more digits at `i`, or −(offset + 1) when there is none. */
function digits(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && bytes[i]! >= 0x30 && bytes[i]! <= 0x39) i++;
  return i > start || i >= end ? i : -(i + 1);
}

/** True for JSON's white space. */
export function isSpace(byte: number | undefined): boolean {
  return byte !== undefined && space[byte] === 1;
}
