import { documentView, type EventView } from "../ecs/event.ts";
import type { Catalogue, Field } from "../ecs/field.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { SearchAnswer, SearchHit, SearchSequence } from "../engine/search/searchAnswer.ts";
import { printShortened } from "../predicate/printScalar.ts";
import type { Query } from "../predicate/query.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { documentParties, partiesText } from "./alertLine.ts";
import { column, fit, utcTime } from "./layout.ts";
import type { Paint } from "./paint.ts";

export interface QueryLook {
  readonly query: Query;
  readonly catalogue: Catalogue;
  readonly timestampField: string;
  readonly width: number;
  readonly paint: Paint;
}

const longestAction = 40;
const longestKey = 60;

/** An answer for people: an event a line, sequences and samples as blocks under their join keys. */
export function queryLines({ hits: { events, sequences } }: SearchAnswer, look: QueryLook): string[] {
  const table = new EventTable(events ?? (sequences ?? []).flatMap((one) => one.events), look);
  if (events !== undefined) return events.map((hit) => table.line(hit, ""));
  return (sequences ?? []).flatMap((sequence, at) => [
    look.paint.bold(fit(`${at + 1}  ${headOf(sequence, look.query)}`, Math.max(look.width, 100))),
    ...sequence.events.map((hit) => table.line(hit, "   ")),
  ]);
}

/** `user.name "alice", source.ip null`; an item's own key may have a name of its own, the first item's is shown. */
function headOf({ join_keys: values = [] }: SearchSequence, query: Query): string {
  const names = query.kind === "event" ? [] : (query.steps[0]?.keys ?? []).map(({ field }) => field.name);
  const keys = values.map(
    (value, at) => `${names[at] ?? ""} ${value === null ? "null" : printShortened(value, longestKey)}`,
  );
  return escapeForTerminal(`${query.kind}${keys.length === 0 ? "" : `  by ${keys.join(", ")}`}`);
}

/** Lines whose columns fit all of the events. */
class EventTable {
  readonly #look: QueryLook;
  readonly #timestamp: Field | undefined;
  readonly #action: Field | undefined;
  readonly #idLength: number;
  readonly #actionWidth: number;

  constructor(events: readonly SearchHit[], look: QueryLook) {
    this.#look = look;
    this.#timestamp = look.catalogue.field(look.timestampField);
    this.#action = look.catalogue.field("event.action");
    this.#idLength = tellingLength(events.map(({ _id }) => _id));
    const longest = events.reduce((width, hit) => Math.max(width, [...this.#actionOf(hit)].length), 0);
    this.#actionWidth = Math.min(longestAction, longest);
  }

  /** Time, id, action, who did it to what, from where. */
  line(hit: SearchHit, indent: string): string {
    const { paint, width } = this.#look;
    if (hit.missing === true) return `${indent}${paint.dim("no such event, as asked")}`;
    const time = utcTime(this.#timeOf(hit));
    const id = column(escapeForTerminal(hit._id), this.#idLength);
    const room = width - indent.length - time.length - this.#idLength - this.#actionWidth - 6;
    const parties = fit(partiesText(documentParties(hit._source as EcsObject)), Math.max(30, room));
    return `${indent}${paint.dim(`${time}  ${id}`)}  ${column(this.#actionOf(hit), this.#actionWidth)}  ${parties}`.trimEnd();
  }

  #timeOf(hit: SearchHit): number {
    const value = this.#timestamp === undefined ? undefined : viewOf(hit).values(this.#timestamp)[0];
    return typeof value === "bigint" ? Number(value / 1_000_000n) : typeof value === "number" ? value : Number.NaN;
  }

  #actionOf(hit: SearchHit): string {
    const value = this.#action === undefined ? undefined : viewOf(hit).values(this.#action)[0];
    return escapeForTerminal(String(value ?? "–"));
  }
}

function viewOf({ _source }: SearchHit): EventView {
  return documentView(_source as EcsObject);
}

const shortestId = 8;
const longestId = 36;

/** How many characters tell the ids apart, so that one can be given to `explain`; the whole ones are in the other formats. */
function tellingLength(ids: readonly string[]): number {
  const distinct = new Set(ids);
  for (let length = shortestId; length < longestId; length++) {
    if (new Set([...distinct].map((id) => id.slice(0, length))).size === distinct.size) return length + 1;
  }
  return longestId;
}
