import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { EcsObject } from "../../src/ecs/value.ts";
import type { GeoLookup } from "../../src/normalize/record.ts";
import type { ProofCase } from "../../src/testing/prove.ts";
import { parseDuration } from "../../src/text/duration.ts";
import { root } from "./checkout.ts";

/** What is authored here for one of Elastic's rules: raw records that fire it, and near misses that do not. */
export interface RuleCases {
  readonly file: string;
  /** `rule_id`. */
  readonly rule: string;
  /** What is hard about the rule, in our words. */
  readonly title: string;
  /** What each record must be recognised as one of. */
  readonly datasets: readonly string[];
  readonly geo?: GeoLookup;
  /** What a threat_match rule compares events with; ECS documents. */
  readonly indicators?: readonly EcsObject[];
  readonly cases: readonly ProofCase[];
}

type Tree = { [key: string]: unknown };

interface CaseFile {
  readonly rule: string;
  readonly title: string;
  /** More than one where a rule joins records of several sources. */
  readonly dataset: string | readonly string[];
  readonly origin: "synthetic";
  /** A whole record, or the name of one in `records/`, that the records of the cases are written over. */
  readonly base: string | Tree;
  readonly geo?: Readonly<Record<string, ReturnType<GeoLookup>>>;
  readonly indicators?: readonly EcsObject[];
  readonly cases: readonly {
    readonly name: string;
    readonly alerts: number;
    readonly records: readonly (Tree & RecordOptions)[];
  }[];
}

/** Members of a record that tell how it is made, and are not written. */
interface RecordOptions {
  /** Time after the base's, `90s`; 0 when absent. */
  readonly $at?: string;
  /** That many times, `{n}` in strings counting from 1. */
  readonly $repeat?: number;
  /** Time between repetitions. */
  readonly $every?: string;
  /** Another base. */
  readonly $base?: string;
}

const folder = join(root, "test", "elastic");

/** All case files, by path. */
export function readCases(): RuleCases[] {
  const names = readdirSync(join(folder, "cases"), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map(readCaseFile);
}

function readCaseFile(name: string): RuleCases {
  const file = parse(readFileSync(join(folder, "cases", name), "utf8")) as CaseFile;
  assert.equal(file.origin, "synthetic", name);
  const { rule, title, geo, indicators } = file;
  const datasets = [file.dataset].flat();
  const lookup: GeoLookup = (address) => geo?.[address];
  const cases = file.cases.map(({ name: caseName, alerts, records }) => ({
    name: caseName,
    matchCount: alerts,
    lines: recordsOf(file, records),
  }));
  return {
    file: name,
    rule,
    title,
    datasets,
    cases,
    ...(geo === undefined ? {} : { geo: lookup }),
    ...(indicators === undefined ? {} : { indicators }),
  };
}

function recordsOf(file: CaseFile, records: readonly (Tree & RecordOptions)[]): string[] {
  let serial = 0;
  return records.flatMap(({ $at = "0s", $repeat = 1, $every = "1s", $base, ...changes }) => {
    const base = baseOf($base ?? file.base);
    return Array.from({ length: $repeat }, (_, index) => {
      serial++;
      const after = (parseDuration($at) ?? Number.NaN) + index * (parseDuration($every) ?? Number.NaN);
      assert.ok(Number.isFinite(after), `${$at} ${$every}: not a duration`);
      const placed = placedAt(base, datasetOf(file), after, serial);
      return JSON.stringify(counted(merged(placed, changes), index + 1));
    });
  });
}

/** All sources of a file are of one cloud, so any of them tells where the time is. */
function datasetOf({ dataset }: CaseFile): string {
  return [dataset].flat()[0] ?? "";
}

function baseOf(base: string | Tree): Tree {
  return typeof base === "string"
    ? (JSON.parse(readFileSync(join(folder, "records", `${base}.json`), "utf8")) as Tree)
    : base;
}

interface Place {
  readonly time: string;
  readonly id?: string;
  /** A member of `properties` that holds the time once more, where the base has it. */
  readonly again?: string;
}

/** Where a record holds its time and its id, by data set. */
const places: Readonly<Record<string, Place>> = {
  "aws.cloudtrail": { time: "eventTime", id: "eventID" },
  azure: { time: "time", again: "timeGenerated" },
  "gcp.audit": { time: "timestamp", id: "insertId" },
  "o365.audit": { time: "CreationTime", id: "Id" },
  "okta.system": { time: "published", id: "uuid" },
  "github.audit": { time: "@timestamp", id: "_document_id" },
};

function placedAt(base: Tree, dataset: string, afterMs: number, serial: number): Tree {
  const place = places[dataset] ?? places[dataset.slice(0, dataset.indexOf("."))];
  assert.ok(place !== undefined, `${dataset}: no such data set`);
  const start = base[place.time];
  const atMs = typeof start === "number" ? start + afterMs : Date.parse(withZone(String(start))) + afterMs;
  // As CloudTrail writes it, without a fraction, which the fast path of a scan knows.
  const iso = withoutFraction(new Date(atMs).toISOString(), dataset);
  const time = typeof start === "number" ? atMs : dataset === "o365.audit" ? iso.slice(0, 19) : iso;
  const id = `00000000-0000-4000-8000-${String(serial).padStart(12, "0")}`;
  return {
    ...base,
    [place.time]: time,
    ...(place.id === undefined ? {} : { [place.id]: id }),
    ...again(base, place, time),
  };
}

function withoutFraction(iso: string, dataset: string): string {
  return dataset === "aws.cloudtrail" ? iso.replace(/\.000Z$/, "Z") : iso;
}

function again({ properties }: Tree, { again: member }: Place, time: unknown): Tree {
  if (member === undefined || !isTree(properties) || properties[member] === undefined) return {};
  return { properties: { ...properties, [member]: time } };
}

/** Microsoft 365 writes UTC without a zone. */
function withZone(time: string): string {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`;
}

/** The base with changes written over it, objects member by member; null takes a member away, `$null` is a null. */
function merged(base: Tree, changes: Tree): Tree {
  const result: Tree = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before = result[key];
    if (value === null) delete result[key];
    else if (isTree(value) && isTree(before)) result[key] = merged(before, value);
    else result[key] = value === "$null" ? null : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Numbers written in, and what is below `$json` made a text, as some sources hold JSON within JSON. */
function counted(value: unknown, index: number): unknown {
  if (typeof value === "string") return value.replaceAll("{n}", String(index));
  if (Array.isArray(value)) return value.map((each) => counted(each, index));
  if (!isTree(value)) return value;
  if (value["$json"] !== undefined) return JSON.stringify(counted(value["$json"], index));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, counted(inner, index)]));
}
