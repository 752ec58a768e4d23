import { closeSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { setImmediate as nextTurn } from "node:timers/promises";
import { GzipReader, inflateWhole, isGzip } from "./gzip.ts";
import { type InputProblem, problem, unreadable } from "./inputProblem.ts";
import { chunksOf, openRegularFile } from "./regularFile.ts";

/** Inflated bytes handed over at a time. */
const chunkBytes = 1 << 20;
/** A gzip file up to this size is tried in one piece. */
const wholeInputBytes = 4 << 20;
/** The first bytes of a stream are held back until there are so many: enough to tell gzip. */
const headBytes = 4;

/** Takes an input's decompressed UTF-8 bytes, chunk by chunk; a chunk is only good during the call. */
export interface InputConsumer {
  readonly bytes: (chunk: Uint8Array) => void;
  readonly problem: (problem: InputProblem) => void;
  /** Waited for between chunks, so that a slow reader of the results slows the reading down. */
  readonly ready?: () => Promise<void> | undefined;
}

/**
 * Reads one regular file to its end: plain or gzip (several members too), UTF-8 or UTF-16, whatever its name.
 *
 * What cannot be read is reported, and what could be read before the fault has been handed over. A file that is no JSON
 * at all is reported once, not line by line. `content` is what a gzip file holds, where that is known.
 */
export async function readInputFile(path: string, consumer: InputConsumer, content?: Uint8Array): Promise<void> {
  if (content !== undefined) return readContent(path, content, consumer);
  const opened = openRegularFile(path);
  if (!("descriptor" in opened)) {
    consumer.problem(opened);
    return;
  }
  try {
    await readChunks(path, guarded(path, chunksOf(opened, wholeInputBytes), consumer), opened.size, consumer);
  } finally {
    closeSync(opened.descriptor);
  }
}

/** Reads a stream (standard input) as {@link readInputFile} reads a file. */
export async function readInputStream(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  consumer: InputConsumer,
): Promise<void> {
  const chunks = guarded(name, withHead(stream), consumer);
  await readChunks(name, chunks, Number.POSITIVE_INFINITY, consumer);
}

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** The chunks up to the first that cannot be read, which is reported; a fault of whoever takes them is not caught here. */
async function* guarded(name: string, chunks: Chunks, consumer: InputConsumer): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.iterator in chunks ? chunks[Symbol.iterator]() : chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        next = await iterator.next();
      } catch (error) {
        consumer.problem(unreadable(name, error));
        return;
      }
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Joins the first chunks of a stream until they are long enough to tell what it is. */
async function* withHead(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of stream) {
    if (head === undefined) yield chunk;
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < headBytes) continue;
      yield head;
      head = undefined;
    }
  }
  if (head !== undefined) yield head;
}

async function readChunks(name: string, chunks: Chunks, size: number, consumer: InputConsumer): Promise<void> {
  const text = new TextReader(name, consumer);
  let gzip: GzipReader | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (isFirst && isGzip(chunk)) {
      const content = chunk.length === size ? inflateWhole(chunk) : undefined;
      if (content !== undefined) return readContent(name, content, consumer);
      gzip = new GzipReader(name, (bytes) => text.push(bytes), consumer.problem);
    }
    isFirst = false;
    const goesOn = gzip === undefined ? text.push(chunk) : await pushGzip(gzip, chunk, consumer);
    if (!goesOn) break;
    await pause(consumer);
  }
  if (isFirst) consumer.problem(problem("empty file", name));
  gzip?.end();
  if (!isFirst) text.end();
}

/** Lets signals and timers in between chunks, and waits for whoever takes the results. */
async function pause(consumer: InputConsumer): Promise<void> {
  await nextTurn();
  await consumer.ready?.();
}

async function readContent(name: string, content: Uint8Array, consumer: InputConsumer): Promise<void> {
  const text = new TextReader(name, consumer);
  for (let at = 0; at < content.length; at += chunkBytes) {
    if (!text.push(content.subarray(at, at + chunkBytes))) break;
    await pause(consumer);
  }
  text.end();
}

async function pushGzip(gzip: GzipReader, chunk: Uint8Array, consumer: InputConsumer): Promise<boolean> {
  for (let at = 0; at < chunk.length; at += gzipPieceBytes) {
    if (!(await gzip.push(chunk.subarray(at, at + gzipPieceBytes)))) return false;
    await consumer.ready?.();
  }
  return true;
}

/** Compressed bytes after which a slow reader is waited for. */
const gzipPieceBytes = 64 << 10;

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
  #decoder: Utf16Reader | undefined;
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
    if (this.#decoder === undefined) return;
    this.#consumer.bytes(this.#decoder.end());
    if (!this.#decoder.isSound) this.#consumer.problem(problem("invalid UTF-16", this.#name, "replaced by U+FFFD"));
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
    if (utf16 !== undefined) this.#decoder = new Utf16Reader(utf16 === "utf-16be");
    this.#pass(bytes);
  }

  #pass(bytes: Uint8Array): void {
    this.#consumer.bytes(this.#decoder === undefined ? bytes : this.#decoder.push(bytes));
  }
}

/** UTF-16 in chunks cut anywhere to UTF-8; lone surrogates and half a unit at the end become U+FFFD. */
class Utf16Reader {
  isSound = true;
  readonly #decoder = new StringDecoder("utf16le");
  readonly #isBigEndian: boolean;
  /** The first half of a unit whose second half is yet to come. */
  #half: Uint8Array = new Uint8Array(0);
  #isFirst = true;

  constructor(isBigEndian: boolean) {
    this.#isBigEndian = isBigEndian;
  }

  push(bytes: Uint8Array): Uint8Array {
    const joined = Buffer.concat([this.#half, bytes]);
    const whole = joined.subarray(0, joined.length & ~1);
    this.#half = joined.subarray(whole.length);
    return this.#encode(this.#decoder.write(this.#isBigEndian ? whole.swap16() : whole));
  }

  end(): Uint8Array {
    return this.#encode(this.#decoder.end() + (this.#half.length > 0 ? "\ud800" : ""));
  }

  #encode(text: string): Uint8Array {
    const content = this.#isFirst && text.startsWith("\ufeff") ? text.slice(1) : text;
    if (text !== "") this.#isFirst = false;
    if (this.isSound) this.isSound = !loneSurrogate.test(content);
    return Buffer.from(content);
  }
}

const loneSurrogate = /\p{Surrogate}/u;

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
  return { reason: "not a log file", detail: "its content begins neither as JSON (`{` or `[`) nor as gzip" };
}
