import type { CheckedCommand } from "../checked.ts";
import type { LiveColumns } from "./liveColumns.ts";

/** What is known at one place of a query. */
export interface QueryState {
  readonly columns: LiveColumns;
  /** Why rows are no longer documents, for full-text functions: `after STATS`. */
  readonly noDocument?: string;
}

/** What a command comes to, and what is known behind it. */
export interface Step {
  readonly state: QueryState;
  readonly commands: readonly CheckedCommand[];
}
