import type { CheckedCommand, CheckedEsql } from "../checked.ts";
import { expressionsOf } from "./expressionsOf.ts";
import { mentionsClock } from "./foldable.ts";
import { type SieveMaker, sieveOf } from "./groupSieve.ts";
import { CompiledStats } from "./groups.ts";
import { type Prepared, preparer } from "./prepare.ts";
import { isRowWise } from "./rowStages.ts";
import type { ColumnReader, SourceRow } from "./sourceRow.ts";

/** The commands up to the first STATS, where no run's clock changes what they make of a document. */
export interface Preparation {
  readonly prepare: (document: SourceRow) => Prepared;
  readonly sieve: SieveMaker | undefined;
  /** Whether a run without documents has no rows in its result: no STATS without BY makes one of nothing. */
  readonly needsDocuments: boolean;
  /** How many commands that is, STATS included. */
  readonly commands: number;
  readonly stats: CompiledStats;
}

/** Undefined unless the query comes to STATS by row-wise commands alone, none of which asks the clock. */
export function preparationOf(query: CheckedEsql, readers: ReadonlyMap<number, ColumnReader>): Preparation | undefined {
  const { source, commands, width } = query;
  const at = commands.findIndex(({ kind }) => kind === "stats");
  const command = commands[at];
  if (source.kind === "row" || command?.kind !== "stats" || command.inline) return undefined;
  if (commands.slice(0, at + 1).some((each) => expressionsOf(each).some(mentionsClock))) return undefined;
  const before = commands.slice(0, at);
  if (!before.every(isRowWise)) return undefined;
  const stats = new CompiledStats(command, readers);
  return {
    commands: at + 1,
    stats,
    needsDocuments: !commands.some(countsNothing),
    prepare: preparer(before, stats, readers, width),
    sieve: sieveOf(query, at, readers),
  };
}

/** A STATS without BY has a row even of no rows. */
function countsNothing(command: CheckedCommand): boolean {
  return command.kind === "stats" && !command.inline && command.by.length === 0;
}
