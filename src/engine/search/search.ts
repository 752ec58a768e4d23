import { defaultCatalogue } from "../../ecs/catalogue.ts";
import type { Catalogue } from "../../ecs/field.ts";
import { inferredCatalogue } from "../../ecs/inferredCatalogue.ts";
import { mappingCatalogue } from "../../ecs/mapping.ts";
import { overlay } from "../../ecs/overlay.ts";
import type { Query } from "../../predicate/query.ts";
import { queryOf, soundCatalogue } from "./checkText.ts";
import { Placement } from "./placement.ts";
import type { Found, SearchAnswer } from "./searchAnswer.ts";
import { type Candidate, candidatesOf, type SearchDocument, sourceOf } from "./searchDocument.ts";
import { searchEvents } from "./searchEvents.ts";
import { type SearchOptions, type SearchSettings, settingsOf } from "./searchOptions.ts";
import { searchSamples } from "./searchSamples.ts";
import { searchSequences } from "./searchSequences.ts";

/**
 * Runs an EQL query over documents and answers as Elasticsearch's EQL search API does.
 *
 * Fields are typed by `options.mapping`. Without one they are typed by ECS and Elastic's integrations, and what those do
 * not know by the documents' own values, as dynamic mapping would. The answer depends on the order of the documents only
 * where two have one time and no tiebreaker tells them apart. Documents are neither copied nor changed.
 *
 * @throws EqlError for a query, mapping, option or document that cannot be used; nothing else
 */
export function search(text: string, documents: Iterable<SearchDocument>, options: SearchOptions = {}): SearchAnswer {
  const settings = settingsOf(options);
  const startedMs = settings.clock();
  const candidates = candidatesOf(documents);
  const catalogue = catalogueOfSearch(settings, candidates);
  const query = queryOf(text, catalogue, settings.eventCategoryField, settings.report);
  return answer(query, catalogue, candidates, settings, startedMs);
}

/**
 * The same for a query that is understood already, over the fields of that catalogue; `mapping` and
 * `event_category_field` of the options have done their part.
 *
 * @throws EqlError for an option or document that cannot be used; nothing else
 */
export function searchQuery(
  query: Query,
  catalogue: Catalogue,
  documents: Iterable<SearchDocument>,
  options: SearchOptions = {},
): SearchAnswer {
  const settings = settingsOf(options);
  const startedMs = settings.clock();
  return answer(query, catalogue, candidatesOf(documents), settings, startedMs);
}

function answer(
  query: Query,
  catalogue: Catalogue,
  candidates: readonly Candidate[],
  settings: SearchSettings,
  startedMs: number,
): SearchAnswer {
  const placement = new Placement(catalogue, settings, query.kind !== "sample");
  const { hits, isPartial } = run(query, candidates, placement, settings);
  const value = (hits.events ?? hits.sequences ?? []).length;
  return {
    is_partial: isPartial,
    is_running: false,
    took: settings.clock() - startedMs,
    timed_out: false,
    hits: { total: { value, relation: "eq" }, ...hits },
  };
}

function catalogueOfSearch({ mapping, report }: SearchSettings, candidates: readonly Candidate[]): Catalogue {
  if (mapping !== undefined) return soundCatalogue(mappingCatalogue(mapping), report);
  const inferred = inferredCatalogue(candidates.map(({ document }) => sourceOf(document._source)));
  return overlay(soundCatalogue(inferred, report), defaultCatalogue);
}

function run(query: Query, candidates: readonly Candidate[], placement: Placement, settings: SearchSettings): Found {
  switch (query.kind) {
    case "event":
      return searchEvents(query, candidates, placement, settings);
    case "sequence":
      return searchSequences(query, candidates, placement, settings);
    case "sample":
      return searchSamples(query, candidates, placement, settings);
  }
}
