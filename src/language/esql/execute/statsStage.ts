import type { CheckedCommand } from "../checked.ts";
import type { Value } from "../value.ts";
import { CompiledStats, type Group, Groups } from "./groups.ts";
import type { Row } from "./row.ts";
import { sizeOfRow } from "./rowSize.ts";
import type { ColumnReader } from "./sourceRow.ts";
import type { StageContext, StageMaker } from "./stage.ts";

type StatsCommand = Extract<CheckedCommand, { kind: "stats" }>;

/** STATS: rows become groups, in the order in which each was first seen; without BY one, even of no rows. */
export function statsStage(
  command: StatsCommand,
  readers: ReadonlyMap<number, ColumnReader>,
  width: number,
): StageMaker {
  const stats = new CompiledStats(command, readers);
  return (next, context) => {
    const groups = new Groups(stats, context);
    return {
      push: (row) => groups.add(row),
      end: () => {
        for (const group of groups.all()) {
          const row: Row = { slots: new Array<Value>(width).fill(null), source: null };
          stats.by.forEach(({ slot }, at) => {
            row.slots[slot] = group.values[at]!;
          });
          fill(stats, row, group, context);
          next.push(row);
          if (next.isDone()) break;
        }
        next.end();
      },
      isDone: () => false,
    };
  };
}

/** INLINE STATS: the rows as they came, each with the aggregates of its group; several values of BY have no group. */
export function inlineStatsStage(command: StatsCommand, readers: ReadonlyMap<number, ColumnReader>): StageMaker {
  const stats = new CompiledStats(command, readers);
  return (next, context) => {
    const groups = new Groups(stats, context);
    const rows: Row[] = [];
    return {
      push: (row) => {
        groups.add(row);
        const own = context.kept(row);
        context.budget.takeRows(1);
        context.budget.takeBytes(sizeOfRow(own));
        rows.push(own);
      },
      end: () => {
        for (const row of rows) {
          fill(stats, row, groups.find(stats.by.map(({ slot }) => row.slots[slot] ?? null)), context);
          next.push(row);
        }
        next.end();
      },
      isDone: () => false,
    };
  };
}

function fill(stats: CompiledStats, row: Row, group: Group | undefined, { evaluation }: StageContext): void {
  stats.aggregates.forEach(({ slot }, at) => {
    row.slots[slot] = group === undefined ? null : group.accumulators[at]!.result();
  });
  for (const { slot, evaluate } of stats.after) row.slots[slot] = evaluate(row, evaluation);
}
