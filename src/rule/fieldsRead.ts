import { decidingFields } from "../language/esql/index.ts";
import { fieldsOf } from "../predicate/fields.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import type { Execution, RunnableRule } from "./rule.ts";

/**
 * Names of the fields that a rule decides by: in its conditions, its groups, terms and counts. What an ES|QL query only
 * gives out (`KEEP`, `VALUES`) is not among them. Each once, in no particular order.
 */
export function fieldsRead({ query, execution }: RunnableRule): ReadonlySet<string> {
  const names = predicatesOf(query).flatMap((predicate) => fieldsOf(predicate).map(({ name }) => name));
  return new Set([...names, ...(execution === undefined ? [] : ofExecution(execution))]);
}

const geo = /^(?:source|client|destination)\.(?:geo|as)\./;

/** Whether the rule decides by what only a geo database can tell (ecs-mapping facts §4). */
export function readsGeo(runnable: RunnableRule): boolean {
  return geoField(runnable) !== undefined;
}

/** The first such field. */
export function geoField(runnable: RunnableRule): string | undefined {
  return [...fieldsRead(runnable)].find((name) => geo.test(name));
}

function ofExecution(execution: Execution): string[] {
  switch (execution.kind) {
    case "threshold":
      return [...execution.fields, ...execution.cardinality.map(({ field }) => field)].map(({ name }) => name);
    case "newTerms":
      return execution.fields.map(({ name }) => name);
    case "threatMatch":
      return execution.groups.flatMap(({ entries }) => entries.map(({ field }) => field.name));
    case "esql":
      return decidingFields(execution.query).map(({ name }) => name);
    default:
      return [];
  }
}
