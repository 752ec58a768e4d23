/** Most texts that are told apart at a time, the most bytes of them, and the longest one. */
export const textTable = { mostTexts: 32_768, mostBytes: 6 << 20, longest: 1024, slots: 65_536 } as const;

/** Bytes of the table of assembly/textNumbers.ts: slots, then places of texts, then texts. */
export const textTableBytes: number = 8 * textTable.slots + 8 * textTable.mostTexts + textTable.mostBytes;

/**
 * Numbers texts, so that equal ones are told by their number and not compared again.
 *
 * The table has a fixed size. Nothing is forgotten unasked: the one who keeps things by number decides when.
 */
export interface TextNumbers {
  /**
   * The number of the bytes from `start` to `end`, from 1: two answers between two calls of `forgetTexts` are equal exactly
   * if the texts are. Negative: it gets no number, because it is too long, or hard to place, or there is no room.
   */
  readonly numberOf: (bytes: Uint8Array, start: number, end: number) => number;
  /** Whether a text got no number for lack of room. */
  readonly isFull: boolean;
  readonly forgetTexts: () => void;
}

/** The scalar table: runs everywhere, and is what the WebAssembly twin is held to. */
export class ScalarNumbers implements TextNumbers {
  readonly #numbers = new Map<string, number>();
  #bytes = 0;
  isFull = false;

  numberOf(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > textTable.longest) return -2;
    const text = String.fromCharCode(...bytes.subarray(start, end));
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    if (number >= textTable.mostTexts || this.#bytes + text.length > textTable.mostBytes) {
      this.isFull = true;
      return -1;
    }
    this.#bytes += text.length;
    this.#numbers.set(text, number);
    return number;
  }

  forgetTexts(): void {
    this.#numbers.clear();
    this.#bytes = 0;
    this.isFull = false;
  }
}
