import type { Predicate } from "./predicate.ts";
import type { Query } from "./query.ts";

/** A query's predicates in the order that steps are numbered: the steps, missing ones too, then `until`. */
export function predicatesOf(query: Query): readonly Predicate[] {
  if (query.kind === "event") return [query.predicate];
  const steps = query.steps.map((step) => step.predicate);
  const until = query.kind === "sequence" ? query.until : undefined;
  return until === undefined ? steps : [...steps, until.predicate];
}
