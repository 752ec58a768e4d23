import { type CheckedRule, type CheckReport, countFolders, countRules, type FolderCount } from "../io/checkRules.ts";
import { lintChecks } from "../rule/lint/index.ts";
import type { Diagnostic, Severity } from "../text/diagnostic.ts";
import { compareText } from "../text/diagnostic.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { column, count, plural } from "./layout.ts";

/** `2,192 files: 1,130 of 2,192 rules evaluable, 1,080 of 1,081 EQL queries sound, 3 files with errors, 4 findings`. */
export function checkSummaryLine(report: CheckReport, shown: readonly Diagnostic[]): string {
  const evaluable = report.rules.filter(({ notEvaluable }) => notEvaluable === undefined).length;
  const parts: string[] = [];
  if (report.rules.length > 0) parts.push(`${count(evaluable)} of ${plural(report.rules.length, "rule")} evaluable`);
  for (const [language, { read, sound }] of [...report.queries].sort(([a], [b]) => compareText(a, b))) {
    const name = languageNames[language] ?? language;
    parts.push(`${count(sound)} of ${plural(read, `${name} query`, `${name} queries`)} sound`);
  }
  if (report.broken > 0) parts.push(`${plural(report.broken, "file")} with errors`);
  parts.push(shown.length === 0 ? "nothing found" : plural(shown.length, "finding"));
  return `${plural(report.files, "file")}: ${parts.join(", ")}`;
}

const languageNames: Readonly<Record<string, string>> = { eql: "EQL", esql: "ES|QL", kuery: "KQL" };

/** Findings by code and rules by folder; of a single file, why its rules cannot be evaluated. */
export function checkTableLines(report: CheckReport, shown: readonly Diagnostic[]): string[] {
  if (report.files < 2) return report.rules.flatMap(reasonLine);
  return [
    ...table(
      "Findings",
      [...countByCode(shown)].map(([code, found]) => [nameOf(code), found]),
    ),
    ...folderLines(report.rules),
  ];
}

/** Nothing for a rule with an error: the error says it. */
function reasonLine({ name, notEvaluable }: CheckedRule): string[] {
  if (name === undefined || notEvaluable === undefined || notEvaluable.kind === "error") return [];
  return [`not evaluable: ${escapeForTerminal(name)}: ${escapeForTerminal(notEvaluable.reason)}`];
}

/** How many rules of each folder can be evaluated, and why the others cannot. */
export function folderLines(rules: readonly CheckedRule[]): string[] {
  const folders = countFolders(rules);
  if (folders.length === 0) return [];
  const rows = folders.length === 1 ? folders : [...folders, countRules("all", rules)];
  const width = Math.max("Folder".length, ...rows.map(({ folder }) => escapeForTerminal(folder).length));
  return [
    "",
    `${column("Folder", width)}  Loaded  Evaluable          Not evaluable`,
    ...rows.map((row) => folderLine(row, width)),
    ...geoLines(countRules("all", rules)),
  ];
}

function folderLine({ folder, rules, evaluable, notEvaluable }: FolderCount, width: number): string {
  const share = `${((100 * evaluable) / rules).toFixed(1)} %`.padStart(8);
  const reasons = Object.entries(notEvaluable).sort(([a, x], [b, y]) => y - x || compareText(a, b));
  const why = reasons.map(([reason, found]) => `${count(found)} ${reason}`).join(", ");
  const name = column(escapeForTerminal(folder), width);
  return `${name}  ${count(rules).padStart(6)}  ${count(evaluable).padStart(9)} ${share}${why === "" ? "" : `  ${why}`}`;
}

function geoLines({ readsGeo }: FolderCount): string[] {
  if (readsGeo === 0) return [];
  const rules = readsGeo === 1 ? "1 of the evaluable rules needs" : `${count(readsGeo)} of the evaluable rules need`;
  return [`${rules} geo data: \`scan\` runs them with --geo FILE.mmdb`];
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
