import type { Catalogue } from "../ecs/field.ts";
import { check, lower, parse } from "../language/kuery/index.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

export interface UnderstoodKuery {
  /** Absent when a diagnostic is an error. */
  readonly predicate?: Predicate;
  readonly diagnostics: Diagnostic[];
}

/**
 * Parses, checks and lowers KQL; `nowMs` is what `now` stands for in dates, epoch milliseconds, and without it such a date
 * is an error. Never throws.
 */
export function understandKuery(source: Source, catalogue: Catalogue, nowMs?: number): UnderstoodKuery {
  const parsed = parse(source);
  if (parsed.query === null) return { diagnostics: [...parsed.diagnostics] };
  const checked = check(parsed.query, source, { catalogue, ...(nowMs === undefined ? {} : { nowMs }) });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics];
  if (checked.query === null || hasErrors(diagnostics)) return { diagnostics };
  return { predicate: lower(checked.query).predicate, diagnostics };
}
