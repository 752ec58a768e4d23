import type { Catalogue } from "../../ecs/field.ts";
import { compile, type Matcher } from "../../predicate/compile.ts";
import { predicatesOf } from "../../predicate/predicatesOf.ts";
import type { Query } from "../../predicate/query.ts";
import { searchQuery } from "./search.ts";
import type { SearchAnswer, SearchHits } from "./searchAnswer.ts";
import { type SearchDocument, viewOf } from "./searchDocument.ts";
import type { SearchOptions } from "./searchOptions.ts";

/** A document among those that are searched, and where it came among them. */
interface Arrival {
  readonly document: SearchDocument;
  readonly ordinal: number;
}

/** The answer, and how many events, sequences or samples there are in all, whatever `size` and the pipes leave. */
export interface GradualAnswer {
  readonly answer: SearchAnswer;
  readonly found: number;
}

/** Documents that are taken in before those that cannot be in the answer are given up. */
const batchSize = 2000;

/**
 * `searchQuery` over documents that come one by one: the answer is that of a search over all of them at once.
 *
 * Documents that satisfy no step of the query, and no `until`, are dropped as they come: sequences and samples are made
 * of the others alone. Of an event query's matches only those are held that may yet be among the first or last `size`.
 * `compareTies` orders documents that have one time and one tiebreaker; without it the order in which they came does.
 */
export class GradualSearch {
  readonly #query: Query;
  readonly #catalogue: Catalogue;
  readonly #options: SearchOptions;
  readonly #compareTies: (a: SearchDocument, b: SearchDocument) => number;
  readonly #matchers: readonly Matcher[];
  #held: Arrival[] = [];
  #arrived = 0;
  #matched = 0;
  #roomUntil: number;

  /** @throws EqlError for an option */
  constructor(
    query: Query,
    catalogue: Catalogue,
    options: SearchOptions,
    compareTies: (a: SearchDocument, b: SearchDocument) => number = () => 0,
  ) {
    this.#query = query;
    this.#catalogue = catalogue;
    this.#options = options;
    this.#compareTies = compareTies;
    this.#matchers = [...new Set(predicatesOf(query))].map((each) => compile(each));
    this.#roomUntil = this.#room();
    // What is wrong with an option shows at once, not after all the reading.
    searchQuery(query, catalogue, [], options);
  }

  add(document: SearchDocument): void {
    const ordinal = this.#arrived++;
    const view = viewOf({ document, ordinal });
    if (!this.#matchers.some((matches) => matches(view))) return;
    this.#matched++;
    this.#held.push({ document, ordinal });
    if (this.#query.kind === "event" && this.#held.length >= this.#roomUntil) this.#giveUp();
  }

  /** @throws EqlError for a document without a time in a sequence */
  finish(): GradualAnswer {
    const answer = this.#search(this.#query, this.#options);
    return { answer, found: this.#query.kind === "event" ? this.#matched : sizeOf(this.#everything().hits) };
  }

  #everything(): SearchAnswer {
    const { pipes: _, ...whole } = this.#query;
    return this.#search(whole as Query, { ...this.#options, size: Number.MAX_SAFE_INTEGER });
  }

  /** The first pipe works on at most `size` events, counted from its own end (eql facts §10): no other can matter. */
  #giveUp(): void {
    const { pipes, ...whole } = this.#query;
    const end = pipes?.[0]?.kind ?? this.#options.result_position ?? "tail";
    const { hits } = this.#search(whole as Query, { ...this.#options, result_position: end });
    const bySource = new Map(this.#held.map((arrival) => [arrival.document._source, arrival]));
    this.#held = (hits.events ?? []).flatMap(({ _source }) => bySource.get(_source) ?? []);
    this.#roomUntil = this.#room();
  }

  #room(): number {
    return this.#held.length * 2 + batchSize;
  }

  #search(query: Query, options: SearchOptions): SearchAnswer {
    this.#held.sort((a, b) => this.#compareTies(a.document, b.document) || a.ordinal - b.ordinal);
    const documents = this.#held.map(({ document }) => document);
    return searchQuery(query, this.#catalogue, documents, options);
  }
}

function sizeOf({ events, sequences }: SearchHits): number {
  return (events ?? sequences ?? []).length;
}
