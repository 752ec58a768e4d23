import { scannerModule } from "./generated/scanner.ts";
import { JsonScan, newSpans, type RecordSpans, type ValueScan } from "./jsonScan.ts";

const pageBytes = 65_536;

interface Exports {
  readonly scanValue: (start: number, end: number) => number;
  readonly scanString: (start: number, end: number) => number;
}

/** What is used of the WebAssembly API, so that no browser or Node type library is needed. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (pages: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

let compiled: object | undefined;

/**
 * The fastest scan that runs here: WebAssembly with SIMD, else the scalar {@link JsonScan}. Both answer alike.
 *
 * One scan serves one reader at a time; make it once and hand it to every {@link RecordScanner} of a thread.
 */
export function fastestScan(): ValueScan {
  try {
    compiled ??= new WebAssembly.Module(scannerModule);
    return new WasmScan(compiled);
  } catch {
    return new JsonScan();
  }
}

/** Order of the answers that assembly/jsonScan.ts keeps in its first page, in 32-bit words. */
const word = { name: 0, source: 2, time: 4, id: 6, plain: 8, failedAt: 9 } as const;

/** Bytes behind the window that the module may read, and never counts. */
const slack = 16;

class WasmScan implements ValueScan {
  at = 0;
  readonly spans: RecordSpans = newSpans();
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #exports: Exports;
  #words: Int32Array;
  #window: Uint8Array;

  constructor(module: object) {
    const abort = () => {
      throw new Error("the scanner left its memory");
    };
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory, abort } });
    this.#exports = instance.exports as unknown as Exports;
    this.#words = new Int32Array(this.#memory.buffer, 0, 16);
    this.#window = new Uint8Array(0);
  }

  buffer(size: number): Uint8Array {
    if (this.#window.length >= size) return this.#window;
    const wanted = Math.max(size, this.#window.length * 2) + slack;
    const pages = Math.ceil(wanted / pageBytes) + 1 - this.#memory.buffer.byteLength / pageBytes;
    // Growing keeps the content and its addresses; only the views must be made anew.
    this.#memory.grow(pages);
    this.#words = new Int32Array(this.#memory.buffer, 0, 16);
    this.#window = new Uint8Array(this.#memory.buffer, pageBytes, this.#memory.buffer.byteLength - pageBytes - slack);
    return this.#window;
  }

  value(bytes: Uint8Array, start: number, end: number): number {
    this.#check(bytes);
    const stop = this.#exports.scanValue(pageBytes + start, pageBytes + end);
    if (stop < 0) return this.#fail(stop);
    this.#readSpans();
    return stop - pageBytes;
  }

  string(bytes: Uint8Array, start: number, end: number): number {
    this.#check(bytes);
    const stop = this.#exports.scanString(pageBytes + start, pageBytes + end);
    return stop < 0 ? this.#fail(stop) : stop - pageBytes;
  }

  #check(bytes: Uint8Array): void {
    if (bytes !== this.#window) throw new Error("a window must lie in the scan's own buffer");
  }

  #fail(stop: number): number {
    this.at = this.#words[word.failedAt]! - pageBytes;
    return stop;
  }

  #readSpans(): void {
    const words = this.#words;
    const spans = this.spans;
    spans.nameStart = offset(words[word.name]!);
    spans.nameEnd = words[word.name + 1]! - pageBytes;
    spans.sourceStart = offset(words[word.source]!);
    spans.sourceEnd = words[word.source + 1]! - pageBytes;
    spans.timeStart = offset(words[word.time]!);
    spans.timeEnd = words[word.time + 1]! - pageBytes;
    spans.idStart = offset(words[word.id]!);
    spans.idEnd = words[word.id + 1]! - pageBytes;
    spans.plain = words[word.plain] === 1;
  }
}

/** Offset in the window of an address; −1 stays −1. */
function offset(address: number): number {
  return address < 0 ? -1 : address - pageBytes;
}
