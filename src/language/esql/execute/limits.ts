/** What one run may hold; a query that needs more fails with a clear text. */
export interface ExecutionLimits {
  /** Groups of STATS. */
  readonly groups?: number;
  /** Bytes of groups and of rows kept, about. */
  readonly bytes?: number;
  /** Rows kept by SORT without LIMIT, by INLINE STATS and as a result. */
  readonly rows?: number;
  /** As a last LIMIT; Elasticsearch's is 1,000 for queries without LIMIT, and 10,000 at most. Absent: none. */
  readonly defaultLimit?: number;
}

export const defaultLimits = { groups: 1_000_000, bytes: 256 * 1024 * 1024, rows: 1_000_000 } as const;

/** Groups that one row of several values may fall into. */
export const mostGroupsOfRow = 100_000;

/** Rows that MV_EXPAND, LOOKUP JOIN and groups of several values make of others, in one run. */
const mostMade = 5_000_000;

/** Thrown and caught within a run: a query that cannot be answered. */
export class ExecutionFailure extends Error {}

/** Counts what a run holds. */
export class Budget {
  readonly #most: { readonly groups: number; readonly bytes: number; readonly rows: number };
  #bytes = 0;
  #made = 0;
  #groups = 0;

  constructor(limits: ExecutionLimits) {
    this.#most = { ...defaultLimits, ...limits };
  }

  takeGroup(): void {
    if (++this.#groups > this.#most.groups) {
      throw new ExecutionFailure(`STATS makes more than ${this.#most.groups.toLocaleString("en")} groups`);
    }
  }

  /** `count`: the rows that one command keeps. */
  checkRows(count: number): void {
    if (count > this.#most.rows) {
      throw new ExecutionFailure(`more than ${this.#most.rows.toLocaleString("en")} rows have to be kept; add a LIMIT`);
    }
  }

  /** Rows that stand for one row before: a bound on time, for values multiply. */
  takeMade(count: number): void {
    this.#made += count;
    if (this.#made > mostMade) {
      throw new ExecutionFailure(
        `values of rows make more than ${mostMade.toLocaleString("en")} rows or groups of them`,
      );
    }
  }

  takeBytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > this.#most.bytes) {
      const megabytes = Math.floor(this.#most.bytes / (1024 * 1024));
      throw new ExecutionFailure(`the query needs more than ${megabytes} MB of memory`);
    }
  }
}
