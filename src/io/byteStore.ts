import type { RecordBytes } from "./memberEvent.ts";

/** Room that is kept for the next input, bytes; one may hold very many records, and most hold few. */
const mostKeptRoom = 1 << 20;
const leastRoom = 1 << 16;

/** Copies of records, end to end in one buffer that grows by doubling. */
export class ByteStore {
  #bytes: Buffer;
  #length = 0;

  constructor(size = leastRoom) {
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

  /** All copies, in a buffer that is the taker's, with room behind them; begins anew with about as much room. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset, this.#length);
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(mostKeptRoom, Math.max(leastRoom, Math.ceil(this.#length * 1.25))));
    this.#length = 0;
    return taken;
  }

  /** Forgets all records and keeps the room, as far as it is not much. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > mostKeptRoom) this.#bytes = Buffer.allocUnsafeSlow(mostKeptRoom);
  }
}
