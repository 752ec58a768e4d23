import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { setField } from "../../src/ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../src/ecs/value.ts";

/** One case of a file in `esql/`; see test/conformance/esql/README.md. */
export interface EsqlCase {
  readonly file: string;
  readonly note: string;
  readonly query: string;
  readonly source: string;
  /** The query as it is printed. */
  readonly wantPrint?: string;
  readonly wantError?: readonly WantedError[];
  readonly want?: { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
  readonly wantWarnings?: readonly string[];
  /** The order of rows is not part of what is wanted. */
  readonly unordered: boolean;
  /** Field to type; absent: the default catalogue. */
  readonly mapping?: Readonly<Record<string, string>>;
  readonly documents: readonly EcsObject[];
  readonly tables: Readonly<Record<string, WrittenTable>>;
  readonly nowMs: number;
}

export interface WantedError {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly message?: string;
}

/** Columns as `name:type`. */
export interface WrittenTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface ExpectedFailure {
  readonly file: string;
  readonly note: string;
  readonly reason: string;
}

type Written = Readonly<Record<string, unknown>>;

const folder = join(dirname(fileURLToPath(import.meta.url)), "esql");
const beginning = "2026-01-01T00:00:00Z";
const keysOfCase = new Set(
  (
    "note query source want_print want_error want want_warnings unordered " + "mapping documents events tables now"
  ).split(" "),
);

function readYaml(path: string): unknown {
  return parse(readFileSync(join(folder, path), "utf8"), exactly, { intAsBigInt: true });
}

/** Whole numbers that a double cannot hold become text. */
function exactly(_key: unknown, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** Every case of every file, in order. */
export function esqlCases(): EsqlCase[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml") && name !== "expected_failures.yaml");
  return files.sort().flatMap(casesOf);
}

export function esqlExpectedFailures(): ExpectedFailure[] {
  return (readYaml("expected_failures.yaml") as ExpectedFailure[] | null) ?? [];
}

/** `mapping`, `documents`, `events`, `tables` and `now` of a file are those of its cases that have none. */
function casesOf(file: string): EsqlCase[] {
  const { cases, ...shared } = readYaml(file) as Written & { readonly cases: readonly Written[] };
  return cases.map((own) => caseOf(file, { ...shared, ...own }));
}

function caseOf(file: string, written: Written): EsqlCase {
  const { note, query, source, mapping } = written;
  for (const key of Object.keys(written)) if (!keysOfCase.has(key)) throw new Error(`${file}: unknown key ${key}`);
  if (typeof note !== "string" || typeof query !== "string" || typeof source !== "string")
    throw new Error(`${file}: case ${note} lacks a note, a query or a source`);
  if (!["want", "want_print", "want_error"].some((key) => written[key] !== undefined))
    throw new Error(`${file}: case ${note} wants nothing`);
  return {
    file,
    note,
    query,
    source,
    ...optional("wantPrint", written["want_print"]),
    ...optional("wantError", written["want_error"] === undefined ? undefined : [written["want_error"]].flat()),
    ...optional("want", written["want"]),
    ...optional("wantWarnings", written["want_warnings"]),
    ...optional("mapping", mapping),
    unordered: written["unordered"] === true,
    documents: documentsOf(written),
    tables: (written["tables"] ?? {}) as EsqlCase["tables"],
    nowMs: Date.parse((written["now"] as string | undefined) ?? beginning),
  };
}

function optional(key: string, value: unknown): Record<string, never> {
  return (value === undefined ? {} : { [key]: value }) as Record<string, never>;
}

function documentsOf({ documents, events }: Written): EcsObject[] {
  const list = typeof events === "string" ? readYaml(`events/${events}.yaml`) : (documents ?? []);
  return (list as readonly Written[]).map(documentOf);
}

/** Dotted keys are paths. */
function documentOf(written: Written): EcsObject {
  const document = emptyObject();
  for (const [path, value] of Object.entries(written)) setField(document, path, ecsValueOf(value));
  return document;
}

function ecsValueOf(value: unknown): EcsValue {
  if (Array.isArray(value)) return value.map(ecsValueOf);
  return typeof value === "object" && value !== null ? documentOf(value as Written) : (value as EcsValue);
}
