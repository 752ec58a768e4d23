import { fastestScan, type MemberPlaces, type ValueScan } from "../kernel/index.ts";

/** Finds the members of records that lie anywhere, which the fastest scan does in a buffer of its own: it copies them there. */
export class CopyingScan implements Pick<ValueScan, "members"> {
  readonly #scan = fastestScan();

  members(bytes: Uint8Array, start: number, end: number): MemberPlaces | undefined {
    const window = this.#scan.buffer(end - start);
    window.set(bytes.subarray(start, end));
    return this.#scan.members(window, 0, end - start)?.in(bytes, start);
  }
}
