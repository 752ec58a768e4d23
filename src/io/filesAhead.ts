import { setImmediate } from "node:timers/promises";
import { inflateWhole } from "./gzip.ts";
import { readRegularFile } from "./regularFile.ts";

/** Bytes on disk of the largest file that is read ahead. */
const largest = 4 << 20;

/** The content of files that will be scanned, inflated while it is not known yet what is to be looked for in them. */
export class FilesAhead {
  readonly #contents = new Map<string, Uint8Array>();
  #isOver = false;

  /**
   * Reads files of one gzip member, in order, until so many bytes are held or it is over; all others are left to be read when
   * they are scanned, and whatever is wrong with one is found then.
   */
  async read(paths: readonly string[], mostBytes: number): Promise<void> {
    let room = mostBytes;
    for (const path of paths) {
      if (this.#isOver || room <= 0) return;
      const content = contentOf(path);
      if (content !== undefined) {
        this.#contents.set(path, content);
        room -= content.length;
      }
      // Lets the word in that it is over.
      await setImmediate();
    }
  }

  /** Ends the reading; what was read can still be taken. */
  end(): void {
    this.#isOver = true;
  }

  /** A file's content, which is then no longer held; undefined if it was not read. */
  take(path: string): Uint8Array | undefined {
    const content = this.#contents.get(path);
    this.#contents.delete(path);
    return content;
  }
}

function contentOf(path: string): Uint8Array | undefined {
  const bytes = readRegularFile(path, largest);
  return bytes instanceof Uint8Array ? inflateWhole(bytes) : undefined;
}
