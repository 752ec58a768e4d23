import type { Diagnostic, Label, Severity } from "./diagnostic.ts";
import { hostSpan, placeOf } from "./source.ts";

/** A label for machines: the outermost file; lines and columns from 1, columns and offsets as in the file's text. */
export interface LabelJson {
  readonly file: string;
  readonly line: number;
  /** In code points. */
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Half-open range of UTF-16 offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A diagnostic for machines (`--format json`). The first label is the primary one; text is as it was, not escaped. */
export interface DiagnosticJson {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly labels: readonly LabelJson[];
  readonly help?: string;
}

/** The diagnostic as a plain value for `JSON.stringify`. */
export function diagnosticToJson(diagnostic: Diagnostic): DiagnosticJson {
  const { code, severity, message, help } = diagnostic;
  const labels = diagnostic.labels.map(labelToJson);
  return { code, severity, message, labels, ...(help === undefined ? {} : { help }) };
}

function labelToJson(label: Label): LabelJson {
  const { source, span } = hostSpan(label.source, label.span);
  const from = placeOf(source, span.start);
  const to = placeOf(source, span.end);
  return {
    file: source.name,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    start: span.start,
    end: span.end,
    message: label.message,
  };
}
