/**
 * `eqlite/eql`: Elastic's Event Query Language over documents in memory, in Node and in browsers.
 *
 * @module
 */

import type { Mapping } from "./ecs/mapping.ts";
import { catalogueFor, checkText, queryOf, soundCatalogue } from "./engine/search/checkText.ts";
import { compileEvent } from "./engine/search/compileEvent.ts";
import { EqlError } from "./engine/search/eqlError.ts";
import { checkNames, fieldName } from "./engine/search/optionNames.ts";
import type { EqlQuery } from "./language/eql/ast.ts";
import { parse as parseSource } from "./language/eql/parser.ts";
import { type Diagnostic, hasErrors } from "./text/diagnostic.ts";

export type { Mapping } from "./ecs/mapping.ts";
export type { Scalar } from "./ecs/value.ts";
export { EqlError } from "./engine/search/eqlError.ts";
export { search } from "./engine/search/search.ts";
export type { SearchAnswer, SearchHit, SearchHits, SearchSequence } from "./engine/search/searchAnswer.ts";
export type { SearchDocument } from "./engine/search/searchDocument.ts";
export type { SearchOptions } from "./engine/search/searchOptions.ts";
export type * from "./language/eql/ast.ts";
export { print } from "./language/eql/print.ts";
export type { Diagnostic, Label, Severity } from "./text/diagnostic.ts";
export { type RenderOptions, renderDiagnostic } from "./text/renderDiagnostic.ts";
export { type Place, placeOf, type Source, type Span } from "./text/source.ts";

/** A query and all that is wrong with it; the query is null if any of that is an error. */
export interface EqlResult {
  readonly query: EqlQuery | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface EqlOptions {
  /** The mapping that types the fields; ECS and Elastic's integrations without one. */
  readonly mapping?: Mapping;
  /** The field that a category is looked up in; `event.category` unless told. */
  readonly event_category_field?: string;
}

/** Reads a query without looking at what its names mean; diagnostics are `EQL0xx`. Never throws on any text. */
export function parse(text: string): EqlResult {
  const { query, diagnostics } = parseSource({ name: "<query>", text });
  return { query: hasErrors(diagnostics) ? null : query, diagnostics };
}

/**
 * Reads a query and checks names, types and functions against the mapping; diagnostics are `EQL0xx` and `EQL1xx`, and
 * `MAP0xx` for the mapping itself. Never throws on any text or mapping.
 */
export function check(text: string, options: EqlOptions = {}): EqlResult {
  const category = categoryField(options);
  const { catalogue, diagnostics: ofMapping } = catalogueFor(options.mapping);
  const { parsed, query, diagnostics: ofQuery } = checkText(text, catalogue, category);
  const diagnostics = [...ofMapping, ...ofQuery];
  return { query: query === null || hasErrors(diagnostics) ? null : parsed, diagnostics };
}

/**
 * An event query as a function that tells of one source document whether it matches: what {@link search} would find.
 *
 * The function keeps nothing of a document and never throws.
 *
 * @throws EqlError for a query or mapping that cannot be used, and for a sequence, a sample or a query with pipes
 */
export function compile(text: string, options: EqlOptions = {}): (source: object) => boolean {
  const category = categoryField(options);
  const query = queryOf(text, soundCatalogue(catalogueFor(options.mapping)), category);
  if (query.kind !== "event") throw new EqlError(`a ${query.kind} is no condition on one document: use \`search\``);
  if (query.pipes !== undefined) throw new EqlError("pipes are no condition on one document: use `search`");
  return compileEvent(query.predicate);
}

function categoryField(options: EqlOptions): string {
  checkNames(options, ["mapping", "event_category_field"]);
  return fieldName("event_category_field", options.event_category_field ?? "event.category");
}
