import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { TextDecoder } from "node:util";
import { GzipReader, inflateWhole, isGzip } from "./gzip.ts";
import { unreadable } from "./inputFiles.ts";
import { type InputProblem, problem } from "./inputProblem.ts";

/** Bytes read at a time. */
const chunkBytes = 1 << 20;
/** A gzip file up to this size is tried in one piece. */
const wholeInputBytes = 4 << 20;

/** Takes an input's decompressed UTF-8 bytes, chunk by chunk; a chunk is only good during the call. */
export interface InputConsumer {
  readonly bytes: (chunk: Uint8Array) => void;
  readonly problem: (problem: InputProblem) => void;
}

/**
 * Reads one regular file to its end: plain or gzip (several members too), UTF-8 or UTF-16, whatever its name.
 *
 * Never throws: what cannot be read is reported, and what could be read before the fault has been handed over. A file
 * that is no JSON at all is reported once, not line by line.
 */
export async function readInputFile(path: string, consumer: InputConsumer): Promise<void> {
  let descriptor: number;
  try {
    // O_NONBLOCK: a named pipe that took the file's place since it was listed must not hang the scan.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    consumer.problem(unreadable(path, error));
    return;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) consumer.problem(problem("special file", path));
    else await readChunks(path, fileChunks(descriptor, stats.size), stats.size, consumer);
  } catch (error) {
    consumer.problem(unreadable(path, error));
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a stream (standard input) as {@link readInputFile} reads a file. */
export async function readInputStream(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  consumer: InputConsumer,
): Promise<void> {
  try {
    await readChunks(name, stream, Number.POSITIVE_INFINITY, consumer);
  } catch (error) {
    consumer.problem(unreadable(name, error));
  }
}

function* fileChunks(descriptor: number, size: number): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(size + 1, size <= wholeInputBytes ? size + 1 : chunkBytes)));
  for (;;) {
    const count = readSync(descriptor, buffer, 0, buffer.length, null);
    if (count === 0) return;
    yield buffer.subarray(0, count);
  }
}

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function readChunks(name: string, chunks: Chunks, size: number, consumer: InputConsumer): Promise<void> {
  const text = new TextReader(name, consumer);
  let gzip: GzipReader | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (isFirst) {
      isFirst = false;
      if (isGzip(chunk)) {
        const inflated = chunk.length === size ? inflateWhole(chunk) : undefined;
        if (inflated !== undefined) {
          for (const member of inflated) text.push(member);
          text.end();
          return;
        }
        gzip = new GzipReader(name, (bytes) => text.push(bytes), consumer.problem);
      }
    }
    const goesOn = gzip === undefined ? text.push(chunk) : await gzip.push(chunk);
    if (!goesOn) break;
  }
  if (isFirst) consumer.problem(problem("empty file", name));
  gzip?.end();
  if (!isFirst) text.end();
}

/** What the first bytes of other formats look like, and what to do with such a file. */
const otherFormats: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive: unpack it first" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: "zstandard: decompress it first" },
  { magic: [0x42, 0x5a, 0x68], what: "bzip2: decompress it first" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "xz: decompress it first" },
  { magic: [0x50, 0x41, 0x52, 0x31], what: "parquet, as Security Lake writes: export JSON instead" },
  { magic: [0x1f, 0x8b], what: "gzip inside gzip: decompress it once more" },
];

/** Bytes to UTF-8 JSON: transcodes UTF-16, refuses what is no JSON by its first bytes. */
class TextReader {
  readonly #name: string;
  readonly #consumer: InputConsumer;
  #head: Uint8Array | undefined = new Uint8Array(0);
  #decoder: TextDecoder | undefined;
  #isRefused = false;

  constructor(name: string, consumer: InputConsumer) {
    this.#name = name;
    this.#consumer = consumer;
  }

  /** False when the content was refused: the rest need not be read. */
  push(chunk: Uint8Array): boolean {
    if (this.#isRefused) return false;
    if (this.#head === undefined) this.#pass(chunk);
    else this.#begin(this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]), false);
    return !this.#isRefused;
  }

  end(): void {
    if (this.#head !== undefined && !this.#isRefused) this.#begin(this.#head, true);
    if (this.#decoder !== undefined) this.#consumer.bytes(Buffer.from(this.#decoder.decode()));
  }

  /** Decides on the first bytes; waits for more while they are all white space. */
  #begin(bytes: Uint8Array, final: boolean): void {
    const head = bytes.subarray(0, 4096);
    const utf16 = utf16Of(head);
    const start = utf16 === undefined ? firstText(head) : 0;
    if (!final && bytes.length < 4096 && (start < 0 || bytes.length < 4)) {
      this.#head = Uint8Array.from(bytes);
      return;
    }
    const refusal = utf16 === undefined ? refusalOf(head, start) : undefined;
    this.#head = undefined;
    if (refusal !== undefined) {
      this.#isRefused = true;
      this.#consumer.problem(problem(refusal.reason, this.#name, refusal.detail));
      return;
    }
    if (utf16 !== undefined) this.#decoder = new TextDecoder(utf16);
    this.#pass(bytes);
  }

  #pass(bytes: Uint8Array): void {
    this.#consumer.bytes(
      this.#decoder === undefined ? bytes : Buffer.from(this.#decoder.decode(bytes, { stream: true })),
    );
  }
}

/** UTF-16 by its byte-order mark, or by the zero half of the bracket that JSON begins with. */
function utf16Of(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || ((a === 0x7b || a === 0x5b) && b === 0)) return "utf-16le";
  if ((a === 0xfe && b === 0xff) || (a === 0 && (b === 0x7b || b === 0x5b))) return "utf-16be";
  return undefined;
}

/** Offset of the first byte that is neither white space nor byte-order mark; −1 when there is none. */
function firstText(head: Uint8Array): number {
  let i = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (i < head.length && (head[i] === 0x20 || head[i] === 0x09 || head[i] === 0x0a || head[i] === 0x0d)) i++;
  return i < head.length ? i : -1;
}

function refusalOf(
  head: Uint8Array,
  start: number,
): { reason: "unsupported format" | "not a log file" | "empty file"; detail: string } | undefined {
  const other = otherFormats.find(({ magic }) => magic.every((byte, i) => head[i] === byte));
  if (other !== undefined) return { reason: "unsupported format", detail: other.what };
  if (start < 0)
    return head.length < 4096
      ? { reason: "empty file", detail: "only white space" }
      : { reason: "not a log file", detail: "begins with 4,096 blanks" };
  const byte = head[start];
  if (byte === 0x7b || byte === 0x5b) return undefined;
  return { reason: "not a log file", detail: "neither JSON (`{` or `[`) nor gzip" };
}
