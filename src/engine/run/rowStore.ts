import type { EventView, Values } from "../../ecs/event.ts";
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
  /** By column the number of each row's list. */
  readonly columns: readonly Numbers[];
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
  /** The index, then each field. */
  readonly #columns: readonly GrowingColumn[];
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
    this.#columns = Array.from({ length: fields + 1 }, () => new GrowingColumn((length) => new Int32Array(length)));
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
    this.#add(atMs, id, () => this.#cellsOf(index, values.length, (at) => this.#dictionary.cell(values[at]!)));
  }

  /** The same without reading values that are known by their numbers; all are of the same fields. */
  addSeen(atMs: number, id: string, index: string, { view, fields }: SeenValues): void {
    this.#add(atMs, id, () => this.#cellsOf(index, fields.length, (at) => this.#cellSeen(at, fields[at]!, view)));
  }

  #cellSeen(at: number, field: Field, view: EventView): number | undefined {
    const known = (this.#known[at] ??= new KnownByNumber(field, (length) => new Int32Array(length)));
    const number = known.numberIn(view);
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

  #add(atMs: number, id: string, cellsOf: () => number[] | undefined): void {
    if (this.#times.length >= this.#limits.rows && this.#isWorthCompacting) this.#compact();
    const cells = this.#times.length >= this.#limits.rows ? undefined : cellsOf();
    if (cells === undefined) {
      this.#lost++;
      return;
    }
    this.#times.push(atMs);
    this.#handles.push(this.#ids.add(id));
    for (let at = 0; at < cells.length; at++) this.#columns[at]!.push(cells[at]!);
    this.#rows = undefined;
  }

  /** The rows as they can be posted to another thread. */
  packed(): PackedRows {
    return {
      times: this.#times.copy(),
      handles: this.#handles.copy(),
      ids: this.#ids.copy(),
      columns: this.#columns.map((column) => column.copy()),
      lists: this.#dictionary.lists(),
      lost: this.#lost,
    };
  }

  /** Adds the rows of another store with the same fields. */
  merge({ times, handles, ids, columns, lists, lost }: PackedRows): void {
    this.#rows = undefined;
    this.#lost += lost;
    const handleOf = this.#ids.append(ids);
    const cells = lists.map((list) => this.#dictionary.cell(list) ?? -1);
    const isKept = (row: number) => {
      for (let at = 0; at < columns.length; at++) if (cells[columns[at]![row]!]! < 0) return false;
      return true;
    };
    for (let row = 0; row < times.length; row++) {
      if (this.#times.length >= this.#limits.rows && this.#isWorthCompacting) this.#compact();
      if (this.#times.length >= this.#limits.rows || !isKept(row)) {
        this.#lost++;
        continue;
      }
      this.#times.push(times[row]!);
      this.#handles.push(handleOf(handles[row]!));
      for (let at = 0; at < columns.length; at++) this.#columns[at]!.push(cells[columns[at]![row]!]!);
    }
  }

  /** The rows so far; numbers stay valid until the next `add`. */
  rows(): Rows {
    this.#rows ??= this.#rowsIn(this.#order());
    return this.#rows;
  }

  /** Of the index, then of each field; undefined when one of them has no room. */
  #cellsOf(index: string, fields: number, cellOf: (at: number) => number | undefined): number[] | undefined {
    const ofIndex = this.#dictionary.cell([index]);
    if (ofIndex === undefined) return undefined;
    const cells = [ofIndex];
    for (let at = 0; at < fields; at++) {
      const cell = cellOf(at);
      if (cell === undefined) return undefined;
      cells.push(cell);
    }
    return cells;
  }

  #compact(): void {
    const order = this.#order();
    const freed = this.#times.length - order.length;
    this.#isWorthCompacting = freed >= this.#times.length * worthwhileShare;
    for (const column of [this.#times, this.#handles, ...this.#columns]) column.gather(order);
  }

  #order(): Uint32Array {
    const order = new Uint32Array(this.#times.length);
    for (let place = 0; place < order.length; place++) order[place] = place;
    if (!this.#isSorted()) order.sort((a, b) => this.#compare(a, b));
    let kept = 0;
    for (const place of order) {
      if (kept === 0 || this.#compare(order[kept - 1]!, place) !== 0) order[kept++] = place;
    }
    return order.subarray(0, kept);
  }

  #isSorted(): boolean {
    for (let place = 1; place < this.#times.length; place++) if (this.#compare(place - 1, place) > 0) return false;
    return true;
  }

  #compare(a: number, b: number): number {
    const order = this.#times.at(a) - this.#times.at(b) || this.#ids.compare(this.#handles.at(a), this.#handles.at(b));
    if (order !== 0) return order;
    for (const column of this.#columns) {
      const byValue = this.#dictionary.compare(column.at(a), column.at(b));
      if (byValue !== 0) return byValue;
    }
    return 0;
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
      index: (row) => String(this.#dictionary.values(this.#columns[0]!.at(order[row]!))[0]),
      values: (row, column) => this.#dictionary.values(this.#columns[column + 1]!.at(order[row]!)),
      cell: (row, column) => this.#columns[column + 1]!.at(order[row]!),
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
