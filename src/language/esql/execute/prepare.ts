import type { CheckedCommand } from "../checked.ts";
import type { CompiledStats, PreparedRow } from "./groups.ts";
import { ExecutionFailure } from "./limits.ts";
import type { Row } from "./row.ts";
import { type RowStep, rowStep } from "./rowStages.ts";
import type { ColumnReader, SourceRow } from "./sourceRow.ts";

/** What a document comes to at the first STATS: nothing when it is dropped before, or why the query fails on it. */
export type Prepared = PreparedRow | { readonly failure: string } | null;

const timeless = { nowMs: 0, warn: () => undefined };

/** Takes documents through row-wise commands, none of which asks the clock, to a STATS. */
export function preparer(
  commands: readonly CheckedCommand[],
  stats: CompiledStats,
  readers: ReadonlyMap<number, ColumnReader>,
  width: number,
): (document: SourceRow) => Prepared {
  const steps: readonly RowStep[] = commands.map((command) => rowStep(command, readers)!);
  const slots: Row["slots"] = new Array(width).fill(undefined);
  return (document) => {
    slots.fill(undefined);
    const row: Row = { slots, source: document };
    for (let at = 0; at < steps.length; at++) if (!steps[at]!(row, timeless)) return null;
    return prepared(stats, row);
  };
}

function prepared(stats: CompiledStats, row: Row): Prepared {
  try {
    return stats.prepare(row, timeless);
  } catch (failure) {
    if (failure instanceof ExecutionFailure) return { failure: failure.message };
    throw failure;
  }
}
