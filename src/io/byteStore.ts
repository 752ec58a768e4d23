import type { RecordBytes } from "./memberEvent.ts";

/** Copies of records, end to end in one buffer that grows by doubling. */
export class ByteStore {
  #bytes: Buffer;
  #length = 0;

  constructor(size = 1 << 16) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** What holds the records; another one once it has grown. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where the copy lies. */
  add({ bytes, start, end }: RecordBytes): { readonly start: number; readonly end: number } {
    const at = this.#length;
    this.#length += end - start;
    if (this.#length > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.#length, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(start, end), at);
    return { start: at, end: this.#length };
  }

  /** Forgets all records and keeps the room. */
  clear(): void {
    this.#length = 0;
  }

  /** The records in a buffer of their own, no longer than they are. */
  taken(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#bytes, 0, this.#length);
  }
}
