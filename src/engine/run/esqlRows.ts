import type { Field } from "../../ecs/field.ts";
import type { SourceRow } from "../../language/esql/index.ts";
import { indexOf } from "../../normalize/record.ts";
import type { Execution, RunnableRule } from "../../rule/rule.ts";
import { compareCopies } from "../copies.ts";
import { eventView } from "../eventView.ts";
import type { Hit } from "../hit.ts";
import { evidenceFields } from "./evidenceFields.ts";
import { hitValues } from "./hitValues.ts";
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
  /** Number of each row in `rows`, the same in every run; absent where rows are not numbered. */
  readonly numbers?: { readonly first: number; readonly end: number; readonly row: (number: number) => SourceRow };
  /** The event of that id; of several the smallest copy. Undefined where events are not kept. */
  readonly eventOf: (id: string) => TimedEvent | undefined;
}

/** The source rows of a rule. */
export interface EsqlSource {
  readonly add: (hit: Hit) => void;
  readonly addRows?: (rows: PackedRows) => void;
  /** Ascending. */
  readonly times: () => ArrayLike<number>;
  readonly within: (run: ScheduledRun) => EsqlRows;
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
    add: (hit) => {
      const { event } = hit;
      store.add(timeOf(event), event.id, indexOf(event.dataset), hitValues(hit, fields));
    },
    addRows: (rows) => store.merge(rows),
    times: () => store.rows().times(),
    within: (run) => {
      const numbers = numbersBetween(store.rows(), columns, run);
      return { rows: rowsOf(numbers), numbers, eventOf: () => undefined };
    },
    losses: () => loss(store.lost, "events beyond what is kept were not counted"),
  };
}

type Numbers = NonNullable<EsqlRows["numbers"]>;

function numbersBetween(rows: Rows, columns: ReadonlyMap<string, number>, { fromMs, toMs }: ScheduledRun): Numbers {
  const first = rows.firstAt(fromMs);
  let end = first;
  while (end < rows.count && rows.atMs(end) <= toMs) end++;
  return { first, end, row: (number) => sourceRow(rows, columns, number) };
}

function* rowsOf({ first, end, row }: Numbers): Generator<SourceRow> {
  for (let number = first; number < end; number++) yield row(number);
}

function sourceRow(rows: Rows, columns: ReadonlyMap<string, number>, row: number): SourceRow {
  return viewRow({
    values: (field: Field) => {
      if (field.name === "_id") return [rows.id(row)];
      if (field.name === "_index") return [rows.index(row)];
      const column = columns.get(field.name);
      return column === undefined ? [] : rows.values(row, column);
    },
  });
}
