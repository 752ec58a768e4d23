import type { EvaluationContext } from "../functions/scalarFunction.ts";
import type { Value } from "../value.ts";
import type { SourceRow } from "./sourceRow.ts";

/** One row: values by slot. A slot that no command has set is undefined; columns of FROM are read when first asked. */
export interface Row {
  readonly slots: (Value | undefined)[];
  /** The document, while the row stands for one. */
  readonly source: SourceRow | null;
}

/** A compiled expression. */
export type Evaluate = (row: Row, context: EvaluationContext) => Value;

/** A row of its own for what multiplies rows. */
export function copyRow({ slots, source }: Row): Row {
  return { slots: [...slots], source };
}
