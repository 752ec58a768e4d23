import { documentView, type EventView } from "../../src/ecs/event.ts";
import type { EcsObject } from "../../src/ecs/value.ts";
import type {
  CheckedAggregate,
  CheckedCommand,
  CheckedEsql,
  CheckedOrder,
  TypedExpression,
} from "../../src/language/esql/checked.ts";
import { aggregateFunctions } from "../../src/language/esql/functions/aggregates/index.ts";
import {
  compareSingles,
  compileDissect,
  compileGrok,
  keyOf,
  scalarFunctions,
} from "../../src/language/esql/functions/index.ts";
import type { Accumulator, EvaluationContext } from "../../src/language/esql/functions/scalarFunction.ts";
import {
  type EsqlType,
  isMultivalue,
  type Single,
  type Value,
  valueOfList,
  valuesOf,
} from "../../src/language/esql/value.ts";
import { evaluate } from "../../src/predicate/evaluate.ts";

export interface NaiveResult {
  /** The output's columns, in order. */
  readonly rows: readonly (readonly Value[])[];
  readonly warnings: readonly string[];
}

interface Row {
  readonly values: Value[];
  readonly view: EventView | undefined;
}

type Command<Kind extends CheckedCommand["kind"]> = Extract<CheckedCommand, { kind: Kind }>;

const longs: ReadonlySet<EsqlType> = new Set(["integer", "long", "unsigned_long"]);

/** Runs a checked query row by row and command by command, as the documentation describes each. */
export function naiveEsql(query: CheckedEsql, documents: readonly EcsObject[], nowMs: number): NaiveResult {
  const warnings: string[] = [];
  const run = new NaiveRun(query, { nowMs, warn: (message) => warnings.push(message) });
  let rows = query.source.kind === "row" ? run.constants() : documents.map((document, at) => run.read(document, at));
  for (const command of query.commands) rows = run.apply(command, rows);
  return { rows: rows.map(({ values }) => query.output.map(({ slot }) => values[slot] ?? null)), warnings };
}

class NaiveRun {
  readonly #query: CheckedEsql;
  readonly #context: EvaluationContext;

  constructor(query: CheckedEsql, context: EvaluationContext) {
    this.#query = query;
    this.#context = context;
  }

  constants(): Row[] {
    const { source } = this.#query;
    const row = this.#empty();
    if (source.kind === "row")
      for (const { column, expression } of source.columns) row.values[column.slot] = this.#value(expression, row);
    return [row];
  }

  /** Values come sorted from an index, those of keyword fields and addresses once each (esql-multivalued-fields.md). */
  read(document: EcsObject, at: number): Row {
    const view = documentView(document);
    const row = { ...this.#empty(), view };
    const { source } = this.#query;
    if (source.kind !== "from") return row;
    for (const { column, field } of source.fields) {
      const { type, slot } = column;
      const values = [...view.values(field)] as Single[];
      values.sort((a, b) => compareSingles(a, b, type));
      const once = longs.has(type) || type === "double" ? values : uniqueOf(values, type);
      row.values[slot] = valueOfList(once);
    }
    for (const { column, name } of source.metadata) if (name === "_id") row.values[column.slot] = String(at + 1);
    return row;
  }

  #empty(): Row {
    return { values: Array.from({ length: this.#query.width }, () => null), view: undefined };
  }

  apply(command: CheckedCommand, rows: readonly Row[]): Row[] {
    switch (command.kind) {
      case "where":
        return rows.filter((row) => this.#value(command.condition, row) === true);
      case "eval":
        for (const row of rows)
          for (const { column, expression } of command.columns) row.values[column.slot] = this.#value(expression, row);
        return [...rows];
      case "project":
        return [...rows];
      case "sort":
        return this.#sort(command.orders, rows);
      case "limit":
        return rows.slice(0, command.count);
      case "stats":
        return command.inline ? this.#inlineStats(command, rows) : this.#stats(command, rows).rows;
      case "dissect":
      case "grok":
        return rows.map((row) => this.#extract(command, row));
      case "mvExpand":
        return rows.flatMap((row) => expanded(command, row));
      case "lookup":
        return rows.flatMap((row) => lookedUp(command, row));
    }
  }

  #value(expression: TypedExpression, row: Row): Value {
    switch (expression.kind) {
      case "constant":
        return expression.value;
      case "column":
        return row.values[expression.slot] ?? null;
      case "document":
        return row.view === undefined ? null : evaluate(expression.predicate, row.view);
      case "call":
        return this.#call(expression, row);
    }
  }

  #call({ name, args, place }: TypedExpression & { kind: "call" }, row: Row): Value {
    if ((name === "and" || name === "or") && args.length > 2) {
      const [first, ...rest] = args;
      const right: TypedExpression = { kind: "call", type: "boolean", name, args: rest };
      return this.#call({ kind: "call", type: "boolean", name, args: [first!, right] }, row);
    }
    const definition = scalarFunctions.get(name)!;
    const context = this.#contextAt(place);
    const types = args.map(({ type }) => type);
    if (definition.kind === "lazy")
      return definition.evaluate(
        args.map((arg) => () => this.#value(arg, row)),
        context,
        types,
      );
    const values = args.map((arg) => this.#value(arg, row));
    if (definition.kind === "whole") return definition.evaluate(values, context, types);
    if (values.includes(null)) return null;
    if (values.some(isMultivalue)) {
      context.warn("java.lang.IllegalArgumentException: single-value function encountered multi-value");
      return null;
    }
    return definition.evaluate(values as Single[], context, types);
  }

  #contextAt(place: (TypedExpression & { kind: "call" })["place"]): EvaluationContext {
    if (place === undefined) return this.#context;
    const at = `Line ${place.line}:${place.column}: `;
    return { ...this.#context, warn: (message) => this.#context.warn(`${at}${message}`) };
  }

  /** Of several values the least counts ascending, the greatest descending (commands/sort.md). */
  #sort(orders: readonly CheckedOrder[], rows: readonly Row[]): Row[] {
    const keyed = rows.map((row) => ({
      row,
      keys: orders.map(({ expression }) => valuesOf(this.#value(expression, row))),
    }));
    keyed.sort((a, b) => {
      for (const [at, order] of orders.entries()) {
        const difference = compareKeys(a.keys[at]!, b.keys[at]!, order);
        if (difference !== 0) return difference;
      }
      return 0;
    });
    return keyed.map(({ row }) => row);
  }

  #stats(command: Command<"stats">, rows: readonly Row[]): { rows: Row[]; groupsOf: Map<string, Row> } {
    const groups = new Map<string, { keys: Value[]; accumulators: Accumulator[] }>();
    const start = () => command.aggregates.map((aggregate) => this.#start(aggregate));
    if (command.by.length === 0) groups.set(idOf([], command), { keys: [], accumulators: start() });
    for (const row of rows) {
      for (const keys of this.#keysOf(command, row)) {
        const id = idOf(keys, command);
        let group = groups.get(id);
        if (group === undefined) groups.set(id, (group = { keys, accumulators: start() }));
        for (const [at, aggregate] of command.aggregates.entries()) this.#add(aggregate, group.accumulators[at]!, row);
      }
    }
    const groupsOf = new Map<string, Row>();
    for (const [id, { keys, accumulators }] of groups) groupsOf.set(id, this.#groupRow(command, keys, accumulators));
    return { rows: [...groupsOf.values()], groupsOf };
  }

  #start({ name, args }: CheckedAggregate): Accumulator {
    const constants = args.map((arg) => (arg.kind === "constant" ? arg.value : null));
    return aggregateFunctions.get(name)!.start(
      args.map(({ type }) => type),
      constants,
      this.#context,
    );
  }

  #add({ args, filter }: CheckedAggregate, accumulator: Accumulator, row: Row): void {
    if (filter !== undefined && this.#value(filter, row) !== true) return;
    accumulator.add(args.map((arg) => this.#value(arg, row)));
  }

  /** A row with several values is in the group of each; several such keys make every combination. */
  #keysOf({ by }: Command<"stats">, row: Row): Value[][] {
    let combinations: Value[][] = [[]];
    for (const { column, expression } of by) {
      const value = this.#value(expression, row);
      row.values[column.slot] = value;
      const values = value === null ? [null] : uniqueOf(valuesOf(value), column.type);
      combinations = combinations.flatMap((keys) => values.map((key) => [...keys, key]));
    }
    return combinations;
  }

  #groupRow(
    { by, aggregates, after }: Command<"stats">,
    keys: readonly Value[],
    accumulators: readonly Accumulator[],
  ): Row {
    const row = this.#empty();
    for (const [at, { column }] of by.entries()) row.values[column.slot] = keys[at] ?? null;
    for (const [at, { column }] of aggregates.entries()) row.values[column.slot] = accumulators[at]!.result();
    for (const { column, expression } of after) row.values[column.slot] = this.#value(expression, row);
    return row;
  }

  #inlineStats(command: Command<"stats">, rows: readonly Row[]): Row[] {
    const { groupsOf } = this.#stats(command, rows);
    for (const row of rows) {
      const keys = command.by.map(({ column }) => row.values[column.slot] ?? null);
      const group = keys.some(isMultivalue) ? undefined : groupsOf.get(idOf(keys, command));
      for (const { column } of [...command.aggregates, ...command.after])
        row.values[column.slot] = group?.values[column.slot] ?? null;
    }
    return [...rows];
  }

  /** Each of several values is taken apart; GROK's patterns are tried in order. */
  #extract(command: Command<"dissect"> | Command<"grok">, row: Row): Row {
    const values = [...row.values];
    const found = valuesOf(this.#value(command.input, row)).map((text) => matchOf(command, String(text)));
    for (const { key, column } of command.columns)
      values[column.slot] = valueOfList(found.flatMap((match) => valuesOf(match?.get(key) ?? null)));
    return { ...row, values };
  }
}

function matchOf(command: Command<"dissect"> | Command<"grok">, text: string): ReadonlyMap<string, Value> | undefined {
  const compiled =
    command.kind === "dissect"
      ? [compileDissect(command.pattern, command.appendSeparator)]
      : command.patterns.map((pattern) => compileGrok(pattern));
  for (const one of compiled) {
    const match = "problem" in one ? null : one.match(text);
    if (match !== null) return match;
  }
  return undefined;
}

function compareKeys(
  a: readonly Single[],
  b: readonly Single[],
  { expression, direction, nulls }: CheckedOrder,
): number {
  if (a.length === 0 || b.length === 0) {
    const difference = Number(a.length === 0) - Number(b.length === 0);
    return nulls === "last" ? difference : -difference;
  }
  const compare = (x: Single, y: Single) => compareSingles(x, y, expression.type) * (direction === "asc" ? 1 : -1);
  const first = (values: readonly Single[]) =>
    values.reduce((best, value) => (compare(value, best) < 0 ? value : best));
  return compare(first(a), first(b));
}

function uniqueOf(values: readonly Single[], type: EsqlType): Single[] {
  return [...new Map(values.map((value) => [keyOf(value, type), value])).values()];
}

function idOf(keys: readonly Value[], { by }: Command<"stats">): string {
  return JSON.stringify(keys.map((key, at) => (key === null ? null : keyOf(key as Single, by[at]!.column.type))));
}

function expanded({ from, column }: Command<"mvExpand">, row: Row): Row[] {
  const values = valuesOf(row.values[from] ?? null);
  return (values.length === 0 ? [null] : values).map((value) => {
    const copy = [...row.values];
    copy[column.slot] = value;
    return { ...row, values: copy };
  });
}

/** Several values match nothing in LOOKUP JOIN, and each of them in ENRICH. */
function lookedUp({ mode, table, on, columns }: Command<"lookup">, row: Row): Row[] {
  const indexOf = (name: string) => table.columns.findIndex((column) => column.name === name);
  const matches = table.rows.filter((candidate) =>
    on.every(({ slot, tableColumn }) => {
      const wanted = valuesOf(row.values[slot] ?? null);
      const value = candidate[indexOf(tableColumn)] ?? null;
      const isFit = mode === "enrich" ? wanted.length > 0 : wanted.length === 1;
      return isFit && value !== null && wanted.some((each) => String(each) === String(value));
    }),
  );
  const filled = (of: (name: string) => Value): Row => {
    const values = [...row.values];
    for (const { tableColumn, column } of columns) values[column.slot] = of(tableColumn);
    return { ...row, values };
  };
  if (mode === "enrich")
    return [filled((name) => valueOfList(matches.flatMap((match) => valuesOf(match[indexOf(name)] ?? null))))];
  if (matches.length === 0) return [filled(() => null)];
  return matches.map((match) => filled((name) => match[indexOf(name)] ?? null));
}
