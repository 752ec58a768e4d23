import type { CheckedCommand } from "../checked.ts";
import { type Value, valueOfList, valuesOf } from "../value.ts";
import { CompiledStats, type Group, Groups, type PreparedRow } from "./groups.ts";
import type { Row } from "./row.ts";
import { sizeOfRow } from "./rowSize.ts";
import type { ColumnReader } from "./sourceRow.ts";
import type { Stage, StageContext, StageMaker } from "./stage.ts";

type StatsCommand = Extract<CheckedCommand, { kind: "stats" }>;
type Readers = ReadonlyMap<number, ColumnReader>;

/** STATS: rows become groups, in the order in which each was first seen; without BY one, even of no rows. */
export function statsStage(command: StatsCommand, readers: Readers, width: number): StageMaker {
  return preparedStatsStage(new CompiledStats(command, readers), width);
}

/** STATS that takes rows as they come, and rows that were prepared. */
export interface PreparedStage extends Stage {
  readonly pushPrepared: (row: PreparedRow) => void;
}

export function preparedStatsStage(
  stats: CompiledStats,
  width: number,
): (next: Stage, context: StageContext) => PreparedStage {
  return (next, context) => {
    const groups = new Groups(stats, context);
    return {
      push: (row) => groups.add(row),
      pushPrepared: (row) => groups.addPrepared(row),
      end: () => {
        for (const group of groups.all()) {
          next.push(groupRow(stats, group, width, context));
          if (next.isDone()) break;
        }
        next.end();
      },
      isDone: () => false,
    };
  };
}

/**
 * INLINE STATS: the rows as they came, each with what its group comes to; a row of several groups has the values of all of
 * them, one behind the other (elasticsearch issue 150737, `concat`).
 */
export function inlineStatsStage(command: StatsCommand, readers: Readers, width: number): StageMaker {
  const stats = new CompiledStats(command, readers);
  const slots = [...stats.aggregates, ...stats.after].map(({ slot }) => slot);
  return (next, context) => {
    const groups = new Groups(stats, context);
    const rows: Row[] = [];
    return {
      push: (row) => {
        groups.add(row);
        const own = context.kept(row);
        rows.push(own);
        context.budget.checkRows(rows.length);
        context.budget.takeBytes(sizeOfRow(own));
      },
      end: () => {
        const results = new Map<Group, Row>();
        for (const group of groups.all()) results.set(group, groupRow(stats, group, width, context));
        for (const row of rows) {
          const own = groups
            .of(stats.by.map(({ slot }) => row.slots[slot] ?? null))
            .map((group) => results.get(group)!);
          for (const slot of slots) row.slots[slot] = gathered(own, slot);
          next.push(row);
        }
        next.end();
      },
      isDone: () => false,
    };
  };
}

function gathered(results: readonly Row[], slot: number): Value {
  if (results.length === 1) return results[0]!.slots[slot] ?? null;
  return valueOfList(results.flatMap(({ slots }) => valuesOf(slots[slot] ?? null)));
}

/** A group as a row: its values of BY, its aggregates, and what is computed of both. */
function groupRow(stats: CompiledStats, group: Group, width: number, { evaluation }: StageContext): Row {
  const row: Row = { slots: new Array<Value>(width).fill(null), source: null };
  stats.by.forEach(({ slot }, at) => {
    row.slots[slot] = group.values[at]!;
  });
  stats.aggregates.forEach(({ slot }, at) => {
    row.slots[slot] = group.accumulators[at]!.result();
  });
  for (const { slot, evaluate } of stats.after) row.slots[slot] = evaluate(row, evaluation);
  return row;
}
