import { crc32, createInflateRaw, type InflateRaw, inflateRawSync } from "node:zlib";
import { type InputProblem, problem } from "./inputProblem.ts";

/** Compressed bytes inflated at a time, and inflated bytes handed over at a time. */
const sliceBytes = 64 << 10;
/** Inflating in one call stops at this much output. */
const wholeOutputBytes = 48 << 20;
/** Deflate makes no more than so many bytes of one. */
const bestRatio = 1032;
/** A gzip stream may inflate to 256 MiB, or to 200 times its size if that is more; real logs stay below 30 times. */
const bombFloorBytes = 256 << 20;
const bombRatio = 200;
/** So many members may be tiny; beyond, they must hold this much on average, since each costs time of its own. */
const freeMembers = 10_000;
const memberBytes = 64;

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file of one member, in one call: the quick way for the many small files of a trail.
 *
 * Answers nothing when anything at all is wrong, too large or behind the member; then {@link GzipReader} looks at it
 * piece by piece.
 */
export function inflateWhole(compressed: Uint8Array): Uint8Array | undefined {
  const header = headerLength(compressed);
  return header <= 0 ? undefined : inflateMember(compressed.subarray(header));
}

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

function inflateMember(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 8) return undefined;
  const trailer = bytes.subarray(bytes.length - 8);
  const stated = Math.min(viewOf(trailer).getUint32(4, true), bytes.length * bestRatio, wholeOutputBytes);
  const options = { info: true, chunkSize: Math.max(1024, stated + 1), maxOutputLength: wholeOutputBytes };
  try {
    const { buffer, engine } = inflateRawSync(bytes, options) as unknown as Inflated;
    const isAll = engine.bytesWritten === bytes.length - trailer.length;
    return isAll && isTrailerOf(trailer, { crc: crc32(buffer), size: buffer.length }) ? buffer : undefined;
  } catch {
    return undefined;
  }
}

/** A member that ends within the bytes and inflates to little, in one call: making a stream for it costs ten times that. */
function inflateSmall(bytes: Uint8Array): (MemberEnd & { content: Uint8Array; used: number }) | undefined {
  try {
    const options = { info: true, chunkSize: 1024, maxOutputLength: sliceBytes };
    const { buffer, engine } = inflateRawSync(bytes.subarray(0, sliceBytes), options) as unknown as Inflated;
    return { content: buffer, used: engine.bytesWritten, crc: crc32(buffer), size: buffer.length };
  } catch {
    return undefined;
  }
}

/** What the trailer of a member has to state. */
interface MemberEnd {
  readonly crc: number;
  readonly size: number;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A member ends with the CRC-32 and the size, modulo 2³², of its content (RFC 1952 §2.3.1). */
function isTrailerOf(trailer: Uint8Array, { crc, size }: MemberEnd): boolean {
  const view = viewOf(trailer);
  return view.getUint32(0, true) === crc && view.getUint32(4, true) === size % 2 ** 32;
}

/** Longest header read; names and comments are for people. */
const longestHeader = 64 << 10;

/** Length of the member header that the bytes begin with; 0 when more bytes are needed, −1 when it is none. */
function headerLength(bytes: Uint8Array): number {
  const magic = [0x1f, 0x8b, 0x08];
  for (let i = 0; i < Math.min(3, bytes.length); i++) if (bytes[i] !== magic[i]) return -1;
  if (bytes.length < 10) return 0;
  const flags = bytes[3]!;
  if ((flags & 0xe0) !== 0) return -1;
  let at = 10;
  if ((flags & 4) !== 0) {
    if (bytes.length < 12) return 0;
    at = 12 + bytes[10]! + bytes[11]! * 256;
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return bytes.length > longestHeader ? -1 : 0;
    at = end + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at <= bytes.length ? at : 0;
}

/**
 * Inflates gzip that arrives in chunks, with bounded memory, and hands over what precedes a fault: all that precedes a
 * cut, and all but the last 64 KiB at most before corrupt bytes, since zlib gives nothing of a piece that it fails in.
 *
 * Several members in a row are one content. Wrong checksums, truncation, bytes behind the last member and streams that
 * inflate beyond reason are reported; zero bytes behind the last member are padding.
 */
export class GzipReader {
  readonly #name: string;
  /** Takes inflated bytes; answers false when no more are wanted. */
  readonly #take: (bytes: Uint8Array) => boolean;
  readonly #report: (problem: InputProblem) => void;
  #state: "header" | "body" | "trailer" | "trailing" | "over" = "header";
  /** Bytes of a header or trailer that is not complete yet. */
  #pending: Uint8Array = new Uint8Array(0);
  #member: Member | undefined;
  #end: MemberEnd | undefined;
  #members = 0;
  #read = 0;
  #inflated = 0;
  #trailing = 0;

  constructor(name: string, take: (bytes: Uint8Array) => boolean, report: (problem: InputProblem) => void) {
    this.#name = name;
    this.#take = take;
    this.#report = report;
  }

  /** False once nothing more can come of it. */
  async push(chunk: Uint8Array): Promise<boolean> {
    this.#read += chunk.length;
    let bytes: Uint8Array = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#pending = new Uint8Array(0);
    while (bytes.length > 0 && this.#state !== "over") {
      const before = this.#state;
      const used = await this.#step(bytes);
      if (used === 0 && this.#state === before) {
        // The chunk's memory is used again.
        this.#pending = Uint8Array.from(bytes);
        return true;
      }
      bytes = bytes.subarray(used);
    }
    return this.#state !== "over";
  }

  /** Says that the input is complete. */
  end(): void {
    if (this.#trailing > 0) this.#problem("bytes after the gzip data", `${this.#trailing} bytes`);
    const isWhole =
      this.#state === "over" || this.#state === "trailing" || (this.#state === "header" && this.#pending.length === 0);
    if (!isWhole) this.#problem("truncated gzip", `${this.#inflated} bytes could be read before the end`);
    this.#member?.destroy();
  }

  /** How many bytes were used; 0 asks for more of them, unless the state has changed. */
  async #step(bytes: Uint8Array): Promise<number> {
    switch (this.#state) {
      case "header":
        return this.#header(bytes);
      case "body":
        return this.#member === undefined ? this.#begin(bytes) : this.#body(bytes.subarray(0, sliceBytes));
      case "trailer":
        return this.#trailer(bytes);
      default:
        return this.#behind(bytes);
    }
  }

  #header(bytes: Uint8Array): number {
    const length = headerLength(bytes);
    if (length < 0 && this.#members > 0) {
      this.#state = "trailing";
      return this.#behind(bytes);
    }
    if (length < 0) this.#stop("corrupt gzip", "no gzip header");
    if (length <= 0) return 0;
    this.#state = "body";
    return length;
  }

  /** Files of one member are the rule; behind the first, small ones are to be expected. */
  #begin(bytes: Uint8Array): number | Promise<number> {
    const small = this.#members > 0 ? inflateSmall(bytes) : undefined;
    if (small === undefined) {
      this.#member = new Member((inflated) => this.#pass(inflated));
      return this.#body(bytes.subarray(0, sliceBytes));
    }
    this.#end = small;
    this.#state = "trailer";
    this.#pass(small.content);
    return small.used;
  }

  #behind(bytes: Uint8Array): number {
    if (bytes.some((byte) => byte !== 0)) this.#trailing += bytes.length;
    return bytes.length;
  }

  async #body(slice: Uint8Array): Promise<number> {
    const { used, isEnd, failure } = await this.#member!.write(slice);
    if (failure !== undefined && this.#state !== "over") {
      this.#stop("corrupt gzip", `${failure}; ${this.#inflated} bytes could be read before it`);
    } else if (isEnd && this.#state !== "over") {
      this.#end = this.#member;
      this.#state = "trailer";
    }
    return used;
  }

  #trailer(bytes: Uint8Array): number {
    if (bytes.length < 8) return 0;
    if (!isTrailerOf(bytes.subarray(0, 8), this.#end!))
      this.#problem("corrupt gzip", "the checksum differs; all of it could be read");
    this.#member?.destroy();
    this.#member = undefined;
    this.#members++;
    this.#state = "header";
    if (this.#members > freeMembers && this.#inflated < this.#members * memberBytes)
      this.#stop("gzip bomb", `${this.#members} members of less than ${memberBytes} bytes each; stopped`);
    return 8;
  }

  #pass(bytes: Uint8Array): void {
    if (this.#state === "over") return;
    this.#inflated += bytes.length;
    if (this.#inflated > Math.max(bombFloorBytes, this.#read * bombRatio)) {
      this.#stop("gzip bomb", `inflates to more than ${bombRatio} times its size; stopped`);
    } else if (!this.#take(bytes)) this.#state = "over";
  }

  #stop(reason: "corrupt gzip" | "gzip bomb", detail: string): void {
    this.#state = "over";
    this.#problem(reason, detail);
  }

  #problem(
    reason: "corrupt gzip" | "truncated gzip" | "gzip bomb" | "bytes after the gzip data",
    detail: string,
  ): void {
    this.#report(problem(reason, this.#name, detail, this.#inflated));
  }
}

/** One deflate stream; zlib itself sees neither header nor checksum, so that a bad one costs no content. */
class Member {
  readonly #inflate: InflateRaw = createInflateRaw({ chunkSize: sliceBytes });
  #fed = 0;
  #failure: string | undefined;
  crc = 0;
  size = 0;

  constructor(take: (bytes: Uint8Array) => void) {
    this.#inflate.on("data", (bytes: Buffer) => {
      this.crc = crc32(bytes, this.crc);
      this.size += bytes.length;
      take(bytes);
    });
    this.#inflate.on("error", (error) => {
      this.#failure = error.message;
    });
  }

  /** Inflates a slice; at the end of the stream it is used in part, or not at all. */
  async write(slice: Uint8Array): Promise<{ used: number; isEnd: boolean; failure: string | undefined }> {
    this.#fed += slice.length;
    // zlib works on another thread, and the caller uses the slice's memory again.
    const own = Buffer.from(slice);
    await new Promise<void>((resolve) => {
      const done = () => resolve();
      this.#inflate.once("error", done);
      this.#inflate.write(own, () => {
        this.#inflate.off("error", done);
        resolve();
      });
    });
    const unused = this.#fed - this.#inflate.bytesWritten;
    return { used: slice.length - unused, isEnd: unused > 0, failure: this.#failure };
  }

  destroy(): void {
    this.#inflate.destroy();
  }
}
