import type { Diagnostic } from "../../text/diagnostic.ts";
import { renderDiagnostic } from "../../text/renderDiagnostic.ts";

/**
 * Why a search or a compilation was refused: the query, the mapping, an option or a document.
 *
 * What is wrong with a query or a mapping is in `diagnostics`, and rendered, uncoloured, in the message. Of an option or
 * a document the message alone tells, and `diagnostics` is empty.
 */
export class EqlError extends Error {
  override readonly name = "EqlError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(reason: string | readonly Diagnostic[]) {
    super(typeof reason === "string" ? reason : reason.map((diagnostic) => renderDiagnostic(diagnostic)).join("\n\n"));
    this.diagnostics = typeof reason === "string" ? [] : reason;
  }
}
