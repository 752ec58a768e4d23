import { once } from "node:events";
import { fstatSync, writeSync } from "node:fs";

/** Where text goes: a standard stream of this process, or a stand-in for it. */
export interface Output {
  readonly write: (text: string) => unknown;
  /** Settles when what was written has gone out far enough for more; undefined when it has already. */
  readonly drained?: () => Promise<void> | undefined;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * A standard stream of this process; `failed` is told when it cannot take what is written.
 *
 * Files and devices are written without Node's stream: that takes a short write, as on a full disk, for a whole one.
 */
export function standardOutput(
  stream: NodeJS.WriteStream,
  descriptor: number,
  failed: (error: NodeJS.ErrnoException) => void,
): Output {
  stream.on("error", failed);
  if (stream.isTTY || !takesWholeWrites(descriptor)) return streamOutput(stream);
  return {
    write: (text) => {
      try {
        writeFully(descriptor, text);
      } catch (error) {
        failed(error as NodeJS.ErrnoException);
      }
    },
  };
}

function streamOutput(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => stream.write(text),
    drained: () => (stream.writableNeedDrain ? once(stream, "drain").then(() => {}) : undefined),
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
  };
}

function takesWholeWrites(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

/**
 * Writes all of a text to an open file.
 *
 * @throws the file system's error
 */
export function writeFully(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

/** Characters handed over at a time. */
const batchLength = 64 << 10;

/** Joins texts into pieces worth a write each. */
export function* batches(texts: Iterable<string>): Generator<string> {
  let pending = "";
  for (const text of texts) {
    pending += text;
    if (pending.length < batchLength) continue;
    yield pending;
    pending = "";
  }
  if (pending !== "") yield pending;
}

/** Writes texts in order, no faster than they go out. */
export async function writeTexts(output: Output, texts: Iterable<string>): Promise<void> {
  for (const batch of batches(texts)) {
    output.write(batch);
    await output.drained?.();
  }
}
