import type { Diagnostic } from "../text/diagnostic.ts";

const mostReports = 100;

/** One thing about a mapping that its user should know. */
export type MappingReport = Pick<Diagnostic, "code" | "message" | "help"> & Partial<Pick<Diagnostic, "severity">>;

/**
 * Collects what there is to say about a mapping, each thing once and the first hundred of them.
 *
 * A mapping is a value and no text, so that no place can be shown: messages name the field.
 */
export class MappingReports {
  readonly diagnostics: Diagnostic[] = [];
  readonly #said = new Set<string>();

  add({ severity = "warning", ...report }: MappingReport): void {
    const key = `${report.code} ${report.message}`;
    if (this.#said.has(key) || this.diagnostics.length >= mostReports) return;
    this.#said.add(key);
    this.diagnostics.push({ severity, labels: [], ...report });
  }
}
