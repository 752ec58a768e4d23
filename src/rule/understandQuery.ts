import type { Catalogue } from "../ecs/field.ts";
import type { EqlQuery } from "../language/eql/ast.ts";
import { check } from "../language/eql/check.ts";
import type { CheckedQuery } from "../language/eql/checked.ts";
import { parse } from "../language/eql/parser.ts";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Rule } from "./rule.ts";

/** A query as it was written, and as it was understood. */
export interface UnderstoodQuery {
  readonly source: Source;
  readonly written: EqlQuery;
  readonly checked: CheckedQuery;
}

export interface UnderstoodResult {
  /** Absent when a diagnostic is an error. */
  readonly query?: UnderstoodQuery;
  readonly diagnostics: Diagnostic[];
}

/** Parses and checks EQL; `eventCategoryField` is `event.category` unless given. Never throws. */
export function understandQuery(source: Source, catalogue: Catalogue, eventCategoryField?: string): UnderstoodResult {
  const parsed = parse(source);
  if (parsed.query === null) return { diagnostics: [...parsed.diagnostics] };
  const checked = check(parsed.query, source, {
    catalogue,
    ...(eventCategoryField === undefined ? {} : { eventCategoryField }),
  });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics];
  if (checked.query === null || hasErrors(diagnostics)) return { diagnostics };
  return { query: { source, written: parsed.query, checked: checked.query }, diagnostics };
}

/** The same for the query of a rule, placed in the rule's file. */
export function understandRule(rule: Rule, catalogue: Catalogue): UnderstoodResult {
  return understandQuery(querySourceOf(rule), catalogue, rule.eventCategoryOverride);
}

/** The text of a rule's query, tied to its place in the rule's file. */
export function querySourceOf(rule: Rule): Source {
  return rule.querySource ?? { name: rule.source.name, text: rule.query ?? "" };
}
