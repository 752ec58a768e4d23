import type { EventView, ValueNumbers, Values } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import { KnownByNumber } from "../../ecs/knownByNumber.ts";
import type { Scalar } from "../../ecs/value.ts";
import type { SeenValues } from "../hit.ts";
import { GrowingColumn, type Numbers } from "./growingColumn.ts";
import { type IdWords, PackedIds } from "./packedIds.ts";
import { ValueDictionary } from "./valueDictionary.ts";

/** How much a rule may keep. */
export interface RowLimits {
  readonly rows: number;
  /** For distinct values. */
  readonly dictionaryBytes: number;
}

/** About 400 MB for a rule that reads eight fields. */
const defaultLimits: RowLimits = { rows: 5_000_000, dictionaryBytes: 256 << 20 };

/** Dropping repetitions goes on as long as it frees this share of the rows. */
const worthwhileShare = 0.25;

/** Rows by time, then id, then values, each once; numbered from 0. */
export interface Rows {
  readonly count: number;
  readonly atMs: (row: number) => number;
  /** Of every row, ascending; made anew. */
  readonly times: () => Float64Array;
  readonly id: (row: number) => string;
  /** `_index`. */
  readonly index: (row: number) => string;
  /** Of the field at that place; shared, in document order. */
  readonly values: (row: number, column: number) => readonly Scalar[];
  /** Numbers the values of the field at that place: two rows have one number exactly if they have equal values. */
  readonly cell: (row: number, column: number) => number;
  /** The first row at or after a time. */
  readonly firstAt: (ms: number) => number;
}

/** The rows of a store, in no particular order and possibly repeated, as they cross threads. */
export interface PackedRows {
  readonly times: Numbers;
  readonly handles: Numbers;
  readonly ids: IdWords;
  /** Row by row the numbers of the lists. */
  readonly cells: Numbers;
  readonly lists: readonly (readonly Scalar[])[];
  readonly lost: number;
}

/**
 * What a rule that counts its events keeps of them: of each its time, its id and the values of a few fields.
 *
 * A row takes 4 bytes for each field and 32 for its time and id; each distinct value is kept once. An event that comes
 * twice with the same values counts once. One that comes with other values, at another time or in another index counts as
 * one more: a forged copy can do what a forged record could, and cannot hide the real one. Rows beyond the limits are
 * dropped and counted; which those are depends on the order of arrival, all else does not.
 */
export class RowStore {
  readonly #limits: RowLimits;
  readonly #dictionary: ValueDictionary;
  readonly #ids = new PackedIds();
  readonly #times = new GrowingColumn((length) => new Float64Array(length));
  readonly #handles = new GrowingColumn((length) => new Float64Array(length));
  /** Row by row the index, then each field. */
  readonly #cells = new GrowingColumn((length) => new Int32Array(length));
  /** How many cells a row has, and those of the row that is being added. */
  readonly #width: number;
  readonly #row: Int32Array;
  /** The index that came last. */
  #lastIndex = "";
  #cellOfIndex: number | undefined;
  /** By field the cells of values that have numbers, each and one more. */
  readonly #known: KnownByNumber<Int32Array>[] = [];
  /** By field the list that came last without a number, and its cell. */
  readonly #lastValues: Values[] = [];
  readonly #lastCells: (number | undefined)[] = [];
  #rows: Rows | undefined;
  #isWorthCompacting = true;
  #lost = 0;

  constructor(fields: number, limits: RowLimits = defaultLimits) {
    this.#limits = limits;
    this.#dictionary = new ValueDictionary(limits.dictionaryBytes);
    this.#width = fields + 1;
    this.#row = new Int32Array(this.#width);
  }

  /** Rows that are kept, repeated ones among them. */
  get size(): number {
    return this.#times.length;
  }

  /** How many rows were dropped for lack of room. */
  get lost(): number {
    return this.#lost;
  }

  /** One list of values for each field. */
  add(atMs: number, id: string, index: string, values: readonly Values[]): void {
    if (this.#hasRoom() && this.#isRow(index, (at) => this.#dictionary.cell(values[at]!)))
      this.#push(atMs, this.#ids.add(id));
    else this.#lost++;
  }

  /** The same without reading values that are known by their numbers; all are of the same fields. */
  addSeen(atMs: number, id: string, index: string, { view, fields }: SeenValues): void {
    const { numbers } = view;
    const cellOf = (at: number) => this.#cellSeen(at, fields[at]!, view, numbers);
    if (this.#hasRoom() && this.#isRow(index, cellOf)) this.#push(atMs, this.#ids.add(id));
    else this.#lost++;
  }

  #cellSeen(at: number, field: Field, view: EventView, numbers: ValueNumbers | undefined): number | undefined {
    const known = (this.#known[at] ??= new KnownByNumber(field, (length) => new Int32Array(length)));
    const number = known.numberIn(view, numbers);
    if (number < 0) return this.#cellOfShared(at, view.values(field));
    const cell = known.get(number);
    if (cell > 0) return cell - 1;
    const made = this.#dictionary.cell(view.values(field));
    if (made !== undefined) known.set(number, made + 1);
    return made;
  }

  /** Lists are shared where they come again at once, as what a rule decides of its alerts does. */
  #cellOfShared(at: number, values: Values): number | undefined {
    if (this.#lastValues[at] === values) return this.#lastCells[at];
    this.#lastValues[at] = values;
    return (this.#lastCells[at] = this.#dictionary.cell(values));
  }

  #hasRoom(): boolean {
    if (this.#times.length >= this.#limits.rows && this.#isWorthCompacting) this.#compact();
    return this.#times.length < this.#limits.rows;
  }

  /** Puts a row together; false when one of its values has no room. */
  #isRow(index: string, cellOf: (at: number) => number | undefined): boolean {
    if (this.#cellOfIndex === undefined || index !== this.#lastIndex) {
      this.#lastIndex = index;
      this.#cellOfIndex = this.#dictionary.cell([index]);
    }
    let cell = this.#cellOfIndex;
    for (let at = 0; cell !== undefined; at++) {
      this.#row[at] = cell;
      if (at + 1 === this.#width) return true;
      cell = cellOf(at);
    }
    return false;
  }

  /** Adds the row that was put together. */
  #push(atMs: number, handle: number): void {
    this.#times.push(atMs);
    this.#handles.push(handle);
    this.#cells.appendFew(this.#row);
    this.#rows = undefined;
  }

  /** The rows as they can be posted to another thread. */
  packed(): PackedRows {
    return {
      times: this.#times.copy(),
      handles: this.#handles.copy(),
      ids: this.#ids.copy(),
      cells: this.#cells.copy(),
      lists: this.#dictionary.lists(),
      lost: this.#lost,
    };
  }

  /** Adds the rows of another store with the same fields. */
  merge({ times, handles, ids, cells, lists, lost }: PackedRows): void {
    this.#rows = undefined;
    this.#lost += lost;
    if (this.#times.length === 0 && this.#dictionary.isEmpty && times.length <= this.#limits.rows) {
      this.#adopt({ times, handles, ids, cells, lists });
      return;
    }
    const handleOf = this.#ids.append(ids);
    const cellOf = Int32Array.from(lists, (list) => this.#dictionary.cell(list) ?? -1);
    for (let row = 0; row < times.length; row++) {
      const isKept = this.#hasRoom() && this.#isMoved(cells, row * this.#width, cellOf);
      if (isKept) this.#push(times[row]!, handleOf(handles[row]!));
      else this.#lost++;
    }
  }

  /** Takes all rows as they are. */
  #adopt({ times, handles, ids, cells, lists }: Omit<PackedRows, "lost">): void {
    this.#dictionary.adopt(lists);
    // The first ids have the handles that they had.
    this.#ids.append(ids);
    this.#times.append(times);
    this.#handles.append(handles);
    this.#cells.append(cells);
  }

  /** Puts together the row of other cells that begins at a place; false when one of its values has no room. */
  #isMoved(cells: Numbers, from: number, cellOf: Int32Array): boolean {
    for (let at = 0; at < this.#width; at++) {
      const cell = cellOf[cells[from + at]!]!;
      if (cell < 0) return false;
      this.#row[at] = cell;
    }
    return true;
  }

  /** The rows so far; numbers stay valid until the next `add`. */
  rows(): Rows {
    this.#rows ??= this.#rowsIn(this.#order());
    return this.#rows;
  }

  #compact(): void {
    const order = this.#order();
    const freed = this.#times.length - order.length;
    this.#isWorthCompacting = freed >= this.#times.length * worthwhileShare;
    this.#times.gather(order);
    this.#handles.gather(order);
    this.#cells.gather(order, this.#width);
  }

  #order(): Uint32Array {
    const order = this.#ascending();
    let kept = 0;
    for (let at = 0; at < order.length; at++) {
      const place = order[at]!;
      if (kept === 0 || this.#compare(order[kept - 1]!, place) !== 0) order[kept++] = place;
    }
    return order.subarray(0, kept);
  }

  #ascending(): Uint32Array {
    const order = new Uint32Array(this.#times.length);
    for (let place = 0; place < order.length; place++) order[place] = place;
    if (this.#isSorted()) return order;
    const keys = this.#timeKeys();
    if (keys === undefined) return order.sort((a, b) => this.#compare(a, b));
    keys.sort();
    for (let at = 0; at < keys.length; at++) order[at] = keys[at]! % keys.length;
    this.#sortAlike(order);
    return order;
  }

  /** A number for each row that orders rows by time, and tells the row; undefined where none does exactly. */
  #timeKeys(): Float64Array | undefined {
    const count = this.#times.length;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      const atMs = this.#times.at(row);
      if (!Number.isInteger(atMs)) return undefined;
      if (atMs < first) first = atMs;
      if (atMs > last) last = atMs;
    }
    if (!((last - first + 1) * count <= Number.MAX_SAFE_INTEGER)) return undefined;
    const keys = new Float64Array(count);
    for (let row = 0; row < count; row++) keys[row] = (this.#times.at(row) - first) * count + row;
    return keys;
  }

  /** Orders rows that are ordered by time where several have the same. */
  #sortAlike(order: Uint32Array): void {
    for (let from = 0, to = 1; from < order.length; from = to++) {
      const atMs = this.#times.at(order[from]!);
      while (to < order.length && this.#times.at(order[to]!) === atMs) to++;
      if (to - from > 1) order.subarray(from, to).sort((a, b) => this.#compare(a, b));
    }
  }

  #isSorted(): boolean {
    for (let place = 1; place < this.#times.length; place++) if (this.#compare(place - 1, place) > 0) return false;
    return true;
  }

  #compare(a: number, b: number): number {
    const order = this.#times.at(a) - this.#times.at(b) || this.#ids.compare(this.#handles.at(a), this.#handles.at(b));
    if (order !== 0) return order;
    for (let at = 0; at < this.#width; at++) {
      const byValue = this.#dictionary.compare(this.#cell(a, at), this.#cell(b, at));
      if (byValue !== 0) return byValue;
    }
    return 0;
  }

  #cell(place: number, at: number): number {
    return this.#cells.at(place * this.#width + at);
  }

  #rowsIn(order: Uint32Array): Rows {
    const atMs = (row: number) => this.#times.at(order[row]!);
    return {
      count: order.length,
      atMs,
      times: () => {
        const times = new Float64Array(order.length);
        for (let row = 0; row < times.length; row++) times[row] = atMs(row);
        return times;
      },
      id: (row) => this.#ids.get(this.#handles.at(order[row]!)),
      index: (row) => String(this.#dictionary.values(this.#cell(order[row]!, 0))[0]),
      values: (row, column) => this.#dictionary.values(this.#cell(order[row]!, column + 1)),
      cell: (row, column) => this.#cell(order[row]!, column + 1),
      firstAt: (ms) => firstAtOrAfter(order.length, atMs, ms),
    };
  }
}

/** The first of `count` places, whose times ascend, that is not before a time; `count` if there is none. */
export function firstAtOrAfter(count: number, atMs: (place: number) => number, ms: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atMs(middle) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
