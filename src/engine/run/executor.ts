import type { EcsValue } from "../../ecs/value.ts";
import type { Alert } from "../alert.ts";
import type { Hit } from "../hit.ts";
import type { PackedRows } from "./rowStore.ts";
import type { RuleRun, ScheduledRun } from "./ruleRun.ts";

/** One rule type at work, without schedule, suppression and `max_signals`, which `scheduledRun` adds. */
export interface Executor {
  /** Takes a hit; called before all else, in any order and repetition. */
  readonly add: (hit: Hit) => void;
  /** As {@link RuleRun.addRows}. */
  readonly addRows?: (rows: PackedRows) => void;
  /** The times of what it holds, ascending, as the rule's schedule reads time ({@link timeReader}); may repeat. */
  readonly times: () => ArrayLike<number>;
  /**
   * What the rule would write in one run, in the order in which Kibana writes it; known alerts may be among it.
   *
   * Called once for each run, ascending by `nowMs`. Must depend on the hits only, not on their order or repetition. `most` is
   * `max_signals` where that is applied, else Infinity; an executor need not heed it.
   */
  readonly candidates: (run: ScheduledRun, most: number) => readonly AlertCandidate[];
  /** What was given up, in words with numbers; read at the end. */
  readonly losses: () => readonly string[];
  /** Why there is no answer; read at the end. */
  readonly failure?: () => string | undefined;
  /** What `max_signals` keeps of a run's candidates; `firstNew` unless told. */
  readonly keeps?: KeptCandidates;
}

/**
 * `firstNew`: the first that were not written before; `first`, `last`: that end of all, known ones included, as a search
 * with a size does.
 */
export type KeptCandidates = "firstNew" | "first" | "last";

/** An alert that is written unless it is known, suppressed or too much. */
export interface AlertCandidate {
  readonly alert: Alert;
  /** Written with it, and suppressed with it: the building blocks of a sequence. */
  readonly blocks?: readonly Alert[];
  /** Time of the first and the last of what it stands for, as the rule's schedule reads time. */
  readonly startMs: number;
  readonly endMs: number;
  /** What Kibana reads under a suppression field: of an event an array; undefined if nothing. */
  readonly sourceValue: (field: string) => EcsValue | undefined;
  /** The terms by which it is suppressed, where the rule type has its own (threshold: its fields); else those of the rule. */
  readonly terms?: readonly SuppressionTerm[];
}

export interface SuppressionTerm {
  readonly field: string;
  readonly value: EcsValue;
}
