import type { Diagnostic } from "../../src/text/diagnostic.ts";
import { renderDiagnostic } from "../../src/text/renderDiagnostic.ts";

export function print(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join("\n");
}
