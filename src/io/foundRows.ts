import { getOrPut } from "../engine/getOrPut.ts";
import type { Hit } from "../engine/hit.ts";
import { addRow } from "../engine/run/addRow.ts";
import { type PackedRows, RowStore } from "../engine/run/rowStore.ts";

/** The hits of one rule that needs no more of them than their rows. */
export interface FoundRows {
  readonly rule: number;
  readonly rows: PackedRows;
}

/** Keeps the rows of hits on the thread that found them. */
export class RowsByRule {
  readonly #stores = new Map<number, RowStore>();

  add(hit: Hit): void {
    const { rule, event, seen } = hit;
    const fields = seen?.fields ?? [];
    const rows = getOrPut(this.#stores, rule, () => new RowStore(fields.length));
    addRow(rows, hit, event.atMs, fields);
  }

  /** What was kept of all files so far, as it can be posted to another thread. */
  packed(): FoundRows[] {
    return [...this.#stores].map(([rule, rows]) => ({ rule, rows: rows.packed() }));
  }
}
