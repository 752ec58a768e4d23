import { defaultCatalogue } from "../../ecs/catalogue.ts";
import type { Catalogue } from "../../ecs/field.ts";
import { type Mapping, type MappingResult, mappingCatalogue } from "../../ecs/mapping.ts";
import type { EqlQuery } from "../../language/eql/ast.ts";
import { check } from "../../language/eql/check.ts";
import { lower } from "../../language/eql/lower.ts";
import { parse } from "../../language/eql/parser.ts";
import type { Query } from "../../predicate/query.ts";
import { type Diagnostic, hasErrors } from "../../text/diagnostic.ts";
import { EqlError } from "./eqlError.ts";

export interface CheckedText {
  /** What the text says; null if it does not parse. */
  readonly parsed: EqlQuery | null;
  /** What it comes down to; null if any of the diagnostics is an error. */
  readonly query: Query | null;
  readonly diagnostics: readonly Diagnostic[];
}

export type Report = (diagnostic: Diagnostic) => void;

/** From text to predicates, with all that is wrong on the way. */
export function checkText(text: string, catalogue: Catalogue, eventCategoryField: string): CheckedText {
  if (typeof text !== "string") throw new EqlError("the query must be a string");
  const source = { name: "<query>", text };
  const { query: parsed, diagnostics: slips } = parse(source);
  if (parsed === null || hasErrors(slips)) return { parsed, query: null, diagnostics: slips };
  const checked = check(parsed, source, { catalogue, eventCategoryField });
  const query = checked.query === null ? null : lower(checked.query);
  return { parsed, query, diagnostics: [...slips, ...checked.diagnostics] };
}

/** The query of a text, or an {@link EqlError} that says all that is wrong with it; warnings go to `report`. */
export function queryOf(text: string, catalogue: Catalogue, eventCategoryField: string, report?: Report): Query {
  const { query, diagnostics } = checkText(text, catalogue, eventCategoryField);
  if (query === null) throw new EqlError(diagnostics);
  if (report !== undefined) for (const diagnostic of diagnostics) report(diagnostic);
  return query;
}

/** The fields that are mapped; ECS and the integrations' own without a mapping. */
export function catalogueFor(mapping: Mapping | undefined): MappingResult {
  return mapping === undefined ? { catalogue: defaultCatalogue, diagnostics: [] } : mappingCatalogue(mapping);
}

/** The fields of what was found of a mapping if it is sound, or an {@link EqlError}; warnings go to `report`. */
export function soundCatalogue({ catalogue, diagnostics }: MappingResult, report?: Report): Catalogue {
  if (hasErrors(diagnostics)) throw new EqlError(diagnostics);
  if (report !== undefined) for (const diagnostic of diagnostics) report(diagnostic);
  return catalogue;
}
