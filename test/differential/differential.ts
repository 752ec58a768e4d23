/** A comparison of eqlite with another program that answers the same questions. */
export interface Differential {
  readonly name: string;
  /** What is compared with what. */
  readonly about: string;
  /** Python packages, each with its version. */
  readonly packages: readonly string[];
  /** What else is missing here; undefined when nothing is. */
  readonly missing: () => string | undefined;
  /** `python` is an interpreter that has the packages. */
  readonly run: (python: string, seed: number) => DifferentialReport;
}

export interface DifferentialReport {
  /** What the cases were, for people. */
  readonly compared: string;
  readonly agreed: number;
  /** How many cases differ for each known reason. */
  readonly explained: ReadonlyMap<string, number>;
  readonly unexplained: readonly string[];
}

/** Gathers a report case by case. */
export class Findings {
  agreed = 0;
  readonly explained = new Map<string, number>();
  readonly unexplained: string[] = [];

  explain(kind: string): void {
    this.explained.set(kind, (this.explained.get(kind) ?? 0) + 1);
  }

  report(compared: string): DifferentialReport {
    return { compared, agreed: this.agreed, explained: this.explained, unexplained: this.unexplained };
  }
}
