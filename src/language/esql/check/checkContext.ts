import type { Catalogue, Field } from "../../../ecs/field.ts";
import type { Predicate } from "../../../predicate/predicate.ts";
import type { Diagnostic } from "../../../text/diagnostic.ts";
import { didYouMean } from "../../../text/didYouMean.ts";
import type { Source, Span } from "../../../text/source.ts";
import type { Column, LocalTable, MetadataName, Place } from "../checked.ts";
import type { EsqlType } from "../value.ts";

/** What a query is checked against. */
export interface CheckOptions {
  /** The mapping: every field of it is a column of FROM. */
  readonly catalogue: Catalogue;
  /** The table of a name, for LOOKUP JOIN and ENRICH; absent: there are none. */
  readonly tables?: (name: string) => LocalTable | undefined;
  /** Reads the text of KQL(); absent: KQL() is not supported. */
  readonly kuery?: (text: string, source: Source) => KueryResult;
}

export type KueryResult = { readonly predicate: Predicate } | { readonly diagnostics: readonly Diagnostic[] };

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
}

/** What all parts of the checker share: the text, the mapping, the slots given out, and where findings go. */
export class CheckContext {
  readonly source: Source;
  readonly options: CheckOptions;
  readonly diagnostics: Diagnostic[] = [];
  /** The columns of FROM that the query mentions, by name. */
  readonly sourceColumns = new Map<string, { readonly column: Column; readonly field: Field }>();
  readonly metadata: { readonly column: Column; readonly name: MetadataName }[] = [];
  readsClock = false;
  #slots = 0;
  readonly #near = new Map<string, readonly string[]>();

  constructor(source: Source, options: CheckOptions) {
    this.source = source;
    this.options = options;
  }

  get width(): number {
    return this.#slots;
  }

  /** Whether enough is recorded: later findings are dropped, for nobody reads them. */
  get full(): boolean {
    return this.diagnostics.length >= mostProblems;
  }

  newColumn(name: string, type: EsqlType): Column {
    return { name, type, slot: this.#slots++ };
  }

  /** Records an error; answers undefined, so that a check can return it as its failure. */
  report({ code, span, message, label = "", help, also }: Problem): undefined {
    if (this.full) return;
    const { source } = this;
    const labels = [{ source, span, message: label }];
    if (also !== undefined) labels.push({ source, ...also });
    this.diagnostics.push({ code, severity: "error", message, labels, ...(help === undefined ? {} : { help }) });
    return undefined;
  }

  /** Takes over what another language found in a part of the query. */
  add(diagnostics: readonly Diagnostic[]): undefined {
    for (const diagnostic of diagnostics) if (!this.full) this.diagnostics.push(diagnostic);
    return undefined;
  }

  /** The text of a node as it is written, which names columns without a name. */
  textAt(span: Span): string {
    return this.source.text.slice(span.start, span.end);
  }

  /** The text of a node on one line, shortened, for messages. */
  textOf(span: Span): string {
    return shown(this.source.text.slice(span.start, Math.min(span.end, span.start + 4 * longestQuote)));
  }

  placeOf(span: Span): Place {
    const before = this.source.text.slice(0, span.start);
    const line = before.split("\n").length;
    return { line, column: span.start - before.lastIndexOf("\n"), text: this.textAt(span) };
  }

  /** The names that a name may be a slip of; none after twenty slips, for each is looked for among all names. */
  nearNames(name: string, live: Iterable<string>): readonly string[] {
    let near = this.#near.get(name);
    if (near === undefined && this.#near.size < mostNearNames) this.#near.set(name, (near = didYouMean(name, live)));
    return near ?? [];
  }
}

/** A text on one line, shortened, for messages. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= longestQuote ? line : `${line.slice(0, longestQuote - 1)}…`;
}

/** `did you mean …?`, or nothing to propose. */
export function meant(near: readonly string[]): string | undefined {
  const names = near.map((name) => `\`${name}\``);
  if (names.length === 0) return undefined;
  return names.length > 1 ? `did you mean any of ${names.join(", ")}?` : `did you mean ${names[0]}?`;
}

const longestQuote = 80;
const mostNearNames = 20;
const mostProblems = 50;
