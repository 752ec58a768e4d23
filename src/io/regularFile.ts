import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import { type InputProblem, kindOfSpecialFile, problem, unreadable } from "./inputProblem.ts";

/** A file open for reading, and its size in bytes when it was opened; zero for the files of `/proc`. */
export interface OpenFile {
  readonly descriptor: number;
  readonly size: number;
}

/** Opens a regular file for reading, or says why it cannot be; the caller closes the descriptor. */
export function openRegularFile(path: string): OpenFile | InputProblem {
  let descriptor: number | undefined;
  try {
    // O_NONBLOCK: a named pipe that took the file's place since it was listed must not hang the run.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return { descriptor, size: stats.size };
    closeSync(descriptor);
    return problem("special file", path, kindOfSpecialFile(stats));
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    return unreadable(path, error);
  }
}

/** A file may have grown since its size was told, or tell none, so chunks are never tiny. */
const leastChunkBytes = 64 << 10;

/**
 * The bytes of an open file, from where it stands to its end: all at once when its size is at most `wholeBytes`, else in
 * chunks of 1 MiB. Each chunk is only good until the next.
 *
 * @throws the file system's error when a read fails
 */
export function* chunksOf({ descriptor, size }: OpenFile, wholeBytes = 1 << 20): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(size <= wholeBytes ? Math.max(size + 1, leastChunkBytes) : 1 << 20);
  for (;;) {
    const count = readSync(descriptor, buffer, 0, buffer.length, null);
    if (count === 0) return;
    yield buffer.subarray(0, count);
  }
}

/** All bytes of a regular file, or why not; one that grows, or has no end, is read no further than `most` bytes. */
export function readRegularFile(path: string, most: number): Buffer | InputProblem {
  const opened = openRegularFile(path);
  if (!("descriptor" in opened)) return opened;
  try {
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (const chunk of chunksOf(opened)) {
      length += chunk.length;
      if (length > most) return problem("file too large", path, `more than ${most >> 20} MiB`);
      pieces.push(Buffer.from(chunk));
    }
    return Buffer.concat(pieces, length);
  } catch (error) {
    return unreadable(path, error);
  } finally {
    closeSync(opened.descriptor);
  }
}

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether a path leads to a regular file. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
