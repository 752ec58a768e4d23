import { type Mapping, type SearchDocument, type SearchOptions, search } from "../../src/eql.ts";

/** Sources as documents whose ids are `1`, `2`, …; a second apart unless they have an `@timestamp`. */
export function documentsOf(sources: readonly object[]): SearchDocument[] {
  return sources.map((source, index) => ({
    _id: String(index + 1),
    _source: { "@timestamp": new Date(1_770_000_000_000 + index * 1000).toISOString(), ...source },
  }));
}

/** The ids that a query finds: of events in order, of sequences and samples one list each, `-` for a missing event. */
export function idsOf(query: string, documents: Iterable<SearchDocument>, options: SearchOptions = {}): unknown[] {
  const { events, sequences } = search(query, documents, options).hits;
  if (events !== undefined) return events.map(({ _id }) => _id);
  return (sequences ?? []).map((sequence) =>
    sequence.events.map(({ _id, missing }) => (missing ? "-" : _id)).join(" "),
  );
}

/** A mapping of fields given by their type's name or their definition, with `@timestamp` and `event.category`. */
export function mappingOf(fields: Readonly<Record<string, string | object>>): Mapping {
  const definitions = Object.entries(fields).map(([name, field]) => [
    name,
    typeof field === "string" ? { type: field } : field,
  ]);
  const always = { "@timestamp": { type: "date" }, "event.category": { type: "keyword" } };
  return { properties: { ...always, ...Object.fromEntries(definitions) } };
}
