import { hostSpan, placeOf, type Source, type Span } from "./source.ts";

export type Severity = "error" | "warning" | "note";

/** One marked place; the first label of a diagnostic is its primary place. */
export interface Label {
  readonly source: Source;
  readonly span: Span;
  /** Why here, lower case, no full stop; empty when the title says it all. */
  readonly message: string;
}

/**
 * What is wrong with something a user wrote or gave us, as a value: never thrown.
 *
 * `code` is permanent (`EQL104`, `RULE003`, `INPUT012`); `message` says what is wrong in lower case without a full
 * stop; `help` says what to type instead.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly Label[];
  readonly help?: string;
}

/** Whether any of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** How many files have an error in them, embedded texts counted as their file. */
export function filesWithErrors(diagnostics: readonly Diagnostic[]): number {
  const names = diagnostics.flatMap(({ severity, labels: [label] }) =>
    severity === "error" && label !== undefined ? [hostSpan(label.source, label.span).source.name] : [],
  );
  return new Set(names).size;
}

/** Diagnostics ordered by file, then place, then code; the order is total, so runs print alike. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const keyed = diagnostics.map((diagnostic) => {
    const label = diagnostic.labels[0];
    return { diagnostic, place: label && placeOf(label.source, label.span.start) };
  });
  keyed.sort(
    (a, b) =>
      compareText(a.place?.file ?? "", b.place?.file ?? "") ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
      compareText(a.diagnostic.code, b.diagnostic.code) ||
      compareText(a.diagnostic.message, b.diagnostic.message),
  );
  return keyed.map(({ diagnostic }) => diagnostic);
}

/** Orders two strings by UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
