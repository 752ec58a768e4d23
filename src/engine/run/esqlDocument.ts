import { parseDate } from "../../ecs/date.ts";
import { documentView, type EventView } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../../ecs/value.ts";
import type { Column } from "../../language/esql/checked.ts";
import { type EsqlType, isMultivalue, type Single, type Value } from "../../language/esql/value.ts";
import type { NormalizedEvent } from "../../normalize/record.ts";
import { isoTime } from "../alertDocument.ts";
import { eventView } from "../eventView.ts";

/** A row of a result: the value of each column, nulls left out. */
export type ResultRow = ReadonlyMap<string, EcsValue>;

/** A row as the ES|QL API answers it in JSON (kibana …/esql/utils/row_to_document.ts, which leaves out nulls). */
export function resultRow(columns: readonly Column[], values: readonly Value[]): ResultRow {
  const row = new Map<string, EcsValue>();
  columns.forEach(({ name, type }, at) => {
    const value = jsonValue(values[at] ?? null, type);
    if (value !== null) row.set(name, value);
  });
  return row;
}

/**
 * What an alert of a row carries: the source of its event, if it has one, with the row's columns over it
 * (kibana …/esql/utils/merge_esql_result_in_source.ts). Names with dots are paths. Columns that hold the document's
 * metadata are no fields. The source is not changed.
 */
export function rowSource(row: ResultRow, source: EcsObject = emptyObject()): EcsObject {
  const merged = copyOf(source);
  for (const [name, value] of row) if (!metadata.has(name)) put(merged, name, value);
  return merged;
}

/** How the columns of a result bear on a field. */
interface FieldColumns {
  /** Those that its values come from, in order: where there is one, nothing of the event's counts. */
  readonly own: readonly string[];
  /** Those that lie beside it: an array or a value on the way to both gives way to an object. */
  readonly beside: readonly string[];
}

type ColumnsOfField = (field: Field) => FieldColumns | undefined;

/** Remembered by field, of which reports and rules read few; undefined for those that stand for many. */
function columnsOfField(columns: readonly Column[]): ColumnsOfField {
  const names = columns.map(({ name }) => name).filter((name) => !metadata.has(name));
  const known = new WeakMap<Field, FieldColumns>();
  return (field) => {
    if (field.patternWithin !== undefined) return undefined;
    let found = known.get(field);
    if (found === undefined) known.set(field, (found = fieldColumns(names, field.path ?? field.name)));
    return found;
  };
}

function fieldColumns(names: readonly string[], path: string): FieldColumns {
  const isOwn = (name: string) => `${name}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${name}.`);
  // At the root of an event's document there are objects, into which a column is put beside what is there.
  const above = `${path.split(".", 2).join(".")}.`;
  return { own: names.filter(isOwn), beside: names.filter((name) => !isOwn(name) && name.startsWith(above)) };
}

/** The fields of what {@link rowSource} makes of a row, over those of its event if it has one. */
export type RowViews = (row: ResultRow, event?: NormalizedEvent) => EventView;

/** Views of the rows of one result. The whole of what a row carries takes long to make, and columns bear on few fields. */
export function rowViews(columns: readonly Column[]): RowViews {
  const columnsOf = columnsOfField(columns);
  // What rows without an event have where no column is: one for all of them.
  const nothing = documentView(emptyObject());
  return (row, event) => {
    let whole: EventView | undefined;
    const below = event === undefined ? nothing : eventView(event);
    return {
      values: (field) => {
        const found = columnsOf(field);
        const own = found?.own.filter((name) => row.has(name)) ?? [];
        if (own.length > 0)
          return documentView(rowSource(new Map(own.map((name) => [name, row.get(name)!])))).values(field);
        const isApart = found !== undefined && (event === undefined || !found.beside.some((name) => row.has(name)));
        return (isApart ? below : (whole ??= documentView(rowSource(row, event?.document)))).values(field);
      },
    };
  };
}

const metadata = new Set(["_id", "_index", "_version", "_source", "_score", "_ignored", "_index_mode", "_tier"]);

/**
 * Time of what a row carries without its event, epoch milliseconds; undefined without a readable `@timestamp` (kibana:
 * `getValidDateFromDoc`).
 */
export function timeOfRow(row: ResultRow): number | undefined {
  const timestamp = row.get("@timestamp");
  const first = Array.isArray(timestamp) ? timestamp[0] : timestamp;
  return typeof first === "string" ? parseDate(first) : undefined;
}

/** Sets a field of a document whose inner objects are another's: those on the way are copied. */
function put(document: EcsObject, path: string, value: EcsValue): void {
  const keys = path.split(".");
  const last = keys.pop()!;
  let object = document;
  for (const key of keys) {
    const next = Object.hasOwn(object, key) ? object[key] : undefined;
    const copy = isEcsObject(next) ? copyOf(next) : emptyObject();
    object[key] = copy;
    object = copy;
  }
  object[last] = value;
}

function copyOf(object: EcsObject): EcsObject {
  return Object.assign(emptyObject(), object);
}

function jsonValue(value: Value, type: EsqlType): EcsValue {
  if (value === null) return null;
  return isMultivalue(value) ? value.map((each) => jsonOf(each, type)) : jsonOf(value, type);
}

function jsonOf(value: Single, type: EsqlType): EcsValue {
  if (type === "datetime" && typeof value === "number") return isoTime(value);
  if (type === "date_nanos" && typeof value === "bigint") return isoNanos(value);
  if (typeof value !== "object") return value;
  // Points are well-known text in JSON; spans of time are types of literals and no columns.
  return "lon" in value ? `POINT (${value.lon} ${value.lat})` : null;
}

/** ISO 8601 with as many digits of the second as are needed, three at least. */
function isoNanos(nanos: bigint): string {
  const million = 1_000_000n;
  const below = ((nanos % million) + million) % million;
  const text = isoTime(Number((nanos - below) / million));
  return below === 0n ? text : text.replace("Z", `${String(below).padStart(6, "0").replace(/0+$/, "")}Z`);
}
