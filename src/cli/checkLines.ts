import type { CheckReport } from "../io/checkRules.ts";
import { lintChecks } from "../rule/lint/index.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import { compareText } from "../text/diagnostic.ts";
import { count, plural } from "./layout.ts";

/** `2,192 files: 30 rules compile, 2,162 not yet supported, 1,080 of 1,081 EQL queries sound, 4 findings`. */
export function checkSummaryLine(report: CheckReport, shown: readonly Diagnostic[]): string {
  const parts = [`${plural(report.compiled, "rule")} ${report.compiled === 1 ? "compiles" : "compile"}`];
  const unsupported = [...report.unsupported.values()].reduce((sum, rules) => sum + rules, 0);
  if (unsupported > 0) parts.push(`${count(unsupported)} not yet supported`);
  const { checked, sound } = report.eql;
  if (checked > report.compiled) parts.push(`${count(sound)} of ${plural(checked, "EQL query", "EQL queries")} sound`);
  if (report.broken > 0) parts.push(`${plural(report.broken, "file")} with errors`);
  parts.push(shown.length === 0 ? "nothing found" : plural(shown.length, "finding"));
  return `${plural(report.files, "file")}: ${parts.join(", ")}`;
}

/** The rules that cannot run by reason, and the findings by code; most frequent first. Nothing about a single file. */
export function checkTableLines(report: CheckReport, shown: readonly Diagnostic[]): string[] {
  if (report.files < 2) return [];
  return [
    ...table("Not yet supported", [...report.unsupported]),
    ...table(
      "Findings",
      [...countByCode(shown)].map(([code, found]) => [nameOf(code), found]),
    ),
  ];
}

function table(title: string, rows: readonly (readonly [name: string, count: number])[]): string[] {
  if (rows.length === 0) return [];
  const sorted = [...rows].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]));
  const width = Math.max(...sorted.map(([, found]) => count(found).length));
  return ["", title, ...sorted.map(([name, found]) => `  ${count(found).padStart(width)}  ${name}`)];
}

function nameOf(code: string): string {
  const check = lintChecks.find((each) => each.code === code);
  return check === undefined ? code : `${code}  ${check.name}`;
}

/** How often each code occurs, in the order of their first occurrence. */
export function countByCode(diagnostics: readonly Diagnostic[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of diagnostics) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** From the gravest. */
export const severitiesByWeight: readonly Severity[] = ["error", "warning", "note"];

/** The diagnostics of a severity and graver ones. */
export function atLeast(least: Severity, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const weight = severitiesByWeight.indexOf(least);
  return diagnostics.filter(({ severity }) => severitiesByWeight.indexOf(severity) <= weight);
}
