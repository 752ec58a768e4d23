import type { Catalogue } from "../../ecs/field.ts";
import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import type { Source, Span } from "../../text/source.ts";

/** One finding, before it is tied to the source. */
export interface Problem {
  readonly code: string;
  readonly span: Span;
  readonly message: string;
  /** Why here; empty when the message says it all. */
  readonly label?: string;
  readonly help?: string | undefined;
  readonly severity?: Severity;
}

/** What all parts of the checker share: the text, the mapping, and where findings go. */
export class CheckContext {
  readonly source: Source;
  readonly catalogue: Catalogue;
  readonly diagnostics: Diagnostic[] = [];

  constructor(source: Source, catalogue: Catalogue) {
    this.source = source;
    this.catalogue = catalogue;
  }

  private errors = 0;

  /** Whether enough errors are recorded: later ones are dropped, for nobody reads them. */
  get full(): boolean {
    return this.errors >= mostErrors;
  }

  /** Records a finding; answers undefined, so that a check can return it as its failure. */
  report(problem: Problem): undefined {
    const { code, span, message, label = "", help, severity = "error" } = problem;
    if (this.diagnostics.length >= (severity === "error" ? mostErrors + mostWarnings : mostWarnings) || this.full)
      return;
    if (severity === "error") this.errors++;
    const labels = [{ source: this.source, span, message: label }];
    this.diagnostics.push({ code, severity, message, labels, ...(help === undefined ? {} : { help }) });
    return undefined;
  }

  /** The text of a node on one line, shortened, for messages. */
  textOf(span: Span): string {
    const text = this.source.text.slice(span.start, Math.min(span.end, span.start + 4 * longestQuote));
    const line = text.replace(/\s+/g, " ");
    return line.length <= longestQuote ? line : `${line.slice(0, longestQuote - 1)}…`;
  }
}

const longestQuote = 80;
const mostErrors = 50;
const mostWarnings = 50;

const ordinals = ["first", "second", "third", "fourth", "fifth"];

/** `first`, `second`, … as Elasticsearch counts arguments. */
export function ordinal(index: number): string {
  return ordinals[index] ?? `${index + 1}th`;
}
