import type { CheckedCommand, TypedExpression } from "../checked.ts";
import { slotsOf } from "./foldable.ts";

interface ComputedColumn {
  readonly column: { readonly slot: number };
  readonly expression: TypedExpression;
}

/**
 * Those of the columns that are needed, in order, where later ones may read earlier ones; the slots that they read are
 * added to `needed`.
 */
export function neededColumns<T extends ComputedColumn>(columns: readonly T[], needed: Set<number>): readonly T[] {
  const found: T[] = [];
  for (const each of [...columns].reverse()) {
    if (!needed.has(each.column.slot)) continue;
    for (const slot of slotsOf(each.expression)) needed.add(slot);
    found.push(each);
  }
  return found.reverse();
}

/** Those of row-wise commands that compute the slots in `needed`, conditions left out; the slots they read are added. */
export function neededCommands(commands: readonly CheckedCommand[], needed: Set<number>): readonly CheckedCommand[] {
  const found: CheckedCommand[] = [];
  for (const command of [...commands].reverse()) {
    if (command.kind === "eval") {
      const columns = neededColumns(command.columns, needed);
      if (columns.length > 0) found.push({ ...command, columns });
      continue;
    }
    if (command.kind !== "dissect" && command.kind !== "grok") continue;
    if (!command.columns.some(({ column }) => needed.has(column.slot))) continue;
    for (const slot of slotsOf(command.input)) needed.add(slot);
    found.push(command);
  }
  return found.reverse();
}
