import { defaultCatalogue } from "../../../src/ecs/catalogue.ts";
import { loadRules } from "../../../src/rule/load.ts";
import type { Diagnostic } from "../../../src/text/diagnostic.ts";
import { renderDiagnostic } from "../../../src/text/renderDiagnostic.ts";

export const noLists = { catalogue: defaultCatalogue, valueLists: () => undefined };

/** A whole rule file; `lines` are added to `[rule]`; before the first table they replace a line of the same key. */
export function tomlRule(...lines: string[]): string {
  const keyOf = (line: string) => line.split("=", 1)[0]!.trim();
  const nested = lines.findIndex((line) => line.startsWith("["));
  const set = new Set(lines.slice(0, nested < 0 ? lines.length : nested).map(keyOf));
  const rule = [
    'author = ["eqlite"]',
    'description = "A snapshot."',
    'name = "Snapshot"',
    'rule_id = "r-1"',
    "risk_score = 21",
    'severity = "low"',
    'type = "eql"',
    'language = "eql"',
    'index = ["logs-aws.cloudtrail-*"]',
    `query = 'any where event.action == "CreateSnapshot"'`,
  ].filter((line) => !set.has(keyOf(line)));
  const metadata = ["[metadata]", 'creation_date = "2026/03/10"', 'updated_date = "2026/03/10"', ""];
  return [...metadata, "[rule]", ...rule, ...lines, ""].join("\n");
}

export function load(text: string, name = "rule.toml") {
  return loadRules({ name, text }, noLists);
}

export const apiRule = {
  rule_id: "r-1",
  name: "Snapshot",
  description: "A snapshot.",
  risk_score: 21,
  severity: "low",
  type: "eql",
  language: "eql",
  index: ["logs-aws.cloudtrail-*"],
  query: 'any where event.action == "CreateSnapshot"',
};

/** A diagnostic as one line: severity, code, place, message, label, help. */
export function lineOf(diagnostic: Diagnostic): string {
  const place = /--> (\S+)/.exec(renderDiagnostic(diagnostic, {}))?.[1];
  const label = diagnostic.labels[0]?.message ?? "";
  const { severity, code, message, help } = diagnostic;
  return [`${severity} ${code} ${place}`, message, label, help ?? ""].filter((part) => part !== "").join(" | ");
}
