import type { Catalogue } from "../ecs/field.ts";
import type { CheckedEsql, LocalTable } from "../language/esql/checked.ts";
import { check, parse, prefilter, unsupportedCodes } from "../language/esql/index.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { understandKuery } from "./understandKuery.ts";

export interface UnderstoodEsql {
  /** Absent when a diagnostic is an error. */
  readonly checked?: CheckedEsql;
  /** What every source document of a result row satisfies. */
  readonly predicate?: Predicate;
  /** Why the query, sound as it is, cannot run here; a sentence fragment. */
  readonly unsupported?: string;
  readonly diagnostics: Diagnostic[];
}

/** Parses and checks ES|QL, `KQL()` inside it too. Never throws. */
export function understandEsql(
  source: Source,
  catalogue: Catalogue,
  tables?: (name: string) => LocalTable | undefined,
): UnderstoodEsql {
  const parsed = parse(source);
  if (parsed.query === null) return { diagnostics: [...parsed.diagnostics] };
  const checked = check(parsed.query, source, {
    catalogue,
    kuery: (text, place) => kueryCondition({ ...place, text }, catalogue),
    ...(tables === undefined ? {} : { tables }),
  });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first !== undefined && errors.every(({ code }) => unsupportedCodes.includes(code)))
    return { unsupported: first.message, diagnostics };
  if (checked.query === null || hasErrors(diagnostics)) return { diagnostics };
  return { checked: checked.query, predicate: prefilter(checked.query), diagnostics };
}

function kueryCondition(source: Source, catalogue: Catalogue) {
  const { predicate, diagnostics } = understandKuery(source, catalogue);
  return predicate === undefined ? { diagnostics } : { predicate };
}
