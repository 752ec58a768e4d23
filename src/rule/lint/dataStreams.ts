import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import { type Dataset, datasets, indexOf } from "../../normalize/record.ts";
import { and } from "../../predicate/build.ts";
import { atomsOf, fieldsOfAtom } from "../../predicate/fields.ts";
import { possible } from "../../predicate/partial.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import { indexCondition } from "../indexCondition.ts";

/** A data stream of ours, and the values that all its events have. */
export interface DataStream {
  readonly dataset: Dataset;
  readonly known: KnownValues;
}

/** Values of some fields, by name; an empty list is a field known to be missing. */
export type KnownValues = ReadonlyMap<string, readonly Scalar[]>;

/** The known values in the form that `possible` asks for. */
export function lookUp(known: KnownValues): (field: Field) => readonly Scalar[] | undefined {
  return (field) => known.get(field.name);
}

/** Streams in which some records are alerts, so that `event.kind` differs. */
export const alerting: ReadonlySet<Dataset> = new Set(["github.audit", "o365.audit"]);

/** Every data stream that eqlite produces. */
export const dataStreams: readonly DataStream[] = datasets.map((dataset) => ({
  dataset,
  known: new Map<string, readonly Scalar[]>([
    ["event.dataset", [dataset]],
    ["data_stream.dataset", [dataset]],
    ["data_stream.type", ["logs"]],
    ["event.module", [dataset.slice(0, dataset.indexOf("."))]],
    ...(alerting.has(dataset) ? [] : [["event.kind", ["event"]] as const]),
    ["_index", [indexOf(dataset)]],
  ]),
}));

/**
 * The data streams of ours that a filter can match, and whether it can match no others.
 *
 * It is closed when the rule's index patterns name only streams of ours, or when its own conditions on `event.dataset` or
 * `data_stream.dataset` fail for every other value that the filter names, for one it does not name, and for none.
 */
export function reachOf(
  predicate: Predicate,
  index: readonly string[],
): { readonly streams: readonly DataStream[]; readonly isClosed: boolean } {
  const restriction = indexCondition(index);
  const whole = restriction === undefined ? predicate : and(predicate, restriction);
  const streams = dataStreams.filter(({ known }) => possible(whole, lookUp(known)) !== "no");
  return { streams, isClosed: streams.length > 0 && (namesOnlyOurs(index) || refusesOthers(predicate)) };
}

function namesOnlyOurs(index: readonly string[]): boolean {
  const patterns = index.flatMap((entry) => entry.split(",")).map((pattern) => pattern.trim());
  const positive = patterns.filter((pattern) => pattern !== "" && !pattern.startsWith("-"));
  return positive.length > 0 && positive.every((pattern) => ofOurs.test(pattern));
}

const ofOurs = new RegExp(
  `^(?:[^:]*:)?logs-(?:${datasets.map((name) => name.replace(".", "\\.")).join("|")})(?:[-*]|$)`,
);

const datasetFields = ["event.dataset", "data_stream.dataset"];

function refusesOthers(predicate: Predicate): boolean {
  const ours = new Set<Scalar>(dataStreams.map(({ dataset }) => dataset));
  const others = new Set<Scalar | undefined>([undefined, "\u0000 a data stream that no rule names"]);
  for (const atom of atomsOf(predicate)) {
    if (!fieldsOfAtom(atom).some(({ name }) => datasetFields.includes(name))) continue;
    if (atom.kind !== "test") return false;
    if (atom.test.kind === "equals") others.add(atom.test.value);
    else if (atom.test.kind === "oneOf") for (const value of atom.test.values) others.add(value);
    else if (atom.test.kind !== "exists") return false;
  }
  return [...others].every((value) => {
    if (value !== undefined && ours.has(value)) return true;
    const values = value === undefined ? [] : [value];
    const known = new Map(datasetFields.map((name) => [name, values]));
    return possible(predicate, lookUp(known)) === "no";
  });
}
