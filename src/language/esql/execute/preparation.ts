import type { CheckedCommand, CheckedEsql } from "../checked.ts";
import { expressionsOf } from "./expressionsOf.ts";
import { mentionsClock } from "./foldable.ts";
import { CompiledStats, type PreparedRow } from "./groups.ts";
import { ExecutionFailure } from "./limits.ts";
import type { Row } from "./row.ts";
import { type RowStep, rowStep } from "./rowStages.ts";
import type { ColumnReader, SourceRow } from "./sourceRow.ts";

/** What a document comes to at the first STATS: nothing when it is dropped before, or why the query fails on it. */
export type Prepared = PreparedRow | { readonly failure: string } | null;

/** The commands up to the first STATS, where no run's clock changes what they make of a document. */
export interface Preparation {
  readonly prepare: (source: SourceRow) => Prepared;
  /** How many commands that is, STATS included. */
  readonly commands: number;
  readonly stats: CompiledStats;
}

const timeless = { nowMs: 0, warn: () => undefined };

/** Undefined unless the query comes to STATS by row-wise commands alone, none of which asks the clock. */
export function preparationOf(
  { source, commands, width }: CheckedEsql,
  readers: ReadonlyMap<number, ColumnReader>,
): Preparation | undefined {
  const at = commands.findIndex(({ kind }) => kind === "stats");
  const command = commands[at];
  if (source.kind === "row" || command?.kind !== "stats" || command.inline) return undefined;
  if (commands.slice(0, at + 1).some((each) => expressionsOf(each).some(mentionsClock))) return undefined;
  const steps = stepsOf(commands.slice(0, at), readers);
  if (steps === undefined) return undefined;
  const stats = new CompiledStats(command, readers);
  return {
    commands: at + 1,
    stats,
    prepare: (document) => {
      const row: Row = { slots: new Array(width).fill(undefined), source: document };
      return steps.every((step) => step(row, timeless)) ? prepared(stats, row) : null;
    },
  };
}

function stepsOf(
  commands: readonly CheckedCommand[],
  readers: ReadonlyMap<number, ColumnReader>,
): readonly RowStep[] | undefined {
  const steps: RowStep[] = [];
  for (const command of commands) {
    const step = rowStep(command, readers);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return steps;
}

function prepared(stats: CompiledStats, row: Row): Prepared {
  try {
    return stats.prepare(row, timeless);
  } catch (failure) {
    if (failure instanceof ExecutionFailure) return { failure: failure.message };
    throw failure;
  }
}
