import type { Value } from "../../language/esql/index.ts";
import type { Alert } from "../alert.ts";
import type { Hit } from "../hit.ts";
import type { PackedRows } from "./rowStore.ts";

/** What decides how rules are replayed. */
export interface RunOptions {
  /** The end, epoch milliseconds UTC: the last run is at it, and later events are not seen. Absent: runs at whole
   * multiples of the interval since 1970, until none sees the rule's last event any more. */
  readonly asOfMs?: number;
  /** `max_signals` is applied to each run, as in Kibana. */
  readonly isLikeKibana?: boolean;
}

/** One rule at work: takes its hits in any order and repetition, then answers its alerts. */
export interface RuleRun {
  readonly add: (hit: Hit) => void;
  /** Takes hits of which only their rows were kept; there for rules that need no more (`Plan.needsDocument`). */
  readonly addRows?: (rows: PackedRows) => void;
  readonly finish: (options: RunOptions) => RuleResult;
  /** There for rules whose query can be run on another thread, from rows alone. */
  readonly apart?: RunApart;
}

export interface RunApart {
  /** Rows so far. */
  readonly count: () => number;
  readonly packed: () => PackedRows;
  /** Finishes with what was found in the rows. */
  readonly finish: (answers: EsqlAnswers, options: RunOptions) => RuleResult;
}

export interface RuleResult {
  /** Each id once; in no particular order. */
  readonly alerts: readonly Alert[];
  /** What the rule gave up, in words with numbers; its alerts may be incomplete. */
  readonly losses: readonly string[];
  /** Why its answer is none: the query failed when it ran. */
  readonly failure?: string;
}

/** The rows of a query's result. */
export type ResultRows = readonly (readonly Value[])[];

/** What a query that aggregates answers in each run of its rule: plain data, so that another thread can find it. */
export interface EsqlAnswers {
  readonly runs: readonly ScheduledRun[];
  /** Only each so many runs of the schedule are among them. */
  readonly every: number;
  /** By run. */
  readonly rows: readonly ResultRows[];
  readonly losses: readonly string[];
  readonly failure?: string;
}

/** One run of a rule's schedule: events from `fromMs` to `toMs`, both inclusive, seen at `nowMs`. */
export interface ScheduledRun {
  readonly nowMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}
