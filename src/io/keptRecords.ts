import type { RecordBytes } from "./memberEvent.ts";

/** Records lie together in blocks of so many bytes; longer ones have one of their own. */
const blockBytes = 256 << 10;

/** Copies of records that are kept as long as somebody refers to them, or to others of their block. */
export class KeptRecords {
  #block = Buffer.alloc(0);
  #used = 0;

  keep({ bytes, start, end }: RecordBytes): RecordBytes {
    const size = end - start;
    if (this.#used + size > this.#block.length) {
      this.#block = Buffer.allocUnsafeSlow(Math.max(size, blockBytes));
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += size;
    this.#block.set(bytes.subarray(start, end), at);
    return { bytes: this.#block, start: at, end: at + size };
  }
}
