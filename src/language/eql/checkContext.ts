import type { Catalogue } from "../../ecs/field.ts";
import { mostWorkOfPattern, type RegexBudget } from "../../predicate/regexBudget.ts";
import type { Diagnostic, Severity } from "../../text/diagnostic.ts";
import { didYouMean } from "../../text/didYouMean.ts";
import type { Source, Span } from "../../text/source.ts";

/** One finding, before it is tied to the source. */
export interface Problem {
  readonly code: string;
  readonly span: Span;
  readonly message: string;
  /** Why here; empty when the message says it all. */
  readonly label?: string;
  readonly help?: string | undefined;
  /** A second place that belongs to it. */
  readonly also?: { readonly span: Span; readonly message: string };
  readonly severity?: Severity;
}

/** What all parts of the checker share: the text, the mapping, and where findings go. */
export class CheckContext {
  readonly source: Source;
  readonly catalogue: Catalogue;
  readonly diagnostics: Diagnostic[] = [];
  /** All regular expressions of the query take from it. */
  readonly regexBudget: RegexBudget = { left: mostRegexWork };
  private readonly near = new Map<string, readonly string[]>();

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
    const { code, span, message, label = "", help, also, severity = "error" } = problem;
    if (this.diagnostics.length >= (severity === "error" ? mostErrors + mostWarnings : mostWarnings) || this.full)
      return;
    if (severity === "error") this.errors++;
    const { source } = this;
    const labels = [{ source, span, message: label }];
    if (also !== undefined) labels.push({ source, ...also });
    this.diagnostics.push({ code, severity, message, labels, ...(help === undefined ? {} : { help }) });
    return undefined;
  }

  /** The text of a node on one line, shortened, for messages. */
  textOf(span: Span): string {
    const text = this.source.text.slice(span.start, Math.min(span.end, span.start + 4 * longestQuote));
    return this.shown(text.replace(/\s+/g, " "));
  }

  /** A name, shortened, for messages. */
  shown(name: string): string {
    return name.length <= longestQuote ? name : `${name.slice(0, longestQuote - 1)}…`;
  }

  /** The mapped names that a name may be a slip of; none after twenty slips, for each is looked for among all names. */
  nearNames(name: string): readonly string[] {
    let near = this.near.get(name);
    if (near === undefined && this.near.size < mostNearNames) {
      near = didYouMean(name, this.catalogue.names());
      this.near.set(name, near);
    }
    return near ?? [];
  }
}

const longestQuote = 80;
const mostNearNames = 20;
/** As much as the costliest single pattern that compiles. */
const mostRegexWork = mostWorkOfPattern;
const mostErrors = 50;
const mostWarnings = 50;

const ordinals = ["first", "second", "third", "fourth", "fifth"];

/** `first`, `second`, … as Elasticsearch counts arguments. */
export function ordinal(index: number): string {
  return ordinals[index] ?? `${index + 1}th`;
}
