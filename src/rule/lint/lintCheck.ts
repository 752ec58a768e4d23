import type { Diagnostic, Label, Severity } from "../../text/diagnostic.ts";
import type { Span } from "../../text/source.ts";
import type { LintContext } from "./lintContext.ts";

/** One check: what it is called and what it finds. Codes are permanent; each has a page in docs/diagnostics. */
export interface LintCheck {
  readonly code: string;
  /** In words, for lists: what it finds. */
  readonly name: string;
  readonly run: (context: LintContext) => readonly Finding[];
}

/** A finding before it is tied to the source and the code. */
export interface Finding {
  readonly span: Span;
  readonly message: string;
  /** Why here. */
  readonly label: string;
  /** What to type. */
  readonly help?: string;
  /** A second place that belongs to it. */
  readonly also?: { readonly span: Span; readonly label: string };
  /** `warning` unless told. */
  readonly severity?: Severity;
}

/** The finding as a diagnostic at its place in the rule file. */
export function diagnosticOf(code: string, context: LintContext, finding: Finding): Diagnostic {
  const { span, message, label, help, also, severity = "warning" } = finding;
  const { source } = context;
  const labels: Label[] = [{ source, span, message: label }];
  if (also !== undefined) labels.push({ source, span: also.span, message: also.label });
  return { code, severity, message, labels, ...(help === undefined ? {} : { help }) };
}
