import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { canProduce } from "../normalize/producedFields.ts";
import type { Dataset } from "../normalize/record.ts";
import { atomsOf, fieldsOfAtom } from "../predicate/fields.ts";
import { possible } from "../predicate/partial.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import { type DataStream, dataStreams, lookUp } from "./lint/dataStreams.ts";
import type { Execution, RunnableRule } from "./rule.ts";

/** The data streams whose events a rule may match, told by its index patterns and its conditions on the data set. */
export function streamsOf({ query }: RunnableRule): readonly Dataset[] {
  const predicates = predicatesOf(query);
  const isRead = ({ known }: DataStream) => predicates.some((each) => possible(each, lookUp(known)) !== "no");
  return dataStreams.filter(isRead).map(({ dataset }) => dataset);
}

/**
 * A field that a rule cannot do without and that none of the data streams ever has; undefined when there is none.
 *
 * The rule then never fires on them, in Elasticsearch neither: some step of it is impossible where the field is missing.
 */
export function starvedOf({ query, execution }: RunnableRule, datasets: readonly Dataset[]): string | undefined {
  const streams = dataStreams.filter(({ dataset }) => datasets.includes(dataset));
  for (const predicate of predicatesOf(query)) {
    const alive = streams.filter(({ known }) => possible(predicate, lookUp(known)) !== "no");
    if (alive.length === 0 || alive.some((stream) => possible(predicate, producedIn(stream)) !== "no")) continue;
    const missing = missingField(predicate, alive);
    if (missing !== undefined) return missing;
  }
  return missingTerm(execution, streams);
}

/** A field that each counted event must have, of those that no data stream has together; they go unseen without it. */
function missingTerm(execution: Execution | undefined, streams: readonly DataStream[]): string | undefined {
  const terms = termsOf(execution).map(({ name }) => name);
  const missing = streams.map((stream) => terms.find((name) => !canHave(stream, name)));
  return missing.includes(undefined) ? undefined : missing[0];
}

/** Events without one of these are left out (elastic-rules facts §4: threshold, new_terms). */
function termsOf(execution: Execution | undefined): readonly Field[] {
  if (execution?.kind === "newTerms") return execution.fields;
  if (execution?.kind !== "threshold") return [];
  return [...execution.fields, ...execution.cardinality.filter(({ value }) => value > 0).map(({ field }) => field)];
}

function canHave({ dataset, known }: DataStream, name: string): boolean {
  return known.has(name) || canProduce(dataset, name);
}

function producedIn({ dataset, known }: DataStream): (field: Field) => readonly Scalar[] | undefined {
  return (field) => known.get(field.name) ?? (canProduce(dataset, field.name) ? undefined : []);
}

function missingField(predicate: Predicate, streams: readonly DataStream[]): string | undefined {
  const names = atomsOf(predicate).flatMap((atom) => fieldsOfAtom(atom).map(({ name }) => name));
  return names.find((name) => !streams.some((stream) => canHave(stream, name)));
}
