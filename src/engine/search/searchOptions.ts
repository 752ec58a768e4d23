import type { Mapping } from "../../ecs/mapping.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import { EqlError } from "./eqlError.ts";
import { checkNames, fieldName } from "./optionNames.ts";

/** What may be set, by the names of Elasticsearch's EQL search API. */
export interface SearchOptions {
  /** The mapping that types the fields; without one, ECS does, and the documents for what ECS does not know. */
  readonly mapping?: Mapping;
  /** Most events, sequences or samples in the answer; 10 unless told. */
  readonly size?: number;
  /** Which ones, if no pipe says: the last (`tail`, unless told) or the first (`head`); ascending in either case. */
  readonly result_position?: "head" | "tail";
  /** Accepted and checked; it is about paging, and there are no pages here. */
  readonly fetch_size?: number;
  /** `@timestamp` unless told. */
  readonly timestamp_field?: string;
  /** Orders events of one time; none unless told, and then the order of the documents does. */
  readonly tiebreaker_field?: string;
  /** `event.category` unless told. */
  readonly event_category_field?: string;
  /** Most samples of one combination of join keys; 1 unless told. */
  readonly max_samples_per_key?: number;
  /** Milliseconds of a clock, read twice for `took`; without one `took` is 0. */
  readonly clock?: () => number;
  /** Told of what is no error and yet worth knowing: warnings and notes on the query, the mapping, the types inferred. */
  readonly report?: (diagnostic: Diagnostic) => void;
}

/** Options that are checked and filled in. */
export interface SearchSettings {
  readonly mapping: Mapping | undefined;
  readonly size: number;
  readonly resultPosition: "head" | "tail";
  readonly timestampField: string;
  readonly tiebreakerField: string | undefined;
  readonly eventCategoryField: string;
  readonly maxSamplesPerKey: number;
  readonly clock: () => number;
  readonly report: (diagnostic: Diagnostic) => void;
}

const optionNames: Readonly<Record<keyof SearchOptions, true>> = {
  mapping: true,
  size: true,
  result_position: true,
  fetch_size: true,
  timestamp_field: true,
  tiebreaker_field: true,
  event_category_field: true,
  max_samples_per_key: true,
  clock: true,
  report: true,
};

/** Checks options and fills in defaults; throws an {@link EqlError} that names the first wrong one. */
export function settingsOf(options: SearchOptions): SearchSettings {
  checkNames(options, Object.keys(optionNames));
  const { clock = () => 0, report = () => {}, mapping, result_position: resultPosition = "tail" } = options;
  if (resultPosition !== "head" && resultPosition !== "tail") {
    throw new EqlError(`[result_position] must be "head" or "tail", found [${String(resultPosition)}]`);
  }
  if (typeof clock !== "function") throw new EqlError("[clock] must be a function that answers milliseconds");
  if (typeof report !== "function") throw new EqlError("[report] must be a function that takes a diagnostic");
  count("fetch_size", options.fetch_size ?? 1000, 2);
  return {
    mapping,
    clock,
    report,
    resultPosition,
    size: count("size", options.size ?? 10, 0),
    maxSamplesPerKey: count("max_samples_per_key", options.max_samples_per_key ?? 1, 1),
    timestampField: fieldName("timestamp_field", options.timestamp_field ?? "@timestamp"),
    eventCategoryField: fieldName("event_category_field", options.event_category_field ?? "event.category"),
    tiebreakerField:
      options.tiebreaker_field === undefined ? undefined : fieldName("tiebreaker_field", options.tiebreaker_field),
  };
}

function count(name: string, value: unknown, least: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw new EqlError(`[${name}] must be an integer greater than or equal to ${least}, found [${String(value)}]`);
}
