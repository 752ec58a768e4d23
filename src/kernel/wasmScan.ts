import { scannerModule } from "./generated/scanner.ts";
import { JsonScan, newSpans, type RecordSpans, type ValueScan } from "./jsonScan.ts";
import { ScalarSearch } from "./literalSearch.ts";
import { type LiteralSet, mostLiterals } from "./literalSet.ts";
import { type KnownPlaces, MemberPlaces, MemberScan, mostMembers } from "./memberScan.ts";
import { type MemberTuples, mostPaths, numberOfTuple } from "./memberTuples.ts";
import { textTable, textTableBytes } from "./textNumbers.ts";

const pageBytes = 65_536;
/** Pages before the window: two for answers, some for the tables of the literal search, the rest for the texts. */
const answerPages = 2;
const literalPages = 3;
const textsAt = (answerPages + literalPages) * pageBytes;
const headPages = answerPages + literalPages + Math.ceil(textTableBytes / pageBytes);
const windowAt = headPages * pageBytes;

interface Exports {
  readonly scanValue: (start: number, end: number) => number;
  readonly scanString: (start: number, end: number) => number;
  readonly scanMembers: (start: number, end: number, known: number) => number;
  readonly findLiterals: (table: number, start: number, end: number) => void;
  readonly numberText: (table: number, start: number, end: number) => number;
  readonly numberMembers: (texts: number, tuple: number) => number;
  readonly forgetNumbers: (texts: number) => void;
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

/** Where the answer of assembly/memberScan.ts lies. */
const placesAt = 1024;

/** Where the answer of assembly/literalSearch.ts lies. */
const foundAt = 512;

/** Where it leaves the places of members with a known path. */
const knownAt = pageBytes;

/** Where a text is put that lies elsewhere, to be numbered. */
const scratchAt = 57_344;

/** Where the table of known paths lies, up to the end of the second page. */
const tuplesAt = pageBytes + 8192;

/** Bytes behind the window that the module may read, and never counts. */
const slack = 16;

class WasmScan implements ValueScan {
  at = 0;
  isFull = false;
  readonly spans: RecordSpans = newSpans();
  readonly #memory = new WebAssembly.Memory({ initial: headPages });
  readonly #exports: Exports;
  #words: Int32Array;
  #found: Int32Array;
  #places: Int32Array;
  #known: Int32Array;
  /** One object for all records. */
  #knownPlaces: KnownPlaces | undefined;
  /** Whose table lies in memory, and the places of the object last scanned with it. */
  #tuples: MemberTuples | undefined;
  #present: MemberPlaces | undefined;
  readonly #scalarMembers = new MemberScan();
  #window: Uint8Array;
  readonly #scalar = new ScalarSearch();
  /** By set: where its table lies. */
  readonly #tables = new Map<LiteralSet, number>();
  #freeAt = answerPages * pageBytes;
  /** The bytes last searched and their address, −1 when they lie elsewhere: asking is slower than remembering. */
  #searched: Uint8Array | undefined;
  #searchedAt = -1;

  constructor(module: object) {
    const abort = () => {
      throw new Error("the scanner left its memory");
    };
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory, abort } });
    this.#exports = instance.exports as unknown as Exports;
    this.#words = new Int32Array(this.#memory.buffer, 0, 16);
    this.#found = new Int32Array(this.#memory.buffer, foundAt, mostLiterals / 32);
    this.#places = new Int32Array(this.#memory.buffer, placesAt, 4 * mostMembers);
    this.#known = new Int32Array(this.#memory.buffer, knownAt, 4 * mostPaths);
    this.#window = new Uint8Array(0);
  }

  buffer(size: number): Uint8Array {
    if (this.#window.length >= size) return this.#window;
    const wanted = Math.max(size, this.#window.length * 2) + slack;
    const pages = Math.ceil(wanted / pageBytes) + headPages - this.#memory.buffer.byteLength / pageBytes;
    // Growing keeps the content and its addresses; only the views must be made anew.
    this.#memory.grow(pages);
    this.#words = new Int32Array(this.#memory.buffer, 0, 16);
    this.#found = new Int32Array(this.#memory.buffer, foundAt, mostLiterals / 32);
    this.#places = new Int32Array(this.#memory.buffer, placesAt, 4 * mostMembers);
    this.#known = new Int32Array(this.#memory.buffer, knownAt, 4 * mostPaths);
    this.#knownPlaces &&= { ...this.#knownPlaces, places: this.#known };
    this.#present = undefined;
    this.#window = new Uint8Array(this.#memory.buffer, windowAt, this.#memory.buffer.byteLength - windowAt - slack);
    return this.#window;
  }

  value(bytes: Uint8Array, start: number, end: number): number {
    this.#check(bytes);
    const stop = this.#exports.scanValue(windowAt + start, windowAt + end);
    if (stop < 0) return this.#fail(stop);
    this.#readSpans();
    return stop - windowAt;
  }

  string(bytes: Uint8Array, start: number, end: number): number {
    this.#check(bytes);
    const stop = this.#exports.scanString(windowAt + start, windowAt + end);
    return stop < 0 ? this.#fail(stop) : stop - windowAt;
  }

  members(bytes: Uint8Array, start: number, end: number, tuples?: MemberTuples): MemberPlaces | undefined {
    if (bytes !== this.#searched) this.#take(bytes);
    const at = this.#searchedAt;
    this.#present = undefined;
    if (at < 0) return this.#scalarMembers.members(bytes, start, end);
    if (tuples !== this.#tuples) this.#know(tuples);
    const count = this.#exports.scanMembers(at + start, at + end, tuples === undefined ? 0 : tuplesAt);
    if (count < 0) return undefined;
    return (this.#present = new MemberPlaces(bytes, this.#places, count, at, this.#knownPlaces));
  }

  numberOfTuple(places: MemberPlaces, tuples: MemberTuples, tuple: number): number {
    const { at } = tuples.tuples[tuple]!;
    if (places !== this.#present || tuples !== this.#tuples) return numberOfTuple(places, tuples.tuples[tuple]!, this);
    const number = this.#exports.numberMembers(textsAt, tuplesAt + at);
    if (number === -1) this.isFull = true;
    return number;
  }

  #know(tuples: MemberTuples | undefined): void {
    this.#tuples = tuples;
    this.#knownPlaces = tuples && { paths: tuples.paths, places: this.#known };
    if (tuples === undefined) return;
    if (tuplesAt + tuples.table.length > answerPages * pageBytes)
      throw new Error("too many members to tell records by");
    new Uint8Array(this.#memory.buffer, tuplesAt, tuples.table.length).set(tuples.table);
  }

  literals(set: LiteralSet, bytes: Uint8Array, start: number, end: number): Int32Array {
    if (bytes !== this.#searched) this.#take(bytes);
    if (set.table === undefined || this.#searchedAt < 0) return this.#scalar.literals(set, bytes, start, end);
    const table = this.#tables.get(set) ?? this.#place(set, set.table);
    this.#exports.findLiterals(table, this.#searchedAt + start, this.#searchedAt + end);
    return this.#found;
  }

  numberOf(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > textTable.longest) return -2;
    if (bytes !== this.#searched) this.#take(bytes);
    const from = this.#searchedAt < 0 ? this.#copied(bytes, start, end) : this.#searchedAt + start;
    const number = this.#exports.numberText(textsAt, from, from + end - start);
    if (number === -1) this.isFull = true;
    return number;
  }

  forgetTexts(): void {
    this.#exports.forgetNumbers(textsAt);
    this.isFull = false;
  }

  #copied(bytes: Uint8Array, start: number, end: number): number {
    new Uint8Array(this.#memory.buffer, scratchAt, end - start).set(bytes.subarray(start, end));
    return scratchAt;
  }

  #take(bytes: Uint8Array): void {
    this.#searched = bytes;
    this.#searchedAt = bytes.buffer === this.#window.buffer ? bytes.byteOffset : -1;
  }

  /** Puts a set's table behind the others, or in place of them all when they leave no room. */
  #place(set: LiteralSet, table: Uint8Array): number {
    if (this.#freeAt + table.length > textsAt) {
      this.#tables.clear();
      this.#freeAt = answerPages * pageBytes;
    }
    const at = this.#freeAt;
    new Uint8Array(this.#memory.buffer, at, table.length).set(table);
    this.#tables.set(set, at);
    this.#freeAt += table.length;
    return at;
  }

  #check(bytes: Uint8Array): void {
    if (bytes !== this.#window) throw new Error("a window must lie in the scan's own buffer");
  }

  #fail(stop: number): number {
    this.at = this.#words[word.failedAt]! - windowAt;
    return stop;
  }

  #readSpans(): void {
    const words = this.#words;
    const spans = this.spans;
    spans.nameStart = offset(words[word.name]!);
    spans.nameEnd = words[word.name + 1]! - windowAt;
    spans.sourceStart = offset(words[word.source]!);
    spans.sourceEnd = words[word.source + 1]! - windowAt;
    spans.timeStart = offset(words[word.time]!);
    spans.timeEnd = words[word.time + 1]! - windowAt;
    spans.idStart = offset(words[word.id]!);
    spans.idEnd = words[word.id + 1]! - windowAt;
    spans.plain = words[word.plain] === 1;
  }
}

/** Offset in the window of an address; −1 stays −1. */
function offset(address: number): number {
  return address < 0 ? -1 : address - windowAt;
}
