import type { Node } from "yaml";
import type { Label } from "../text/diagnostic.ts";
import type { YamlMapping, YamlReader } from "./readYaml.ts";

/** One entry of `regression_tests_info`: a file of raw records and what the rule must make of it. */
export interface CaseEntry {
  readonly name: string;
  readonly provider: (typeof providers)[number];
  /** Relative to the detection's folder, `/` between parts. */
  readonly path: string;
  /** Alerts expected; the events of one sequence are one alert. For a known miss, always 0. */
  readonly matchCount: number;
  /** Ids of the events that alerts must stand on, no more and no fewer; order does not matter. */
  readonly eventIds?: readonly string[];
  /** The same by line number from 1, for records without an id of their own. */
  readonly lines?: readonly number[];
  readonly origin: (typeof origins)[number];
  /** The family of false positives that a silent case stands for. */
  readonly family?: string;
  /** Number of the evasion in the technique's list. */
  readonly evasion?: number;
  /** The rule should fire and does not; firing is reported until the case is promoted. */
  readonly knownMiss: boolean;
  /** Values of value lists that hold for this case alone. */
  readonly valueLists: ReadonlyMap<string, readonly string[]>;
  /** Where the case stands in the sidecar. */
  readonly label: Label;
}

const providers = ["aws.cloudtrail", "azure.activitylogs"] as const;
const origins = ["captured", "derived", "synthetic"] as const;
const keys = [
  "name",
  "type",
  "provider",
  "path",
  "match_count",
  "event_ids",
  "lines",
  "origin",
  "family",
  "evasion",
  "known_miss",
  "value_lists",
];

/** One case, or undefined with its faults reported. */
export function readCase(reader: YamlReader, node: Node): CaseEntry | undefined {
  const mapping = reader.mapping(node, "regression_tests_info");
  if (mapping === undefined) return undefined;
  reader.onlyKeys(mapping, keys);
  const get = (key: string, required = false) => reader.get(mapping, key, required);
  reader.oneOf(get("type", true), "type", ["json"]);
  const name = reader.string(get("name", true), "name");
  const provider = reader.oneOf(get("provider", true), "provider", providers);
  const path = readPath(reader, get("path", true));
  const matchCount = reader.count(get("match_count", true), "match_count", 0);
  const origin = reader.oneOf(get("origin", true), "origin", origins);
  if (!name || !provider || !path || matchCount === undefined || !origin) return undefined;
  const entry = { name, provider, path, matchCount, origin, ...readOptional(reader, mapping) };
  reportContradiction(reader, entry, mapping);
  return { ...entry, label: reader.label(get("name")) };
}

function readOptional(reader: YamlReader, mapping: YamlMapping) {
  const get = (key: string) => reader.get(mapping, key, false);
  const family = reader.string(get("family"), "family");
  const evasion = reader.count(get("evasion"), "evasion", 1);
  const eventIds = get("event_ids");
  const lines = get("lines");
  return {
    ...(eventIds === undefined ? {} : { eventIds: reader.strings(eventIds, "event_ids") }),
    ...(lines === undefined ? {} : { lines: reader.list(lines, "lines", (line) => reader.count(line, "lines", 1)) }),
    ...(family === undefined ? {} : { family }),
    ...(evasion === undefined ? {} : { evasion }),
    knownMiss: reader.boolean(get("known_miss"), "known_miss") ?? false,
    valueLists: readValueLists(reader, get("value_lists")),
  };
}

/** A path stays inside the detection's folder. */
function readPath(reader: YamlReader, node: Node | undefined): string | undefined {
  const path = reader.string(node, "path");
  if (path === undefined) return undefined;
  const parts = path.split("/");
  if (!path.includes("\\") && parts.every((part) => part !== "" && part !== "." && part !== "..")) return path;
  reader.report("PROOF006", `the path \`${path}\` leaves the detection's folder`, node, "write `tests/name.ndjson`");
  return undefined;
}

function readValueLists(reader: YamlReader, node: Node | undefined): Map<string, readonly string[]> {
  const mapping = reader.mapping(node, "value_lists");
  const entries = mapping === undefined ? [] : reader.entries(mapping);
  return new Map(entries.map(({ key, value }) => [key, reader.strings(value, key)]));
}

function reportContradiction(reader: YamlReader, entry: Omit<CaseEntry, "label">, mapping: YamlMapping): void {
  const named = (entry.eventIds?.length ?? 0) + (entry.lines?.length ?? 0);
  const report = (message: string) => reader.report("PROOF008", message, mapping);
  if (entry.knownMiss && entry.matchCount > 0) report("a known miss has `match_count: 0`");
  if (entry.matchCount === 0 && named > 0) report("no alert is expected, yet events are named");
  if (entry.eventIds !== undefined && entry.lines !== undefined) report("`event_ids` and `lines` say the same thing");
}
