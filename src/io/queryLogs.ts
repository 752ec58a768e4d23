import { printDocument } from "../ecs/document.ts";
import type { Catalogue } from "../ecs/field.ts";
import type { Hit } from "../engine/hit.ts";
import { type GradualAnswer, GradualSearch } from "../engine/search/gradualSearch.ts";
import type { SearchDocument } from "../engine/search/searchDocument.ts";
import type { SearchOptions } from "../engine/search/searchOptions.ts";
import { indexOf, type NormalizedEvent } from "../normalize/record.ts";
import { compareCodePoints } from "../predicate/value.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { distinctEvents } from "./distinctEvents.ts";
import { type ScanAccount, type ScanRequest, scanHits } from "./scan.ts";

export interface LogQuery extends Omit<ScanRequest, "rules" | "watch"> {
  /** The query, as a rule that has nothing else. */
  readonly rule: RunnableRule;
  readonly catalogue: Catalogue;
  readonly options: SearchOptions;
}

/** A query's answer over logs, and the account of what was read for it. */
export interface LogAnswer extends GradualAnswer {
  readonly account: ScanAccount;
}

/**
 * Searches raw logs: the answer is that of `search` over all their events, normalised, each once.
 *
 * Only events that satisfy some step of the query are searched, found as for a rule, on workers and mostly without being
 * parsed: `Plan.candidates` is sound, and an event outside every step starts, extends, cancels and spoils no sequence and
 * is in no sample. Events of one time are ordered by id, so that neither files nor workers count.
 *
 * @throws EqlError for an option, before anything is read
 */
export async function queryLogs({ rule, catalogue, options, ...request }: LogQuery): Promise<LogAnswer> {
  const search = new GradualSearch(rule.query, catalogue, options, compareDocuments);
  const { hits, watched: _, ...account } = await scanHits({ ...request, rules: [rule] });
  const events = eventsOf(hits);
  for (const event of account.duplicates === 0 ? events : distinctEvents(events)) search.add(documentOf(event));
  return { ...search.finish(), account };
}

function eventsOf(hits: Iterable<Hit>): Iterable<NormalizedEvent> {
  return {
    *[Symbol.iterator]() {
      for (const { event } of hits) yield event;
    },
  };
}

/** An event as an index holds it. */
export function documentOf({ id, dataset, document }: NormalizedEvent): SearchDocument {
  return { _index: indexOf(dataset), _id: id, _source: document };
}

/** By id, then by content; the latter is looked at only for copies of one id. */
function compareDocuments(a: SearchDocument, b: SearchDocument): number {
  return compareCodePoints(a._id, b._id) || compareCodePoints(contentOf(a), contentOf(b));
}

function contentOf({ _index, _source }: SearchDocument): string {
  return `${_index} ${printDocument(_source as NormalizedEvent["document"])}`;
}
