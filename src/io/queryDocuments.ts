import { documentView } from "../ecs/event.ts";
import type { Catalogue, Field } from "../ecs/field.ts";
import type { EcsObject } from "../ecs/value.ts";
import { type GradualAnswer, GradualSearch } from "../engine/search/gradualSearch.ts";
import type { SearchDocument } from "../engine/search/searchDocument.ts";
import type { SearchOptions } from "../engine/search/searchOptions.ts";
import { fastestScan } from "../kernel/index.ts";
import type { Query } from "../predicate/query.ts";
import { listInputFiles } from "./inputFiles.ts";
import { type InputProblem, rejectedRecord } from "./inputProblem.ts";
import { type RecordReader, readFileRecords, readStreamRecords } from "./inputRecords.ts";
import { readDocument } from "./readDocument.ts";
import { addProblem, emptyTally, settleProblems, type TallyData } from "./tally.ts";

export interface DocumentQuery {
  readonly query: Query;
  readonly catalogue: Catalogue;
  readonly options: SearchOptions;
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Epoch milliseconds; documents before, or without a time, are left out. */
  readonly fromMs?: number;
  /** Documents at or after are left out. */
  readonly toMs?: number;
}

export interface DocumentAnswer extends GradualAnswer {
  readonly tally: TallyData;
}

/**
 * Searches documents that are ECS already, in the order of the input (files sorted by path): nothing is recognised,
 * normalised or taken for a copy. A document without an id is called by its file and its number in it.
 *
 * @throws EqlError for an option, or for a document without a time in a sequence
 */
export async function queryDocuments(request: DocumentQuery): Promise<DocumentAnswer> {
  const { query, catalogue, options, paths, stdin } = request;
  const reading = new Reading(new GradualSearch(query, catalogue, options), request);
  const listing = listInputFiles(paths.filter((path) => path !== "-"));
  for (const found of listing.problems) reading.unreadable(found);
  if (paths.includes("-") && stdin !== undefined) {
    await readStreamRecords("<stdin>", stdin, reading.readerOf("<stdin>"));
  }
  for (const { path } of listing.files) await readFileRecords(path, reading.readerOf(path));
  return reading.finish();
}

class Reading {
  readonly #tally = emptyTally();
  readonly #values = fastestScan();
  readonly #search: GradualSearch;
  readonly #timestamp: Field | undefined;
  readonly #range: Pick<DocumentQuery, "fromMs" | "toMs">;

  constructor(search: GradualSearch, { catalogue, options, fromMs, toMs }: DocumentQuery) {
    this.#search = search;
    this.#timestamp = catalogue.field(options.timestamp_field ?? "@timestamp");
    this.#range = { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
  }

  /** A path that is no readable file counts as a file that was rejected. */
  unreadable(found: InputProblem): void {
    this.#tally.files++;
    this.#tally.rejectedFiles++;
    addProblem(this.#tally, found);
  }

  readerOf(file: string): RecordReader {
    let number = 0;
    return {
      tally: this.#tally,
      values: this.#values,
      problem: (found) => addProblem(this.#tally, found),
      record: ({ bytes, start, end, offset }) => {
        const document = readDocument(bytes.toString("utf8", start, end), `${file}:${++number}`);
        if ("kind" in document) this.#reject(rejectedRecord(document.reason, file, offset, document.detail));
        else if (this.#isInRange(document)) this.#search.add(document);
        else this.#tally.outsideRange++;
      },
    };
  }

  finish(): DocumentAnswer {
    settleProblems(this.#tally);
    return { ...this.#search.finish(), tally: this.#tally };
  }

  #reject(found: InputProblem): void {
    this.#tally.rejectedRecords++;
    addProblem(this.#tally, found);
  }

  #isInRange({ _source }: SearchDocument): boolean {
    const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = this.#range;
    if (fromMs === Number.NEGATIVE_INFINITY && toMs === Number.POSITIVE_INFINITY) return true;
    const times = this.#timestamp === undefined ? [] : documentView(_source as EcsObject).values(this.#timestamp);
    return times.some((time) => {
      const atMs = typeof time === "bigint" ? Number(time / 1_000_000n) : time;
      return typeof atMs === "number" && atMs >= fromMs && atMs < toMs;
    });
  }
}
