import type { CheckedCommand, CheckedEsql, TypedExpression } from "../checked.ts";
import { mentionsClock, slotsOf } from "./foldable.ts";
import type { Row } from "./row.ts";
import { type RowStep, rowStep } from "./rowStages.ts";
import type { ColumnReader, SourceRow } from "./sourceRow.ts";

/** What a query that asks no clock is told. */
const timeless = { nowMs: 0, warn: () => undefined };

/**
 * Whether a document passes the commands before the first that looks beyond one row.
 *
 * Conditions that depend on the clock, themselves or by a column, are left out, so they are taken to hold; of an `and` only
 * the operands that do.
 */
export function compileAccepts(
  query: CheckedEsql,
  readers: ReadonlyMap<number, ColumnReader>,
): (row: SourceRow) => boolean {
  const steps = leadingSteps(query.commands, readers);
  const { width } = query;
  const slots: Row["slots"] = new Array(width).fill(undefined);
  return (source) => {
    slots.fill(undefined);
    const row: Row = { slots, source };
    for (const step of steps) if (!step(row, timeless)) return false;
    return true;
  };
}

function leadingSteps(
  commands: readonly CheckedCommand[],
  readers: ReadonlyMap<number, ColumnReader>,
): readonly RowStep[] {
  const steps: RowStep[] = [];
  const clocked = new Set<number>();
  let last = 0;
  for (const command of commands) {
    if (command.kind === "where") {
      const condition = timelessPart(command.condition, clocked);
      if (condition === undefined) continue;
      steps.push(rowStep({ kind: "where", condition }, readers)!);
      last = steps.length;
      continue;
    }
    const step = rowStep(command, readers);
    if (step === undefined) break;
    noteClocked(command, clocked);
    steps.push(step);
  }
  // What no condition reads need not be computed.
  return steps.slice(0, last);
}

function timelessPart(condition: TypedExpression, clocked: ReadonlySet<number>): TypedExpression | undefined {
  const isTimeless = (part: TypedExpression) => !dependsOnClock(part, clocked);
  if (isTimeless(condition)) return condition;
  if (condition.kind !== "call" || condition.name !== "and") return undefined;
  const args = condition.args.flatMap((part) => timelessPart(part, clocked) ?? []);
  return args.length === 0 ? undefined : { ...condition, args };
}

function dependsOnClock(expression: TypedExpression, clocked: ReadonlySet<number>): boolean {
  return mentionsClock(expression) || slotsOf(expression).some((slot) => clocked.has(slot));
}

function noteClocked(command: CheckedCommand, clocked: Set<number>): void {
  if (command.kind === "eval") {
    for (const { column, expression } of command.columns)
      if (dependsOnClock(expression, clocked)) clocked.add(column.slot);
  } else if ((command.kind === "dissect" || command.kind === "grok") && dependsOnClock(command.input, clocked)) {
    for (const { column } of command.columns) clocked.add(column.slot);
  }
}
