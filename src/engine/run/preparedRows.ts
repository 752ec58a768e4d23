import type { EsqlResult, PreparedEsql } from "../../language/esql/index.ts";
import type { EsqlRows, NumberedRows } from "./esqlRows.ts";
import { rowKinds } from "./rowKinds.ts";
import { firstAtOrAfter } from "./rowStore.ts";

type Prepared = ReturnType<PreparedEsql["prepare"]>;

/** So many rows that no window needs any more are dropped together. */
const droppedTogether = 1024;

/**
 * Runs a query over numbered rows in windows that move forward: each row is prepared when the first window reaches it, and
 * forgotten some time after the last has passed, for overlapping windows see most rows several times. Rows that can have
 * no part in any result are left out of all runs.
 */
export class PreparedRows {
  readonly #query: PreparedEsql;
  readonly #rows: NumberedRows;
  /** The numbers of the rows that are not left out, ascending; undefined: all. */
  readonly #kept: Uint32Array | undefined;
  /** The rows at places from `#first` on, as far as they were reached. */
  #prepared: Prepared[] = [];
  #first = 0;

  constructor(query: PreparedEsql, rows: NumberedRows) {
    this.#query = query;
    this.#rows = rows;
    this.#kept = query.sieve === undefined ? undefined : keptBy(query.sieve, rows);
  }

  /** Undefined: no row that is there can be in the result, which is empty. */
  run({ first, end }: NonNullable<EsqlRows["numbers"]>, nowMs: number): EsqlResult | undefined {
    const from = this.#placeOf(first);
    const to = this.#placeOf(end);
    if (from === to && this.#query.needsDocuments) return undefined;
    this.#forgetBefore(from);
    for (let place = this.#first + this.#prepared.length; place < to; place++)
      this.#prepared.push(this.#query.prepare(this.#rows.row(this.#kept?.[place] ?? place)));
    return this.#query.run(this.#prepared.slice(from - this.#first, to - this.#first), { nowMs });
  }

  /** The times of the rows that are not left out, ascending; undefined where a run without such rows may find something. */
  times(): Float64Array | undefined {
    const kept = this.#kept;
    if (kept === undefined || !this.#query.needsDocuments) return undefined;
    return Float64Array.from(kept, this.#rows.atMs);
  }

  #placeOf(number: number): number {
    const kept = this.#kept;
    return kept === undefined ? number : firstAtOrAfter(kept.length, (place) => kept[place]!, number);
  }

  #forgetBefore(place: number): void {
    const passed = place - this.#first;
    if (passed < Math.min(droppedTogether, this.#prepared.length)) return;
    this.#prepared = this.#prepared.slice(passed);
    this.#first = place;
  }
}

function keptBy(maker: NonNullable<PreparedEsql["sieve"]>, rows: NumberedRows): Uint32Array {
  const { kinds, firsts } = rowKinds(rows.count, maker.fields.map(rows.cells));
  const sieve = maker.start(rows.count, rows.windowMs);
  const looks = firsts.map((row) => sieve.look(rows.row(row)));
  for (let row = 0; row < kinds.length; row++) sieve.count(looks[kinds[row]!]!, rows.atMs(row));
  const kept = new Uint32Array(rows.count);
  let count = 0;
  for (let row = 0; row < kinds.length; row++)
    if (sieve.keeps(looks[kinds[row]!]!, rows.atMs(row))) kept[count++] = row;
  return kept.slice(0, count);
}
