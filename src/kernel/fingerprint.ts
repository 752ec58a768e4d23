import { byteShares, sequenceShare } from "./typicalRecord.ts";

/** Bytes of a needle that are looked for first. */
export const fingerprintSize = 3;
const mostBuckets = 8;

/** The bytes of a needle by which it is found, at most three of them. */
export interface Fingerprint {
  /** The number of the needle. */
  readonly needle: number;
  /** Index in the needle of the last of them. */
  readonly last: number;
  /** By place the low nibbles that it accepts, then the high ones; a short needle accepts any at the places before it. */
  readonly nibbles: Uint16Array;
}

/** Needles that are looked for with one bit. */
export interface Bucket {
  readonly members: readonly Fingerprint[];
  /** What any of the members accepts, as {@link Fingerprint} has it. */
  readonly nibbles: Uint16Array;
}

/** The rarest three bytes that follow each other in a needle; all of a shorter one. */
export function fingerprintOf(bytes: Uint8Array, needle: number): Fingerprint {
  let last = bytes.length - 1;
  let best = Number.POSITIVE_INFINITY;
  for (let end = fingerprintSize - 1; end < bytes.length; end++) {
    const share = sequenceShare(bytes[end - 2]!, bytes[end - 1]!, bytes[end]!);
    if (share >= best) continue;
    best = share;
    last = end;
  }
  const nibbles = new Uint16Array(2 * fingerprintSize).fill(0xffff);
  for (let back = 0; back < Math.min(fingerprintSize, bytes.length); back++) {
    const half = 2 * (fingerprintSize - 1 - back);
    nibbles[half] = 1 << (bytes[last - back]! & 15);
    nibbles[half + 1] = 1 << (bytes[last - back]! >>> 4);
  }
  return { needle, last, nibbles };
}

/**
 * The fingerprints in at most eight buckets, so that few places of a typical record hit one: of the buckets at hand
 * those two are merged again and again whose merging adds the fewest hits. Linear in the number of fingerprints.
 */
export function buckets(fingerprints: readonly Fingerprint[]): readonly Bucket[] {
  const kept = new MergingBuckets();
  for (const members of sameNibbles(fingerprints)) {
    kept.add({ members, nibbles: members[0]!.nibbles });
    if (kept.all.length > workingBuckets) kept.mergeCheapest();
  }
  while (kept.all.length > mostBuckets) kept.mergeCheapest();
  return kept.all;
}

/** Buckets at hand while fingerprints are taken up; more give better buckets and take longer. */
const workingBuckets = 12;

function sameNibbles(fingerprints: readonly Fingerprint[]): Iterable<readonly Fingerprint[]> {
  const groups = new Map<string, Fingerprint[]>();
  for (const fingerprint of fingerprints) {
    const key = fingerprint.nibbles.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fingerprint]);
    else group.push(fingerprint);
  }
  return groups.values();
}

/** Buckets, and how many hits each two of them would have as one. */
class MergingBuckets {
  readonly all: Bucket[] = [];
  /** By two places, the lower first; a bucket with itself: its own. */
  readonly #hits: number[][] = [];

  add(bucket: Bucket): void {
    this.all.push(bucket);
    this.#hits.push([]);
    this.#note(this.all.length - 1);
  }

  mergeCheapest(): void {
    const { all } = this;
    let one = 0;
    let other = 1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < all.length; i++) {
      for (let j = i + 1; j < all.length; j++) {
        const added = this.#hits[i]![j]! - this.#hits[i]![i]! - this.#hits[j]![j]!;
        if (added >= least) continue;
        one = i;
        other = j;
        least = added;
      }
    }
    const gone = all.splice(other, 1)[0]!;
    this.#hits.splice(other, 1);
    for (const row of this.#hits) row.splice(other, 1);
    const { members, nibbles } = all[one]!;
    all[one] = {
      members: [...members, ...gone.members],
      nibbles: nibbles.map((accepted, half) => accepted | gone.nibbles[half]!),
    };
    this.#note(one);
  }

  #note(place: number): void {
    const { nibbles } = this.all[place]!;
    for (let at = 0; at < this.all.length; at++)
      this.#hits[Math.min(at, place)]![Math.max(at, place)] = hitsOf(this.all[at]!.nibbles, nibbles);
  }
}

/** The share of a typical record's places that a bucket of both would hit. */
function hitsOf(one: Uint16Array, other: Uint16Array): number {
  let hits = 1;
  for (let half = 0; half < 2 * fingerprintSize; half += 2) {
    hits *= shareOf(one[half]! | other[half]!, one[half + 1]! | other[half + 1]!);
  }
  return hits;
}

/** By high nibble and by set of low nibbles 0 to 7, then of 8 to 15: the share of their bytes. */
const rowShares = new Float64Array(16 * 2 * 256);
for (let high = 0; high < 16; high++) {
  for (let set = 0; set < 256; set++) {
    for (let bit = 0; bit < 8; bit++) {
      if (((set >>> bit) & 1) === 0) continue;
      rowShares[high * 512 + set]! += byteShares[high * 16 + bit]!;
      rowShares[high * 512 + 256 + set]! += byteShares[high * 16 + 8 + bit]!;
    }
  }
}

function shareOf(lows: number, highs: number): number {
  let share = 0;
  for (let rest = highs; rest !== 0; rest &= rest - 1) {
    const row = 512 * (31 - Math.clz32(rest & -rest));
    share += rowShares[row + (lows & 255)]! + rowShares[row + 256 + (lows >>> 8)]!;
  }
  return share;
}
