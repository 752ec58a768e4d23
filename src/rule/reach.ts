import type { Field } from "../ecs/field.ts";
import type { Scalar } from "../ecs/value.ts";
import { canProduce } from "../normalize/producedFields.ts";
import type { Dataset } from "../normalize/record.ts";
import { atomsOf, fieldsOfAtom } from "../predicate/fields.ts";
import { possible } from "../predicate/partial.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import { type DataStream, dataStreams, lookUp } from "./lint/dataStreams.ts";
import type { RunnableRule } from "./rule.ts";

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
export function starvedOf({ query }: RunnableRule, datasets: readonly Dataset[]): string | undefined {
  const streams = dataStreams.filter(({ dataset }) => datasets.includes(dataset));
  for (const predicate of predicatesOf(query)) {
    const alive = streams.filter(({ known }) => possible(predicate, lookUp(known)) !== "no");
    if (alive.length === 0 || alive.some((stream) => possible(predicate, producedIn(stream)) !== "no")) continue;
    const missing = missingField(predicate, alive);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

function producedIn({ dataset, known }: DataStream): (field: Field) => readonly Scalar[] | undefined {
  return (field) => known.get(field.name) ?? (canProduce(dataset, field.name) ? undefined : []);
}

function missingField(predicate: Predicate, streams: readonly DataStream[]): string | undefined {
  const names = atomsOf(predicate).flatMap((atom) => fieldsOfAtom(atom).map(({ name }) => name));
  return names.find((name) => streams.every(({ dataset, known }) => !known.has(name) && !canProduce(dataset, name)));
}
