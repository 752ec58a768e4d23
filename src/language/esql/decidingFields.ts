import type { Field } from "../../ecs/field.ts";
import { fieldsOf } from "../../predicate/fields.ts";
import type { CheckedCommand, CheckedEsql, TypedExpression } from "./checked.ts";
import { expressionsOf } from "./execute/expressionsOf.ts";
import { slotsOf } from "./execute/foldable.ts";
import { neededColumns } from "./execute/neededColumns.ts";

/**
 * The fields that decide which rows a query answers: those that a condition, a group or an aggregate depends on, through
 * EVAL, DISSECT, GROK and other aggregates, and those of KQL() and MATCH(). What is only given out (`KEEP`, `VALUES` of a
 * column that nothing asks) is not among them.
 */
export function decidingFields({ source, commands }: CheckedEsql): readonly Field[] {
  if (source.kind === "row") return [];
  const needed = new Set<number>();
  for (const command of [...commands].reverse()) {
    for (const slot of deciding(command, needed).flatMap(slotsOf)) needed.add(slot);
    if (command.kind === "mvExpand" && needed.has(command.column.slot)) needed.add(command.from);
    if (command.kind === "lookup") for (const { slot } of command.on) needed.add(slot);
  }
  const read = source.fields.filter(({ column }) => needed.has(column.slot)).map(({ field }) => field);
  return [...read, ...commands.flatMap(expressionsOf).flatMap(documentFields)];
}

/** The expressions of a command on which rows depend, given the slots that later commands need. */
function deciding(command: CheckedCommand, needed: Set<number>): readonly TypedExpression[] {
  switch (command.kind) {
    case "where":
      return [command.condition];
    case "eval":
      return neededColumns(command.columns, needed).map(({ expression }) => expression);
    case "dissect":
    case "grok":
      return command.columns.some(({ column }) => needed.has(column.slot)) ? [command.input] : [];
    case "stats": {
      neededColumns(command.after, needed);
      const aggregates = command.aggregates.filter(({ column }) => needed.has(column.slot));
      const inputs = aggregates.flatMap(({ args, filter }) => (filter === undefined ? args : [...args, filter]));
      return [...inputs, ...command.by.map(({ expression }) => expression)];
    }
    default:
      return [];
  }
}

function documentFields(expression: TypedExpression): readonly Field[] {
  if (expression.kind === "document") return fieldsOf(expression.predicate);
  return expression.kind === "call" ? expression.args.flatMap(documentFields) : [];
}
