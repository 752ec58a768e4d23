import { isTimestamp } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import type { SourceRow } from "../../language/esql/index.ts";
import type { Execution, RunnableRule } from "../../rule/rule.ts";
import { compareCopies } from "../copies.ts";
import { eventView } from "../eventView.ts";
import type { Hit } from "../hit.ts";
import { addRow } from "./addRow.ts";
import { evidenceFields } from "./evidenceFields.ts";
import { loss } from "./losses.ts";
import { type PackedRows, RowStore, type Rows } from "./rowStore.ts";
import type { ScheduledRun } from "./ruleRun.ts";
import { type TimedEvent, TimedEvents } from "./timedEvents.ts";
import { timeReader } from "./timeReader.ts";
import { span } from "./timeSpan.ts";
import { viewRow } from "./viewRow.ts";

export type EsqlExecution = Extract<Execution, { kind: "esql" }>;

/** What a query reads in one run, by time, then id. */
export interface EsqlRows {
  readonly rows: Iterable<SourceRow>;
  /** The numbers of `rows`, where they are numbered: from `first` to before `end`. */
  readonly numbers?: { readonly first: number; readonly end: number };
  /** The event of that id; of several the smallest copy. Undefined where events are not kept. */
  readonly eventOf: (id: string) => TimedEvent | undefined;
}

/** All rows by number, which is the same in every run. */
export interface NumberedRows {
  readonly count: number;
  /** Ascending with the numbers. */
  readonly atMs: (row: number) => number;
  /** How far apart two rows may be that one run sees. */
  readonly windowMs: number;
  readonly row: (number: number) => SourceRow;
  /** Numbers the rows' values of a field: rows with equal ones have the same. */
  readonly cells: (field: Field) => (row: number) => number;
}

/** The source rows of a rule. */
export interface EsqlSource {
  readonly add: (hit: Hit) => void;
  readonly addRows?: (rows: PackedRows) => void;
  /** All rows, as they can be posted to another thread, and how many there are; there where `addRows` is. */
  readonly stored?: { readonly count: () => number; readonly packed: () => PackedRows };
  /** Ascending. */
  readonly times: () => ArrayLike<number>;
  readonly within: (run: ScheduledRun) => EsqlRows;
  /** Absent where rows are not numbered. */
  readonly numbered?: () => NumberedRows;
  readonly losses: () => readonly string[];
}

/** Rows that are events, kept whole: what a query reads that does not aggregate. */
export function eventRows({ rule }: RunnableRule): EsqlSource {
  const events = new TimedEvents(rule);
  return {
    add: ({ event }) => events.add(event),
    times: () => events.ascending().map(({ atMs }) => atMs),
    within: (run) => {
      const seen = span(events.ascending(), run);
      const byId = new Map<string, TimedEvent>();
      for (const one of seen) {
        const known = byId.get(one.event.id);
        if (known === undefined || compareCopies(one.event, known.event) < 0) byId.set(one.event.id, one);
      }
      return { rows: seen.map(({ event }) => viewRow(eventView(event))), eventOf: (id) => byId.get(id) };
    },
    losses: () => [],
  };
}

/** Rows of which only the fields are kept that the query reads: what a query reads that aggregates. */
export function storedRows(runnable: RunnableRule): EsqlSource {
  const fields = evidenceFields(runnable);
  const columns = new Map(fields.map(({ name }, column) => [name, column]));
  const timeOf = timeReader(runnable.rule);
  const store = new RowStore(fields.length);
  return {
    add: (hit) => addRow(store, hit, timeOf(hit.event), fields),
    addRows: (rows) => store.merge(rows),
    stored: { count: () => store.size, packed: () => store.packed() },
    times: () => store.rows().times(),
    within: (run) => {
      const rows = store.rows();
      const numbers = numbersBetween(rows, run);
      return { rows: rowsOf(rows, columns, numbers), numbers, eventOf: () => undefined };
    },
    numbered: () => numberedRows(store.rows(), columns, windowOf(runnable)),
    losses: () => loss(store.lost, "events beyond what is kept were not counted"),
  };
}

type Numbers = NonNullable<EsqlRows["numbers"]>;
type Columns = ReadonlyMap<string, number>;

function numbersBetween(rows: Rows, { fromMs, toMs }: ScheduledRun): Numbers {
  let end = rows.firstAt(toMs);
  while (end < rows.count && rows.atMs(end) === toMs) end++;
  return { first: Math.min(rows.firstAt(fromMs), end), end };
}

function* rowsOf(rows: Rows, columns: Columns, { first, end }: Numbers): Generator<SourceRow> {
  for (let number = first; number < end; number++) yield sourceRow(rows, columns, number);
}

/** Without a schedule one run sees all there is. */
function windowOf({ schedule }: RunnableRule): number {
  return schedule === undefined ? Number.POSITIVE_INFINITY : schedule.fromMs - schedule.toMs;
}

function numberedRows(rows: Rows, columns: Columns, windowMs: number): NumberedRows {
  return {
    count: rows.count,
    atMs: rows.atMs,
    windowMs,
    row: (number) => sourceRow(rows, columns, number),
    cells: (field) => {
      const column = columns.get(field.name);
      if (column !== undefined) return (row) => rows.cell(row, column);
      return isTimestamp(field) ? (row) => rows.atMs(row) : () => 0;
    },
  };
}

function sourceRow(rows: Rows, columns: Columns, row: number): SourceRow {
  return viewRow({
    values: (field: Field) => {
      if (field.name === "_id") return [rows.id(row)];
      if (field.name === "_index") return [rows.index(row)];
      const column = columns.get(field.name);
      if (column !== undefined) return rows.values(row, column);
      return isTimestamp(field) ? [rows.atMs(row)] : [];
    },
  });
}
