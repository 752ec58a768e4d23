import { fastestScan, type LiteralSet, type MemberPlaces, type MemberTuples, type ValueScan } from "../kernel/index.ts";
import type { MemberFinder } from "./memberRecord.ts";

/**
 * Finds the members of records that lie anywhere, which the fastest scan does in a buffer of its own: it copies them there.
 *
 * What it finds stays good when other records are scanned; the members of the record scanned last are numbered fastest.
 */
export class CopyingScan implements MemberFinder {
  readonly #scan: ValueScan = fastestScan();
  /** What was found last, and the same in the buffer. */
  #last: MemberPlaces | undefined;
  #lastInBuffer: MemberPlaces | undefined;

  members(bytes: Uint8Array, start: number, end: number, tuples?: MemberTuples): MemberPlaces | undefined {
    const window = this.#scan.buffer(end - start);
    window.set(bytes.subarray(start, end));
    this.#lastInBuffer = this.#scan.members(window, 0, end - start, tuples);
    this.#last = this.#lastInBuffer?.in(bytes, start).copy();
    return this.#last;
  }

  numberOfTuple(places: MemberPlaces, tuples: MemberTuples, tuple: number): number {
    const fastest = places === this.#last ? this.#lastInBuffer! : places;
    return this.#scan.numberOfTuple(fastest, tuples, tuple);
  }

  literals(set: LiteralSet, bytes: Uint8Array, start: number, end: number): Int32Array {
    return this.#scan.literals(set, bytes, start, end);
  }

  get isFull(): boolean {
    return this.#scan.isFull;
  }

  forgetTexts(): void {
    this.#scan.forgetTexts();
  }
}
