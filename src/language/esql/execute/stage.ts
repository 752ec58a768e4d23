import type { EvaluationContext } from "../functions/scalarFunction.ts";
import type { Budget } from "./limits.ts";
import type { Row } from "./row.ts";

/** One command at work: takes rows, hands rows on. */
export interface Stage {
  readonly push: (row: Row) => void;
  /** No more rows come. */
  readonly end: () => void;
  /** True when no further row can change the result. */
  readonly isDone: () => boolean;
}

/** What stages of one run share. */
export interface StageContext {
  readonly evaluation: EvaluationContext;
  readonly budget: Budget;
  /** Reads what the row has not read yet, and lets go of its document unless a later command asks it. */
  readonly kept: (row: Row) => Row;
}

/** A command, compiled: made into a stage for each run. */
export type StageMaker = (next: Stage, context: StageContext) => Stage;
