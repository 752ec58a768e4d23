import type { Diagnostic, Label } from "./diagnostic.ts";
import type { Source, Span } from "./source.ts";

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

/** Collects what a lexer and a parser find wrong, up to fifty reports; later ones are dropped, for nobody reads them. */
export class Reports {
  readonly diagnostics: Diagnostic[] = [];
  readonly source: Source;
  private closed = false;

  constructor(source: Source) {
    this.source = source;
  }

  get full(): boolean {
    return this.closed || this.diagnostics.length >= mostReports;
  }

  /** Takes no more reports: what follows would only be consequences. */
  close(): void {
    this.closed = true;
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
    const { code, message, help, label = "", also } = report;
    const labels: Label[] = [this.#label(report.span, label)];
    if (also !== undefined) labels.push(this.#label(also.span, also.message));
    this.diagnostics.push({ code, severity: "error", message, labels, ...(help === undefined ? {} : { help }) });
  }

  /** Tokens are spans too, and no diagnostic should hold one. */
  #label({ start, end }: Span, message: string): Label {
    return { source: this.source, span: { start, end }, message };
  }
}

/** A piece of a query for use in a message: in backquotes, on one line, shortened when long. */
export function quoteText(text: string): string {
  return `\`${shorten(text)}\``;
}

/** The text on one line, or its beginning and an ellipsis when it is too long for a message. */
export function shorten(text: string): string {
  const line = text.slice(0, 4 * longestQuote).replace(/\s+/g, " ");
  return line.length <= longestQuote ? line : `${[...line.slice(0, longestQuote)].slice(0, -1).join("")}…`;
}
