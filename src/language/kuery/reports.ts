import type { Diagnostic } from "../../text/diagnostic.ts";
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

  add({ code, message, span, label = "", help }: Report): void {
    if (this.full) return;
    const labels = [{ source: this.source, span, message: label }];
    this.diagnostics.push({ code, severity: "error", message, labels, ...(help === undefined ? {} : { help }) });
  }
}

/** A piece of the query for use in a message: in backquotes, shortened when long. */
export function quoteText(text: string): string {
  return `\`${shorten(text)}\``;
}

/** The text on one line, or its beginning and an ellipsis when it is too long for a message. */
export function shorten(text: string): string {
  const line = text.slice(0, 4 * longestQuote).replace(/\s+/g, " ");
  return line.length <= longestQuote ? line : `${[...line.slice(0, longestQuote)].slice(0, -1).join("")}…`;
}
