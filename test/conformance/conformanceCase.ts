import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { type EcsObject, type EcsValue, emptyObject } from "../../src/ecs/value.ts";

/** One case of a conformance file; see test/conformance/eql/README.md. */
export interface ConformanceCase {
  readonly file: string;
  readonly note: string;
  readonly query: string;
  readonly events: readonly ConformanceEvent[];
  readonly wantIds?: readonly (number | readonly (number | null)[])[];
  readonly wantError?: WantedDiagnostic;
  readonly wantWarning?: WantedDiagnostic;
  readonly source: string;
  readonly eventCategoryField?: string;
  readonly size?: number;
  readonly resultPosition?: "head" | "tail";
  readonly maxSamplesPerKey?: number;
}

export interface WantedDiagnostic {
  readonly code: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface ConformanceEvent {
  readonly id: number;
  readonly atMs: number;
  readonly document: EcsObject;
}

interface CaseFile {
  readonly events?: string | readonly Record<string, unknown>[];
  readonly cases: readonly Record<string, unknown>[];
}

export interface ExpectedFailure {
  readonly file: string;
  readonly note: string;
  readonly reason: string;
}

const folder = dirname(fileURLToPath(import.meta.url));

/** A folder beside this file. */
export type Language = "eql" | "kuery";
const beginningMs = Date.UTC(2026, 0, 1);

function readYaml(path: string): unknown {
  return parse(readFileSync(join(folder, path), "utf8"));
}

/** Every case of every file of a language, in order. */
export function conformanceCases(language: Language): ConformanceCase[] {
  const files = readdirSync(join(folder, language));
  const topics = files.filter((name) => name.endsWith(".yaml") && name !== "expected_failures.yaml");
  return topics.sort().flatMap((file) => casesOf(language, file));
}

export function expectedFailures(language: Language): ExpectedFailure[] {
  return (readYaml(`${language}/expected_failures.yaml`) as ExpectedFailure[] | null) ?? [];
}

const keysOfCase = new Set(
  (
    "note query events want_ids want_error want_warning source event_category_field size result_position " +
    "max_samples_per_key"
  ).split(" "),
);

function casesOf(language: Language, file: string): ConformanceCase[] {
  const { events, cases } = readYaml(`${language}/${file}`) as CaseFile;
  return cases.map((written) => {
    for (const key of Object.keys(written)) if (!keysOfCase.has(key)) throw new Error(`${file}: unknown key ${key}`);
    for (const key of ["note", "query", "source"]) {
      if (typeof written[key] !== "string") throw new Error(`${file}: case ${written["note"]} has no ${key}`);
    }
    if (written["want_ids"] === undefined && written["want_error"] === undefined) {
      throw new Error(`${file}: case ${written["note"]} wants nothing`);
    }
    return {
      file,
      note: written["note"] as string,
      query: written["query"] as string,
      source: written["source"] as string,
      events: eventsOf(language, (written["events"] as CaseFile["events"]) ?? events ?? []),
      ...optional("wantIds", written["want_ids"]),
      ...optional("wantError", written["want_error"]),
      ...optional("wantWarning", written["want_warning"]),
      ...optional("eventCategoryField", written["event_category_field"]),
      ...optional("size", written["size"]),
      ...optional("resultPosition", written["result_position"]),
      ...optional("maxSamplesPerKey", written["max_samples_per_key"]),
    };
  });
}

function optional(key: string, value: unknown): Record<string, never> {
  return (value === undefined ? {} : { [key]: value }) as Record<string, never>;
}

/** `t` stands for `@timestamp` in seconds after the beginning of 2026; every other key is the document's. */
function eventsOf(language: Language, written: string | readonly Record<string, unknown>[]): ConformanceEvent[] {
  const list =
    typeof written === "string"
      ? (readYaml(`${language}/events/${written}.yaml`) as Record<string, unknown>[])
      : written;
  return list.map(({ id, t, ...rest }) => {
    const atMs = beginningMs + (typeof t === "number" ? t : 0) * 1000;
    const document = documentOf({ "@timestamp": new Date(atMs).toISOString(), ...rest }) as EcsObject;
    return { id: id as number, atMs, document };
  });
}

function documentOf(value: unknown): EcsValue {
  if (Array.isArray(value)) return value.map(documentOf);
  if (typeof value !== "object" || value === null) return value as EcsValue;
  const object = emptyObject();
  for (const [key, member] of Object.entries(value)) object[key] = documentOf(member);
  return object;
}
