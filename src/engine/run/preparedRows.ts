import type { CompiledEsql, EsqlResult } from "../../language/esql/index.ts";
import type { EsqlRows } from "./esqlRows.ts";

type Preparable = NonNullable<CompiledEsql["prepared"]>;
type Prepared = ReturnType<Preparable["prepare"]>;

/**
 * Runs a query over numbered rows in windows that move forward: each row is prepared when the first window reaches it, and
 * forgotten when the last has passed, for overlapping windows see most rows several times.
 */
export class PreparedRows {
  readonly #query: Preparable;
  #rows: Prepared[] = [];
  #first = 0;

  constructor(query: Preparable) {
    this.#query = query;
  }

  run({ first, end, row }: NonNullable<EsqlRows["numbers"]>, nowMs: number): EsqlResult {
    this.#rows.splice(0, Math.max(0, first - this.#first));
    this.#first = first;
    for (let number = first + this.#rows.length; number < end; number++)
      this.#rows.push(this.#query.prepare(row(number)));
    return this.#query.run(this.#rows.slice(0, end - first), { nowMs });
  }
}
