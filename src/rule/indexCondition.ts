import type { Field } from "../ecs/field.ts";
import { alertsDataset, datasets, type EventDataset, indexOf } from "../normalize/record.ts";
import { and, constant, not, or, wildcard } from "../predicate/build.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { wildcardMatcher } from "../text/wildcard.ts";

/** The index of an event: `logs-<dataset>-<namespace>`. Not a field of the mapping, but a field of every document. */
const indexField: Field = { name: "_index", type: "keyword" };

interface IndexPattern {
  readonly pattern: string;
  readonly excluded: boolean;
}

/**
 * The condition that an event's index is one of a rule's index patterns; undefined when there are no patterns.
 *
 * Patterns count in order, as Elasticsearch reads them: one with a leading `-` takes away from what came before. `*` is
 * the only wildcard. One entry may hold several patterns with commas. The name of a remote cluster (`*:logs-*`) is
 * dropped, since the events are here.
 */
export function indexCondition(patterns: readonly string[]): Predicate | undefined {
  const read = patterns.flatMap((entry) => entry.split(",")).flatMap(patternOf);
  if (read.length === 0) return undefined;
  return runsOf(read).reduce((held, { patterns: run, excluded }) => {
    const test = wildcard(indexField, run);
    return excluded ? and(held, not(test)) : or(held, test);
  }, constant(false));
}

/** Whether any of the data streams, or the alerts, are read; true when there are no patterns. */
export function readsDataStreams(patterns: readonly string[]): boolean {
  if (patterns.flatMap((entry) => entry.split(",")).flatMap(patternOf).length === 0) return true;
  return [...datasets, alertsDataset as EventDataset].some((dataset) => readsIndex(patterns, indexOf(dataset)));
}

/** Whether the patterns name the alerts: such a rule is of a higher order. */
export function readsAlerts(patterns: readonly string[]): boolean {
  return readsIndex(patterns, indexOf(alertsDataset));
}

function readsIndex(patterns: readonly string[], index: string): boolean {
  const read = patterns.flatMap((entry) => entry.split(",")).flatMap(patternOf);
  return read.reduce(
    (held, { pattern, excluded }) => (wildcardMatcher(pattern, { ignoreCase: false })(index) ? !excluded : held),
    false,
  );
}

/** Neighbouring patterns of one sign make one test. */
function runsOf(patterns: readonly IndexPattern[]): { patterns: string[]; excluded: boolean }[] {
  const runs: { patterns: string[]; excluded: boolean }[] = [];
  for (const { pattern, excluded } of patterns) {
    const last = runs.at(-1);
    if (last?.excluded === excluded) last.patterns.push(pattern);
    else runs.push({ patterns: [pattern], excluded });
  }
  return runs;
}

/** A pattern without its sign, its cluster and its `::data` selector; nothing for an empty one. */
function patternOf(text: string): IndexPattern[] {
  let pattern = text.trim();
  if (pattern === "") return [];
  const selector = pattern.indexOf("::");
  const selected = selector < 0 ? "data" : pattern.slice(selector + 2);
  if (selector >= 0) pattern = pattern.slice(0, selector);
  let excluded = pattern.startsWith("-");
  const cluster = pattern.lastIndexOf(":");
  const local = cluster >= 0 ? pattern.slice(cluster + 1) : excluded ? pattern.slice(1) : pattern;
  excluded ||= local.startsWith("-");
  const name = local.startsWith("-") ? local.slice(1) : local;
  // The failure store, date maths in names and `?`, which no index name has, select none of the data streams.
  const none = (selected !== "data" && selected !== "*") || name.includes("?") || name.startsWith("<");
  return [{ pattern: none ? "" : name, excluded }];
}
