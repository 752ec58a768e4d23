import { dirname, join } from "node:path";
import { type ExportParts, joinParts, partsOfLists, readExportParts } from "../rule/exportParts.ts";
import { objectIn, objectsIn, stringIn } from "../rule/plain.ts";
import type { Rule } from "../rule/rule.ts";
import { listsNamed } from "../rule/writeNdjson.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { notRules } from "./checkRules.ts";
import type { InputProblem } from "./inputProblem.ts";
import { readText } from "./readText.ts";
import { isFile } from "./regularFile.ts";
import { exceptionsName, loadRuleFiles, valueListFile } from "./ruleFiles.ts";

/** The rules of some files, and what else of an export belongs to them. */
export interface LoadedExport {
  readonly rules: readonly Rule[];
  readonly parts: ExportParts;
  /** The value lists that exceptions name, sorted by id, and the file of each; an export never holds their values. */
  readonly valueLists: readonly { readonly id: string; readonly file: string | undefined }[];
  /** About loading, not about queries and exceptions: a rule that cannot run here is a rule all the same. */
  readonly diagnostics: readonly Diagnostic[];
  readonly problems: readonly InputProblem[];
}

/**
 * Loads rules to be written in another format.
 *
 * With them come the exception lists, items and connectors of an export, whether a rule names them or not, and of the
 * `exceptions.ndjson` beside a rule the lists that the rules name.
 */
export function loadExport(paths: readonly string[], lookups: readonly string[]): LoadedExport {
  const loaded = loadRuleFiles(paths, lookups, { documentsOnly: true });
  const rules = loaded.rules.map(({ rule }) => rule);
  const isFound = ({ code, labels }: Diagnostic) => code === notRules && !paths.includes(labels[0]?.source.name ?? "");
  const parts = partsOf(rules);
  return {
    rules,
    parts,
    valueLists: valueListsOf(parts).map((id) => ({ id, file: valueListFile(id, lookups) })),
    diagnostics: loaded.diagnostics.filter((found) => !isFound(found)),
    problems: loaded.problems,
  };
}

function partsOf(rules: readonly Rule[]): ExportParts {
  const sources = new Set(rules.map(({ source }) => source));
  const folders = new Map<string, Set<string>>();
  for (const rule of rules) {
    const folder = dirname(rule.source.name);
    const named = folders.get(folder) ?? new Set<string>();
    for (const id of listsNamed(rule)) named.add(id);
    folders.set(folder, named);
  }
  const beside = [...folders].flatMap(([folder, named]) =>
    readBeside(join(folder, exceptionsName)).map((source) => partsOfLists(readExportParts(source), named)),
  );
  return joinParts([...[...sources].map(readExportParts), ...beside]);
}

function readBeside(path: string): Source[] {
  const text = isFile(path) ? readText(path) : undefined;
  return typeof text === "string" ? [{ name: path, text }] : [];
}

function valueListsOf({ items }: ExportParts): string[] {
  const entries = items.flatMap((item) => objectsIn(item, "entries") ?? []);
  const ids = entries.map((entry) => stringIn(objectIn(entry, "list") ?? {}, "id"));
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}
