import { fastestScan, type MemberPlaces, type MemberTuples, type ValueScan } from "../kernel/index.ts";
import type { MemberFinder } from "./memberRecord.ts";

/** Finds the members of records that lie anywhere, which the fastest scan does in a buffer of its own: it copies them there. */
export class CopyingScan implements MemberFinder {
  readonly #scan: ValueScan = fastestScan();

  members(bytes: Uint8Array, start: number, end: number, tuples?: MemberTuples): MemberPlaces | undefined {
    const window = this.#scan.buffer(end - start);
    window.set(bytes.subarray(start, end));
    return this.#scan.members(window, 0, end - start, tuples)?.in(bytes, start);
  }

  numberOfTuple(places: MemberPlaces, tuples: MemberTuples, tuple: number): number {
    return this.#scan.numberOfTuple(places, tuples, tuple);
  }

  get isFull(): boolean {
    return this.#scan.isFull;
  }

  forgetTexts(): void {
    this.#scan.forgetTexts();
  }
}
