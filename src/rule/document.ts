import type { Diagnostic, Label, Severity } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { limits } from "./limits.ts";
import { mapString } from "./mappedString.ts";
import { nearestPlace, type Path, type ValuePlace } from "./places.ts";
import type { PlainObject } from "./plain.ts";

/** One document of a file, TOML or JSON, that knows where each of its values stands. */
export interface Document {
  readonly source: Source;
  readonly format: "toml" | "json";
  readonly value: PlainObject;
  /** Found on the first call: most documents are never asked. */
  readonly places: () => ValuePlace;
}

/** A document whose places are looked for once, when first asked for. */
export function documentOf(
  source: Source,
  format: Document["format"],
  value: PlainObject,
  findPlaces: () => ValuePlace,
): Document {
  let found: ValuePlace | undefined;
  return {
    source,
    format,
    value,
    places: () => {
      found ??= findPlaces();
      return found;
    },
  };
}

/** Which part of an entry a label marks: its key (for a table its header) or its value. */
export type Part = "key" | "value";

/** A label at the value of `path`, or at what is nearest around it. */
export function labelAt(document: Document, path: Path, part: Part, message = ""): Label {
  const place = nearestPlace(document.places(), path);
  const { start, end } = part === "key" ? place.key : place.value;
  return { source: document.source, span: { start, end: firstLineEnd(document.source.text, start, end) }, message };
}

/** A span of many lines is marked on its first line only; the rest would bury the message. */
function firstLineEnd(text: string, start: number, end: number): number {
  const stop = text.slice(start, end).search(/[\r\n]/);
  return stop < 0 ? end : Math.max(start + stop, start + 1);
}

/** A diagnostic with one label. */
export function problem(code: string, severity: Severity, message: string, label: Label, help?: string): Diagnostic {
  return help === undefined
    ? { code, severity, message, labels: [label] }
    : { code, severity, message, labels: [label], help };
}

/** The string at `path` as a source of its own, every offset of which points into the file. */
export function embeddedSource(document: Document, path: Path, text: string): Source {
  let offsetAt: ((offset: number) => number) | undefined;
  const mapped = (offset: number): number => {
    offsetAt ??= mapString(document.source.text, nearestPlace(document.places(), path)).offsetAt;
    return offsetAt(offset);
  };
  return { name: document.source.name, text, host: { source: document.source, offsetAt: mapped } };
}

/** At most {@link limits.fileFindings} diagnostics, errors before all else, and how many more there were. */
export function limitDiagnostics(source: Source, diagnostics: Diagnostic[]): Diagnostic[] {
  if (diagnostics.length <= limits.fileFindings) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const others = diagnostics.filter(({ severity }) => severity !== "error");
  const kept = [...errors, ...others].slice(0, limits.fileFindings);
  const label = { source, span: { start: 0, end: 1 }, message: "" };
  return [...kept, problem("RULE033", "note", `${diagnostics.length - kept.length} more problems in this file`, label)];
}
