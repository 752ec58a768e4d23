import type { Diagnostic } from "../../text/diagnostic.ts";
import type { EqlQuery } from "./ast.ts";
import { print } from "./print.ts";

/** Slips after which the tree is what was meant: operators, quotes and capitals of other languages, and no `where`. */
const mendable: ReadonlySet<string> = new Set([
  "EQL005",
  "EQL006",
  "EQL007",
  "EQL028",
  "EQL039",
  "EQL040",
  "EQL043",
  "EQL044",
  "EQL045",
  "EQL046",
]);
const longestShown = 160;

/**
 * The reports of a condition without `category where`, with the whole query, mended, as the help for that, so that a
 * query in KQL is put right by one copy; as they were if anything else is wrong, or the query is too long for a line.
 */
export function withMendedQuery(diagnostics: Diagnostic[], query: EqlQuery | null): Diagnostic[] {
  const at = diagnostics.findIndex(({ code }) => code === "EQL028");
  if (at < 0 || query?.kind !== "event" || !diagnostics.every(({ code }) => mendable.has(code))) return diagnostics;
  const text = print(query);
  if (text.length > longestShown || text.includes("\n")) return diagnostics;
  return diagnostics.with(at, { ...diagnostics[at]!, help: `write \`${text}\`` });
}
