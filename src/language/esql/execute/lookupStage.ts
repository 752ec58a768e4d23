import type { CheckedCommand, LocalTable } from "../checked.ts";
import { keyOf } from "../functions/comparison.ts";
import { multivalueWarning } from "../functions/warnings.ts";
import { type EsqlType, isMultivalue, type Single, type Value, valueOfList, valuesOf } from "../value.ts";
import { compileExpression } from "./compileExpression.ts";
import { copyRow } from "./row.ts";
import type { ColumnReader } from "./sourceRow.ts";
import type { StageMaker } from "./stage.ts";

type LookupCommand = Extract<CheckedCommand, { kind: "lookup" }>;
type TableRow = LocalTable["rows"][number];

/**
 * LOOKUP JOIN: a row for each match in the table, one of nulls without a match. ENRICH: always one row, with the values of
 * all matches.
 *
 * Nulls match nothing. A join's key of several values matches nothing and is warned of; ENRICH takes each of the values
 * (esql/commands/lookup-join.md, enrich.md).
 */
export function lookupStage(command: LookupCommand, readers: ReadonlyMap<number, ColumnReader>): StageMaker {
  const { table, columns, mode } = command;
  const index = indexOf(command);
  const keys = command.on.map(({ slot, tableColumn }) =>
    compileExpression({ kind: "column", type: "keyword", slot, name: tableColumn }, readers),
  );
  const places = columns.map(({ tableColumn, column }) => ({ slot: column.slot, at: placeOf(table, tableColumn) }));
  return (next, { evaluation, budget }) => ({
    push: (row) => {
      const values = keys.map((key) => key(row, evaluation));
      if (mode === "join" && values.some(isMultivalue)) evaluation.warn(multivalueWarning);
      const matches =
        mode === "join"
          ? joined(index, values)
          : valuesOf(values[0]!).flatMap((value) => index.get(keyText([value])) ?? []);
      if (mode === "enrich") {
        for (const { slot, at } of places) {
          row.slots[slot] = valueOfList(matches.flatMap((match) => valuesOf(match[at] ?? null)));
        }
        next.push(row);
        return;
      }
      const [only] = matches;
      if (matches.length < 2) {
        for (const { slot, at } of places) row.slots[slot] = only?.[at] ?? null;
        next.push(row);
        return;
      }
      budget.takeMade(matches.length);
      for (const match of matches) {
        const own = copyRow(row);
        for (const { slot, at } of places) own.slots[slot] = match[at] ?? null;
        next.push(own);
      }
    },
    end: next.end,
    isDone: next.isDone,
  });
}

function joined(index: ReadonlyMap<string, readonly TableRow[]>, values: readonly Value[]): readonly TableRow[] {
  if (values.some((value) => value === null || isMultivalue(value))) return [];
  return index.get(keyText(values as readonly Single[])) ?? [];
}

/** The table's rows by the text of their keys; several values of a key are each one. */
function indexOf({ table, on }: LookupCommand): ReadonlyMap<string, readonly TableRow[]> {
  const index = new Map<string, TableRow[]>();
  const places = on.map(({ tableColumn }) => placeOf(table, tableColumn));
  for (const row of table.rows) {
    let keys: Single[][] = [[]];
    for (const at of places) keys = keys.flatMap((key) => valuesOf(row[at] ?? null).map((value) => [...key, value]));
    for (const key of keys) {
      const text = keyText(key);
      const rows = index.get(text);
      if (rows === undefined) index.set(text, [row]);
      else rows.push(row);
    }
  }
  return index;
}

/** Numbers of all types share a text when they are equal. */
function keyText(values: readonly Single[]): string {
  return values
    .map((value) => {
      const type: EsqlType = typeof value === "number" ? "double" : "keyword";
      const text = keyOf(value, type);
      return `${text.length}:${text}`;
    })
    .join("");
}

function placeOf(table: LocalTable, column: string): number {
  return table.columns.findIndex(({ name }) => name === column);
}
