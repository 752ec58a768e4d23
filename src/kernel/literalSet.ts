import { buckets, type Fingerprint, fingerprintOf, fingerprintSize } from "./fingerprint.ts";

/** A needle as it is verified where its fingerprint was found. */
export interface Literal {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Index in `bytes` of the last byte of its fingerprint. */
  readonly last: number;
}

/** Where the parts of a table lie, in bytes from its start; assembly/literalSearch.ts reads them. */
const layout = { masks: 0, buckets: 96, counts: 128, words: 160, literals: 176 } as const;
const literalBytes = 16;
/**
 * A search may compare as many needles as there are bytes to search, and these; then it gives up and answers that all
 * stand there. So records and rules that were made to be compared at every place cost no more than reading them.
 */
export const freeComparisons = 4096;
/** Needles that the module's answer has room for. */
export const mostLiterals = 4096;
/** Bytes of a table: its places are 16-bit integers. */
const mostTableBytes = 65_535;

/**
 * Byte sequences to look for together, prepared in the manner of Hyperscan's Teddy: of each needle three bytes that are
 * rare in records are its fingerprint, needles with similar ones share one of eight buckets, and a table tells for each
 * byte in which buckets it may be the first, second or third of a fingerprint.
 *
 * Needles are known by their number in the list given. None may be empty.
 */
export class LiteralSet {
  /** 32-bit words of an answer: needle n is bit n % 32 of word n / 32. */
  readonly words: number;
  readonly buckets: readonly (readonly Literal[])[];
  /** What the module reads; undefined when it would not fit. */
  readonly table: Uint8Array | undefined;
  readonly #nibbles: readonly Uint16Array[];
  /** Only the scalar search asks for it. */
  #accepts: Int32Array | undefined;

  constructor(needles: readonly Uint8Array[]) {
    if (needles.some(({ length }) => length === 0)) throw new Error("a needle must not be empty");
    this.words = Math.max(1, Math.ceil(needles.length / 32));
    const grouped = buckets(needles.map(fingerprintOf));
    const literalOf = ({ needle, last }: Fingerprint) => ({ number: needle, bytes: needles[needle]!, last });
    this.buckets = grouped.map(({ members }) => members.map(literalOf));
    this.#nibbles = grouped.map((bucket) => bucket.nibbles);
    this.table = tableOf(this.buckets, this.#nibbles, needles.length, this.words);
  }

  /** By byte: a bit for each bucket in which it may be the first of a fingerprint, from bit 8 the second, from 16 the third. */
  get accepts(): Int32Array {
    return (this.#accepts ??= Int32Array.from({ length: 256 }, (_, byte) => acceptedBy(this.#nibbles, byte)));
  }
}

function acceptedBy(nibbles: readonly Uint16Array[], byte: number): number {
  let bits = 0;
  nibbles.forEach((bucket, number) => {
    for (let place = 0; place < fingerprintSize; place++) {
      const low = bucket[2 * place]! >>> (byte & 15);
      const high = bucket[2 * place + 1]! >>> (byte >>> 4);
      bits |= (low & high & 1) << (8 * place + number);
    }
  });
  return bits;
}

/** Masks by nibble, then the buckets, then the literals in the order of buckets, then their texts. */
function tableOf(
  buckets: readonly (readonly Literal[])[],
  nibbles: readonly Uint16Array[],
  count: number,
  words: number,
): Uint8Array | undefined {
  const literals = buckets.flat();
  const texts = layout.literals + literals.length * literalBytes;
  const size = literals.reduce((sum, { bytes }) => sum + bytes.length, texts);
  if (count > mostLiterals || size > mostTableBytes) return undefined;
  const table = new Uint8Array(Math.ceil(size / 16) * 16);
  const view = new DataView(table.buffer);
  writeMasks(table, nibbles);
  let at = layout.literals;
  buckets.forEach((members, number) => {
    view.setUint16(layout.buckets + 4 * number, at, true);
    at += members.length * literalBytes;
    view.setUint16(layout.buckets + 4 * number + 2, at, true);
    view.setUint32(layout.counts + 4 * number, members.length, true);
  });
  view.setUint32(layout.words, words, true);
  writeLiterals(view, literals, texts);
  return table;
}

/** For each place of a fingerprint sixteen bytes by low nibble and sixteen by high nibble, a bit for each bucket. */
function writeMasks(table: Uint8Array, nibbles: readonly Uint16Array[]): void {
  nibbles.forEach((bucket, number) => {
    for (let half = 0; half < 2 * fingerprintSize; half++) {
      for (let nibble = 0; nibble < 16; nibble++) {
        table[layout.masks + 16 * half + nibble]! |= ((bucket[half]! >>> nibble) & 1) << number;
      }
    }
  });
}

/** Of each: four bytes that end where its fingerprint ends and a mask for them, then `last`, length, place and number. */
function writeLiterals(view: DataView, literals: readonly Literal[], texts: number): void {
  let text = texts;
  literals.forEach(({ number, bytes, last }, index) => {
    const at = layout.literals + index * literalBytes;
    for (let back = 0; back <= Math.min(3, last); back++) {
      view.setUint8(at + 3 - back, bytes[last - back]!);
      view.setUint8(at + 7 - back, 0xff);
    }
    [last, bytes.length, text, number].forEach((value, field) => {
      view.setUint16(at + 8 + 2 * field, value, true);
    });
    new Uint8Array(view.buffer).set(bytes, text);
    text += bytes.length;
  });
}
