import type { Diagnostic, Label } from "../../text/diagnostic.ts";
import type { Source, Span } from "../../text/source.ts";

const mostReports = 50;
const longestQuote = 60;

/** One thing that is wrong with a query's text, before it becomes a diagnostic. */
export interface Report {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly label?: string;
  readonly help?: string;
  /** A second place that belongs to it. */
  readonly also?: { readonly span: Span; readonly message: string };
}

/** Collects what is wrong, up to fifty reports; later ones are dropped, for nobody reads them. */
export class Reports {
  readonly diagnostics: Diagnostic[] = [];
  readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  get full(): boolean {
    return this.diagnostics.length >= mostReports;
  }

  /** Forgets the reports after the first `count`. */
  keepFirst(count: number): void {
    this.diagnostics.length = Math.min(count, this.diagnostics.length);
  }

  /** By place; the lexer's come before the parser's at the same one. */
  inOrder(): Diagnostic[] {
    const start = (diagnostic: Diagnostic) => diagnostic.labels[0]?.span.start ?? 0;
    return [...this.diagnostics].sort((a, b) => start(a) - start(b));
  }

  add(report: Report): void {
    if (this.full) return;
    const { code, message, help, span } = report;
    const labels: Label[] = [
      { source: this.source, span: { start: span.start, end: span.end }, message: report.label ?? "" },
    ];
    if (report.also !== undefined) labels.push({ source: this.source, ...report.also });
    this.diagnostics.push({ code, severity: "error", message, labels, ...(help === undefined ? {} : { help }) });
  }
}

/** A piece of the query for use in a message: in backquotes, shortened when long. */
export function quoteText(text: string): string {
  return `\`${shorten(text)}\``;
}

/** The text, or its beginning and an ellipsis when it is too long for a message. */
export function shorten(text: string): string {
  return text.length <= longestQuote ? text : `${[...text.slice(0, longestQuote)].slice(0, -1).join("")}…`;
}
