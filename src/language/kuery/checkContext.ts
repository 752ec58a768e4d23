import type { Catalogue } from "../../ecs/field.ts";
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
  readonly severity?: Severity;
}

const mostOfEach = 50;
const mostNearNames = 20;

/** What all parts of the checker share: the text, the mapping, and where findings go. */
export class CheckContext {
  readonly catalogue: Catalogue;
  /** What `now` stands for, epoch milliseconds; undefined where that is not known. */
  readonly nowMs: number | undefined;
  readonly diagnostics: Diagnostic[] = [];
  private readonly source: Source;
  private readonly counts = { error: 0, warning: 0, note: 0 };
  private readonly near = new Map<string, readonly string[]>();

  constructor(source: Source, catalogue: Catalogue, nowMs?: number) {
    this.nowMs = nowMs;
    this.source = source;
    this.catalogue = catalogue;
  }

  /** Records a finding, of each severity the first fifty. */
  report({ code, span, message, label = "", help, severity = "error" }: Problem): void {
    if (this.counts[severity]++ >= mostOfEach) return;
    const labels = [{ source: this.source, span, message: label }];
    this.diagnostics.push({ code, severity, message, labels, ...(help === undefined ? {} : { help }) });
  }

  /** What a mapped name that this one may be a slip of would make the help; only the first twenty are looked for. */
  meant(name: string): string | undefined {
    let near = this.near.get(name);
    if (near === undefined) {
      near = this.near.size < mostNearNames ? didYouMean(name, this.catalogue.names()) : [];
      this.near.set(name, near);
    }
    return near.length === 0 ? undefined : `did you mean ${near.map((one) => `\`${one}\``).join(", ")}?`;
  }
}
