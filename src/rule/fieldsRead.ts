import type { CheckedEsql, TypedExpression } from "../language/esql/checked.ts";
import { fieldsOf } from "../predicate/fields.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import type { Execution, RunnableRule } from "./rule.ts";

/**
 * Names of the fields that a rule decides by: in its conditions, its groups, terms and counts. What an ES|QL query only
 * gives out (`KEEP`, `VALUES`) is not among them. Each once, in no particular order.
 */
export function fieldsRead({ query, execution }: RunnableRule): ReadonlySet<string> {
  const names = predicatesOf(query).flatMap((predicate) => fieldsOf(predicate).map(({ name }) => name));
  return new Set([...names, ...(execution === undefined ? [] : ofExecution(execution))]);
}

const geo = /^(?:source|client|destination)\.(?:geo|as)\./;

/** Whether the rule decides by what only a geo database can tell (ecs-mapping facts §4). */
export function readsGeo(runnable: RunnableRule): boolean {
  return geoField(runnable) !== undefined;
}

/** The first such field. */
export function geoField(runnable: RunnableRule): string | undefined {
  return [...fieldsRead(runnable)].find((name) => geo.test(name));
}

function ofExecution(execution: Execution): string[] {
  switch (execution.kind) {
    case "threshold":
      return [...execution.fields, ...execution.cardinality.map(({ field }) => field)].map(({ name }) => name);
    case "newTerms":
      return execution.fields.map(({ name }) => name);
    case "threatMatch":
      return execution.groups.flatMap(({ entries }) => entries.map(({ field }) => field.name));
    case "esql":
      return ofEsql(execution.query);
    default:
      return [];
  }
}

/**
 * The source columns that a condition, a group or an aggregate other than VALUES depends on, through EVAL, DISSECT, GROK
 * and aggregates.
 */
function ofEsql({ source, commands }: CheckedEsql): string[] {
  const needed = new Set<number>();
  const need = (expression: TypedExpression | undefined) => {
    if (expression !== undefined) for (const slot of slotsOf(expression)) needed.add(slot);
  };
  for (const command of [...commands].reverse()) {
    if (command.kind === "where") need(command.condition);
    else if (command.kind === "eval")
      for (const { column, expression } of [...command.columns].reverse()) {
        if (needed.has(column.slot)) need(expression);
      }
    else if (command.kind === "dissect" || command.kind === "grok") {
      if (command.columns.some(({ column }) => needed.has(column.slot))) need(command.input);
    } else if (command.kind === "mvExpand") {
      if (needed.has(command.column.slot)) needed.add(command.from);
    } else if (command.kind === "lookup") for (const { slot } of command.on) needed.add(slot);
    else if (command.kind === "stats") {
      for (const { column, expression } of [...command.after].reverse()) if (needed.has(column.slot)) need(expression);
      for (const { column, args, filter } of command.aggregates)
        if (needed.has(column.slot)) [...args, filter].forEach(need);
      for (const { expression } of command.by) need(expression);
    }
  }
  if (source.kind === "row") return [];
  return source.fields.filter(({ column }) => needed.has(column.slot)).map(({ field }) => field.name);
}

function slotsOf(expression: TypedExpression): number[] {
  if (expression.kind === "column") return [expression.slot];
  return expression.kind === "call" ? expression.args.flatMap(slotsOf) : [];
}
