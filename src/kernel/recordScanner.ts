import { isSpace, type RecordSpans, ScanStop, type ValueScan } from "./jsonScan.ts";
import { fastestScan } from "./wasmScan.ts";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Longest record that is read; CloudTrail's own limit is 256 KiB, Azure's 1 MiB. */
export const maxRecordBytes = 4 * 1024 * 1024;

/** Bytes looked at at a time, so that the window stays small whatever the chunks are. */
const sliceBytes = 1 << 20;

/** Why a stretch of input is no record; a fixed phrase, so that reports can count by it. */
export type ScanReason =
  | "not JSON"
  | "invalid JSON"
  | "truncated JSON"
  | "nested deeper than 128"
  | "record longer than 4 MiB";

/** Takes what a {@link RecordScanner} finds, in the order of the bytes. */
export interface RecordSink {
  /** One complete JSON value; `bytes`, and `spans` too, are only good during the call. `offset` counts from the first byte of the input. */
  readonly record: (bytes: Uint8Array, start: number, end: number, spans: RecordSpans, offset: number) => void;
  readonly reject: (reason: ScanReason, offset: number, length: number) => void;
}

/** Keys whose array, in an object that is no record itself, holds the records. */
const envelopeKeys = ["Records", "records", "value", "Events"];
/** Keys that only records have at their top: an object with one of them is never an envelope. */
const identifyingKeys = ["eventVersion", "eventName", "operationName", "time", "detail-type"];

type State = "top" | "element" | "afterElement" | "member" | "afterMember" | "damage";

/**
 * Splits a stream of JSON bytes into records: elements of a top array or of an envelope (`{"Records":[…]}`), or the
 * values of JSON lines, pretty-printed or not. The envelope may be of any size; memory is one record and one chunk.
 *
 * What is not JSON is reported with its place. A record that breaks the grammar but whose braces balance costs that
 * record alone; otherwise reading goes on at the next line or the next `,{"`, and the envelope is forgotten: whatever
 * values follow are records. Linear time for any input.
 */
export class RecordScanner {
  readonly #sink: RecordSink;
  readonly #scan: ValueScan;
  /** The window: unread bytes from `#at` to `#length`; `#base` is the input offset of its first byte. */
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  #base = 0;
  #at = 0;
  /** A window shorter than this ended inside a value and need not be looked at again. */
  #wanted = 0;
  #state: State = "top";
  /** Containers not closed yet, innermost last. */
  #open: ("array" | "envelope")[] = [];
  #isFirstElement = false;
  #isAtStart = true;
  #damage: { reason: ScanReason; offset: number } | undefined;
  /** After damage, stray closers and commas at the top belong to what was already reported. */
  #wasDamaged = false;
  /** Input offset of the byte that broke the grammar last. */
  #faultAt = 0;
  /** Input offset up to which looking for the balanced end of a bad record is known to be vain. */
  #vainUntil = 0;

  /** The scan's buffer holds the window, so one scan serves one scanner at a time. */
  constructor(sink: RecordSink, scan: ValueScan = fastestScan()) {
    this.#sink = sink;
    this.#scan = scan;
  }

  /** Takes the next bytes; they may be cut anywhere. The chunk is not kept after the call. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += sliceBytes) {
      this.#append(chunk.subarray(at, at + sliceBytes));
      if (this.#length >= this.#wanted) this.#process(false);
    }
  }

  /** Says that the input is complete. */
  end(): void {
    this.#process(true);
    if (this.#open.length > 0) this.#reject("truncated JSON", this.#at, this.#at);
  }

  /** Puts a slice behind the unread rest of the window, which moves to its front. */
  #append(slice: Uint8Array): void {
    const rest = this.#length - this.#at;
    const bytes = this.#scan.buffer(this.#length + slice.length);
    bytes.copyWithin(0, this.#at, this.#length);
    bytes.set(slice, rest);
    this.#bytes = bytes;
    this.#base += this.#at;
    this.#at = 0;
    this.#length = rest + slice.length;
  }

  #process(final: boolean): void {
    this.#wanted = 0;
    while (this.#step(final)) {
      // Every step moves on, or asks for more input.
    }
  }

  /** One value, comma or closer; false when more input is needed or all is read. */
  #step(final: boolean): boolean {
    if (this.#state === "damage") return this.#resume(final);
    if (this.#isAtStart && !this.#skipByteOrderMark(final)) return false;
    while (this.#at < this.#length && isSpace(this.#bytes[this.#at])) this.#at++;
    if (this.#at >= this.#length) return false;
    switch (this.#state) {
      case "top":
        return this.#top(final);
      case "element":
        return this.#element(final);
      case "afterElement":
        return this.#after(CLOSE_BRACKET, "element");
      case "member":
        return this.#member(final);
      case "afterMember":
        return this.#after(CLOSE_BRACE, "member");
    }
  }

  #skipByteOrderMark(final: boolean): boolean {
    if (this.#length < 3 && !final) return false;
    this.#isAtStart = false;
    const [a, b, c] = this.#bytes;
    if (this.#length >= 3 && a === 0xef && b === 0xbb && c === 0xbf) this.#at = 3;
    return true;
  }

  #top(final: boolean): boolean {
    const byte = this.#bytes[this.#at]!;
    if (byte === OPEN_BRACKET) return this.#enter(this.#at + 1, "array");
    if (byte === OPEN_BRACE) return this.#topObject(final);
    if (this.#wasDamaged && (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE)) {
      this.#at++;
      return true;
    }
    return this.#skipDamage("not JSON", this.#at + 1);
  }

  /** An object at the top is a record, or the envelope of records; its first key mostly tells. */
  #topObject(final: boolean): boolean {
    const first = this.#envelopeArray(true);
    if (first > 0) return this.#enter(first, "envelope", "array");
    const end = this.#scan.value(this.#bytes, this.#at, this.#length);
    if (end === ScanStop.incomplete || (end > 0 && this.#scan.spans.nameStart < 0)) {
      const spans = { ...this.#scan.spans };
      const inner = this.#envelopeArray(false);
      if (inner > 0) return this.#enter(inner, "envelope", "array");
      Object.assign(this.#scan.spans, spans);
    }
    return this.#value(end, "top", final);
  }

  #enter(at: number, ...containers: ("array" | "envelope")[]): boolean {
    this.#open.push(...containers);
    this.#state = "element";
    this.#isFirstElement = true;
    this.#at = at;
    return true;
  }

  #element(final: boolean): boolean {
    if (this.#isFirstElement && this.#bytes[this.#at] === CLOSE_BRACKET) return this.#close();
    return this.#value(this.#scan.value(this.#bytes, this.#at, this.#length), "afterElement", final);
  }

  /** Hands over the value that ends at `end`, or deals with why it has none. */
  #value(end: number, next: State, final: boolean): boolean {
    const start = this.#at;
    if (end > 0) {
      if (end - start > maxRecordBytes) return this.#rejectUntil(end, "record longer than 4 MiB", next);
      this.#moveTo(end, next);
      this.#sink.record(this.#bytes, start, end, this.#scan.spans, this.#base + start);
      return true;
    }
    if (end === ScanStop.incomplete) return this.#unfinished(final);
    return this.#badValue(end === ScanStop.tooDeep ? "nested deeper than 128" : "invalid JSON", next, final);
  }

  #moveTo(at: number, state: State): void {
    this.#isFirstElement = false;
    this.#at = at;
    this.#state = state;
  }

  #unfinished(final: boolean): boolean {
    const rest = this.#length - this.#at;
    if (rest > maxRecordBytes) return this.#skipDamage("record longer than 4 MiB", this.#length);
    if (final) return this.#skipDamage("truncated JSON", this.#at + 1);
    this.#wanted = Math.min(rest * 2, maxRecordBytes + 1);
    return false;
  }

  /** A record that breaks the grammar ends where its braces balance, if they do; else reading goes on behind the fault. */
  #badValue(reason: ScanReason, next: State, final: boolean): boolean {
    const fault = this.#scan.at;
    if (this.#base + this.#at >= this.#vainUntil) {
      const limit = Math.min(this.#length, this.#at + maxRecordBytes);
      const end = balancedEnd(this.#bytes, this.#at, limit, fault);
      if (end > 0) return this.#rejectUntil(end, reason, next);
      const rest = this.#length - this.#at;
      if (end === 0 && !final && rest <= maxRecordBytes) {
        this.#wanted = Math.min(rest * 2, maxRecordBytes + 1);
        return false;
      }
      this.#vainUntil = this.#base + (end === 0 ? this.#length : ~end);
    }
    return this.#skipDamage(reason, fault);
  }

  #rejectUntil(end: number, reason: ScanReason, next: State): boolean {
    this.#reject(reason, this.#at, end);
    this.#moveTo(end, next);
    return true;
  }

  /** Forgets the structure around; {@link #resume} looks near `fault` and behind it for the next place to begin at. */
  #skipDamage(reason: ScanReason, fault: number): boolean {
    this.#damage = { reason, offset: this.#base + this.#at };
    this.#faultAt = this.#base + fault;
    this.#wasDamaged = true;
    this.#open = [];
    this.#moveTo(Math.min(Math.max(fault - 2, this.#at + 1), this.#length), "damage");
    return true;
  }

  /**
   * Goes on at the next line, or at the next `,{"`, and reports what was skipped to get there.
   *
   * A lost quote is only noticed at the first key of the next record, and a lost comma or bracket at its brace: so the
   * search begins two bytes before the fault, and takes a `{"` there whatever stands before it.
   */
  #resume(final: boolean): boolean {
    const bytes = this.#bytes;
    let i = this.#at;
    const end = final ? this.#length : this.#length - 2;
    const fault = this.#faultAt - this.#base;
    while (i < end && bytes[i] !== NEWLINE && !(i <= fault && this.#opensObject(i)) && !this.#followsComma(i)) i++;
    this.#at = Math.max(this.#at, Math.min(i, this.#length));
    if (i >= end && !final) return false;
    const { reason, offset } = this.#damage!;
    this.#sink.reject(reason, offset, this.#base + this.#at - offset);
    this.#state = "top";
    return true;
  }

  /** `{"` at `i`. What lies behind the window is left over from others and must not be looked at. */
  #opensObject(i: number): boolean {
    return i + 1 < this.#length && this.#bytes[i] === OPEN_BRACE && this.#bytes[i + 1] === QUOTE;
  }

  /** `,{"` at `i`. */
  #followsComma(i: number): boolean {
    return this.#bytes[i] === COMMA && this.#opensObject(i + 1);
  }

  #after(closer: number, next: State): boolean {
    const byte = this.#bytes[this.#at];
    if (byte === closer) return this.#close();
    if (byte !== COMMA) return this.#skipDamage("invalid JSON", this.#at + 1);
    this.#moveTo(this.#at + 1, next);
    return true;
  }

  #close(): boolean {
    this.#open.pop();
    this.#moveTo(this.#at + 1, this.#open.at(-1) === "envelope" ? "afterMember" : "top");
    return true;
  }

  /** A further member of an envelope: passed over, unless it is an array of records as well. */
  #member(final: boolean): boolean {
    const inner = this.#envelopeArray(true, this.#at);
    if (inner > 0) return this.#enter(inner, "array");
    const value = this.#memberValue(this.#at);
    const end = value < 0 ? value : this.#scan.value(this.#bytes, value, this.#length);
    if (end === ScanStop.incomplete) return this.#unfinished(final);
    if (end < 0) return this.#skipDamage("invalid JSON", this.#at);
    this.#moveTo(end, "afterMember");
    return true;
  }

  /** Offset of the value of the member whose key opens at `i`, or a {@link ScanStop}. */
  #memberValue(i: number): number {
    if (i >= this.#length) return ScanStop.incomplete;
    if (this.#bytes[i] !== QUOTE) return ScanStop.invalid;
    const end = this.#scan.string(this.#bytes, i + 1, this.#length);
    if (end < 0) return end;
    const colon = this.#pastSpace(end);
    if (colon >= this.#length) return ScanStop.incomplete;
    if (this.#bytes[colon] !== COLON) return ScanStop.invalid;
    const value = this.#pastSpace(colon + 1);
    return value >= this.#length ? ScanStop.incomplete : value;
  }

  #pastSpace(i: number): number {
    let at = i;
    while (at < this.#length && isSpace(this.#bytes[at])) at++;
    return at;
  }

  /**
   * Offset just inside the array of records of the object at `#at`, else −1; looks at the first member only when told,
   * or at the one that opens at `member`.
   */
  #envelopeArray(firstOnly: boolean, member = this.#pastSpace(this.#at + 1)): number {
    const bytes = this.#bytes;
    for (let at = member; ; ) {
      const value = this.#memberValue(at);
      if (value < 0) return -1;
      if (bytes[value] === OPEN_BRACKET && isKey(bytes, at, envelopeKeys)) return value + 1;
      if (firstOnly || isKey(bytes, at, identifyingKeys)) return -1;
      const end = this.#scan.value(bytes, value, this.#length);
      if (end < 0) return -1;
      const comma = this.#pastSpace(end);
      if (bytes[comma] !== COMMA) return -1;
      at = this.#pastSpace(comma + 1);
    }
  }

  #reject(reason: ScanReason, start: number, end: number): void {
    this.#sink.reject(reason, this.#base + start, end - start);
  }
}

/** Whether the string that opens at `i` is one of the (ASCII) names. */
function isKey(bytes: Uint8Array, i: number, names: readonly string[]): boolean {
  return names.some((name) => {
    for (let k = 0; k < name.length; k++) if (bytes[i + 1 + k] !== name.charCodeAt(k)) return false;
    return bytes[i + 1 + name.length] === 0x22;
  });
}

/**
 * Where the brackets and braces from `start` balance, the rest of the grammar aside; 0 when they do not before `end`.
 *
 * `~offset` (negative at offset 0 too) where the record cannot go on, so that it does not swallow those behind it: at a bracket that closes the other
 * kind, or, behind the fault, at an object that begins with the same key.
 */
function balancedEnd(bytes: Uint8Array, start: number, end: number, fault: number): number {
  const firstKeyEnd = pastFirstKey(bytes, start, end);
  const open: number[] = [];
  let isInString = false;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === OPEN_BRACE && i >= fault && i > start && beginsAlike(bytes, start, firstKeyEnd, i, end)) return ~i;
    if (isInString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === OPEN_BRACE) open.push(CLOSE_BRACE);
    else if (byte === OPEN_BRACKET) open.push(CLOSE_BRACKET);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (open.pop() !== byte) return ~i;
      if (open.length === 0) return i + 1;
    }
  }
  return 0;
}

const longestFirstKey = 64;

/** Offset past the first key of the object at `start`; −1 when it is none, or its key is long or escaped. */
function pastFirstKey(bytes: Uint8Array, start: number, end: number): number {
  let i = start + 1;
  while (i < end && isSpace(bytes[i])) i++;
  if (bytes[start] !== OPEN_BRACE || bytes[i] !== QUOTE) return -1;
  const limit = Math.min(end, i + longestFirstKey);
  for (i++; i < limit && bytes[i] !== BACKSLASH; i++) if (bytes[i] === QUOTE) return i + 1;
  return -1;
}

/** Whether the bytes at `other`, up to `end`, begin with those from `start` to `keyEnd`. */
function beginsAlike(bytes: Uint8Array, start: number, keyEnd: number, other: number, end: number): boolean {
  if (keyEnd < 0 || other + keyEnd - start > end) return false;
  let k = 0;
  while (start + k < keyEnd && bytes[start + k] === bytes[other + k]) k++;
  return start + k === keyEnd;
}
