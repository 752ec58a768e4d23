import { didYouMean } from "../../text/didYouMean.ts";
import { EqlError } from "./eqlError.ts";

/** What Elasticsearch's API has and documents in memory have not, with what to do instead. */
const refused: Readonly<Record<string, string>> = {
  query: "the query is the first argument",
  filter: "filter the documents before the search",
  fields: "read the fields from `_source`",
  runtime_mappings: "compute the fields before the search, and map them",
  case_sensitive: "write `==` or `:` for what is meant",
  allow_partial_search_results: "there are no shards that could fail",
  allow_partial_sequence_results: "there are no shards that could fail",
  wait_for_completion_timeout: "a search is synchronous",
  keep_on_completion: "a search is synchronous",
  keep_alive: "a search is synchronous",
};

/** Throws an {@link EqlError} for an option that is not among the known ones: it would have no effect. */
export function checkNames(options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw new EqlError("options must be an object");
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    if (Object.hasOwn(refused, name)) throw new EqlError(`option [${name}] is not supported: ${refused[name]}`);
    const near = didYouMean(name, known).map((word) => `[${word}]`);
    throw new EqlError(`unknown option [${name}]${near.length > 0 ? `, did you mean ${near.join(" or ")}?` : ""}`);
  }
}

/** The value of an option that names a field, or an {@link EqlError}. */
export function fieldName(option: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  throw new EqlError(`[${option}] must be the name of a field, found [${String(value)}]`);
}
