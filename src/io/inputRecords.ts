import { isUtf8 } from "node:buffer";
import { RecordScanner, type RecordSpans, type ValueScan } from "../kernel/index.ts";
import { type InputProblem, problem } from "./inputProblem.ts";
import { readInputFile, readInputStream } from "./readInput.ts";
import type { TallyData } from "./tally.ts";

/** One record as it stands in the input; `bytes` and `spans` are only good during the call. */
export interface RecordPlace {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly spans: RecordSpans;
  /** Bytes from the start of the (decompressed) input. */
  readonly offset: number;
  /** False when the record holds bytes that are no UTF-8: they are read as U+FFFD. */
  readonly isSound: boolean;
}

/** What one input's records go to, and the account that is kept of them. */
export interface RecordReader {
  /** Counts files, bytes, records and rejections of the input. */
  readonly tally: TallyData;
  readonly values: ValueScan;
  readonly problem: (problem: InputProblem) => void;
  /** Takes a record; what it throws is a fault of ours, is reported and costs that record alone. */
  readonly record: (record: RecordPlace) => void;
  /** Called behind the last record, told whether the input as a whole had a fault already. */
  readonly ending?: (isRejected: boolean) => void;
  /** Waited for between chunks. */
  readonly ready?: () => Promise<void> | undefined;
}

/** Reads the records of one regular file; `content` is what a gzip file holds, where that is known. */
export function readFileRecords(path: string, reader: RecordReader, content?: Uint8Array): Promise<void> {
  return new InputRecords(path, reader).read((consumer) => readInputFile(path, consumer, content));
}

/** Reads the records of a stream, such as standard input. */
export function readStreamRecords(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  reader: RecordReader,
): Promise<void> {
  return new InputRecords(name, reader).read((consumer) => readInputStream(name, stream, consumer));
}

class InputRecords {
  readonly #name: string;
  readonly #reader: RecordReader;
  #isRejected = false;
  /** Whether every chunk so far is UTF-8 by itself: then every record is, and none needs to be looked at. */
  #isAllSound = true;
  #bytes: Uint8Array | undefined;
  #window: Buffer = Buffer.alloc(0);

  constructor(name: string, reader: RecordReader) {
    this.#name = name;
    this.#reader = reader;
  }

  async read(from: (consumer: Parameters<typeof readInputFile>[1]) => Promise<void>): Promise<void> {
    const { tally, values, ready } = this.#reader;
    tally.files++;
    const before = tally.records - tally.rejectedRecords;
    const scanner = new RecordScanner(
      {
        record: (bytes, start, end, spans, offset) => this.#record(this.#asBuffer(bytes), start, end, spans, offset),
        reject: (reason, offset, length) => {
          tally.records++;
          this.#problem(problem(reason, this.#name, `${length} bytes`, offset));
        },
      },
      values,
    );
    await from({
      bytes: (chunk) => {
        tally.bytes += chunk.length;
        this.#isAllSound &&= isUtf8(chunk);
        scanner.push(chunk);
      },
      problem: (found) => this.#problem(found),
      ...(ready === undefined ? {} : { ready }),
    });
    scanner.end();
    this.#reader.ending?.(this.#isRejected);
    if (tally.records - tally.rejectedRecords === before) this.#rejectFile();
  }

  /** A file with content and no event in it is an error, however well it was read. */
  #rejectFile(): void {
    this.#reader.tally.rejectedFiles++;
    if (!this.#isRejected) this.#problem(problem("no record in a non-empty file", this.#name));
  }

  #record(bytes: Buffer, start: number, end: number, spans: RecordSpans, offset: number): void {
    this.#reader.tally.records++;
    const isSound = this.#isAllSound || isUtf8(bytes.subarray(start, end));
    if (!isSound) this.#problem(problem("invalid UTF-8", this.#name, "replaced by U+FFFD", offset));
    try {
      this.#reader.record({ bytes, start, end, spans, offset, isSound });
    } catch (error) {
      this.#problem(problem("fault of eqlite", this.#name, String(error), offset));
    }
  }

  #problem(found: InputProblem): void {
    if (found.effect === "record rejected") this.#reader.tally.rejectedRecords++;
    if (found.effect === "file rejected") this.#isRejected = true;
    this.#reader.problem(found);
  }

  /** The window as a Buffer, made once per window. */
  #asBuffer(bytes: Uint8Array): Buffer {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#window;
  }
}
