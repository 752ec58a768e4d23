import type { Catalogue } from "../ecs/field.ts";
import { lintQuery, lintRule } from "../rule/lint/index.ts";
import type { Rule } from "../rule/rule.ts";
import { understandQuery, understandRule } from "../rule/understandQuery.ts";
import { type Diagnostic, filesWithErrors, hasErrors, sortDiagnostics } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { InputProblem } from "./inputProblem.ts";
import { isQueryFile, queryFilesOf } from "./queryFiles.ts";
import { readText } from "./readText.ts";
import { loadRuleFiles } from "./ruleFiles.ts";

/** What checking rules and queries gave. */
export interface CheckReport {
  /** Errors, warnings and notes, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Paths that could not be read. */
  readonly problems: readonly InputProblem[];
  /** Rule files, query files and queries from standard input. */
  readonly files: number;
  /** Rules and queries that compile and can run here. */
  readonly compiled: number;
  /** Files with an error. */
  readonly broken: number;
  /** Rules that cannot run here, counted by reason. */
  readonly unsupported: ReadonlyMap<string, number>;
  /** EQL rules and queries that were read and checked against the catalogue, whether they can run here or not. */
  readonly eql: { readonly checked: number; readonly sound: number };
}

export interface CheckRulesOptions {
  readonly catalogue: Catalogue;
  readonly lookups: readonly string[];
  readonly nowMs: number;
  /** A query from standard input. */
  readonly query?: Source;
}

/** Checks and lints the rules and the `.eql` queries at and below the paths. */
export function checkRules(paths: readonly string[], options: CheckRulesOptions): CheckReport {
  const queries = queryFilesOf(paths).map(readSource);
  const sources = [...(options.query === undefined ? [] : [options.query]), ...queries.flatMap(({ source }) => source)];
  const rules = checkRuleFiles(
    paths.filter((path) => !isQueryFile(path)),
    options,
  );
  const checked = sources.map((source) => checkQuery(source, options.catalogue));
  const diagnostics = sortDiagnostics([...rules.diagnostics, ...checked.flat()]);
  return {
    diagnostics,
    problems: [...rules.problems.filter(isLoss(sources)), ...queries.flatMap(({ problem }) => problem)],
    files: rules.files + sources.length,
    compiled: rules.compiled + checked.filter((found) => !hasErrors(found)).length,
    broken: filesWithErrors(diagnostics),
    unsupported: rules.unsupported,
    eql: {
      checked: rules.checked + checked.length,
      sound: rules.sound + checked.filter((found) => !hasErrors(found)).length,
    },
  };
}

/** A folder without rules is no loss when it holds queries. */
function isLoss(sources: readonly Source[]): (problem: InputProblem) => boolean {
  return ({ reason, file }) => reason !== "no rule file" || !sources.some(({ name }) => name.startsWith(file));
}

function readSource(path: string): { readonly source: Source[]; readonly problem: InputProblem[] } {
  const text = readText(path);
  return typeof text === "string" ? { source: [{ name: path, text }], problem: [] } : { source: [], problem: [text] };
}

function checkQuery(source: Source, catalogue: Catalogue): Diagnostic[] {
  const { query, diagnostics } = understandQuery(source, catalogue);
  return query === undefined ? diagnostics : [...diagnostics, ...lintQuery({ query, catalogue })];
}

function checkRuleFiles(paths: readonly string[], { catalogue, lookups, nowMs }: CheckRulesOptions) {
  const loaded = loadRuleFiles(paths, lookups, nowMs, catalogue);
  const { files, problems, runnable, unsupported } = loaded;
  const reasons = new Map<string, number>();
  for (const { reason } of unsupported) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const elsewhere = unsupported.filter(({ rule }) => rule.type === "eql");
  const others = elsewhere.map(({ rule }) => checkElsewhere(rule, catalogue));
  const linted = runnable.map(({ rule }) => lintRule(rule, catalogue));
  const ofFiles = loaded.diagnostics.map((found) => asFound(found, paths));
  const diagnostics = [...ofFiles, ...others.flat(), ...linted.flat()];
  // A rule in error was left out when the files were loaded: it is none of either list.
  const checked = runnable.length + others.length + filesWithErrors(ofFiles.filter(isAboutEql));
  const sound = runnable.length + others.filter((found) => !hasErrors(found)).length;
  return { files, problems, diagnostics, compiled: runnable.length, unsupported: reasons, checked, sound };
}

function isAboutEql({ code }: Diagnostic): boolean {
  return code.startsWith("EQL");
}

/** A file that was found in a folder and holds no rule is no mistake: other tools keep their settings in TOML too. */
function asFound(diagnostic: Diagnostic, named: readonly string[]): Diagnostic {
  const file = diagnostic.labels[0]?.source.name ?? "";
  return diagnostic.code !== notRules || named.includes(file) ? diagnostic : { ...diagnostic, severity: "note" };
}

/** The code that a file without rules is refused with. */
export const notRules = "RULE002";

/** An EQL rule over data streams that eqlite does not produce: its query is checked all the same. */
function checkElsewhere(rule: Rule, catalogue: Catalogue): readonly Diagnostic[] {
  return [...understandRule(rule, catalogue).diagnostics, ...lintRule(rule, catalogue)];
}
