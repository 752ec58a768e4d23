import { dirname } from "node:path";
import type { Catalogue } from "../ecs/field.ts";
import { compileQuery } from "../rule/compileQuery.ts";
import { readsGeo } from "../rule/fieldsRead.ts";
import { lintQuery, lintRule } from "../rule/lint/index.ts";
import type { NotEvaluableKind } from "../rule/notEvaluable.ts";
import type { RuleType } from "../rule/rule.ts";
import { understandQuery } from "../rule/understandQuery.ts";
import { type Diagnostic, filesWithErrors, hasErrors, sortDiagnostics } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { InputProblem } from "./inputProblem.ts";
import { isQueryFile, queryFilesOf } from "./queryFiles.ts";
import { readText } from "./readText.ts";
import { type LoadedRule, loadRuleFiles } from "./ruleFiles.ts";

/** What checking rules and queries gave. */
export interface CheckReport {
  /** Errors, warnings and notes, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Paths that could not be read. */
  readonly problems: readonly InputProblem[];
  /** Rule files, query files and queries from standard input. */
  readonly files: number;
  /** Files with an error. */
  readonly broken: number;
  /** In the order of files; the queries that stand alone are not among them. */
  readonly rules: readonly CheckedRule[];
  /** Queries by language, those of rules and those that stand alone: how many were read, and how many have no error. */
  readonly queries: ReadonlyMap<string, QueryCount>;
}

export interface QueryCount {
  readonly read: number;
  readonly sound: number;
}

/** One rule, or one rule file that could not be loaded. */
export interface CheckedRule {
  readonly file: string;
  readonly id?: string;
  readonly name?: string;
  readonly type?: RuleType;
  /** Why the rule cannot be evaluated here; absent: it can. */
  readonly notEvaluable?: { readonly kind: NotEvaluableKind | "error"; readonly reason: string };
  /** It decides by geo fields, so that it can be evaluated only with a geo database. */
  readonly readsGeo: boolean;
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
  const alone = sources.map((source) => checkQuery(source, options.catalogue));
  const diagnostics = sortDiagnostics([...rules.diagnostics, ...alone.flat()]);
  const outcomes = [...rules.outcomes, ...alone.map((found) => ({ language: "eql", isSound: !hasErrors(found) }))];
  return {
    diagnostics,
    problems: [...rules.problems.filter(isLoss(sources)), ...queries.flatMap(({ problem }) => problem)],
    files: rules.files + sources.length,
    broken: filesWithErrors(diagnostics),
    rules: rules.rules,
    queries: countQueries(outcomes),
  };
}

interface QueryOutcome {
  readonly language: string;
  readonly isSound: boolean;
}

function countQueries(outcomes: readonly QueryOutcome[]): Map<string, QueryCount> {
  const counts = new Map<string, QueryCount>();
  for (const { language, isSound } of outcomes) {
    const { read, sound } = counts.get(language) ?? { read: 0, sound: 0 };
    counts.set(language, { read: read + 1, sound: sound + (isSound ? 1 : 0) });
  }
  return counts;
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
  const loaded = loadRuleFiles(paths, lookups, { nowMs, catalogue });
  const { files, problems } = loaded;
  // A rule that its file alone shows not to run here was not looked into.
  const unread = new Map(
    loaded.rules.filter(isUnread).map(({ rule }) => [rule, compileQuery(rule, catalogue, {}).diagnostics]),
  );
  const linted = loaded.rules.flatMap(({ rule }) => lintRule(rule, catalogue));
  const ofFiles = loaded.diagnostics.map((found) => asFound(found, paths));
  const outcomes = loaded.rules.flatMap(({ rule, diagnostics }) => {
    const { language } = rule;
    if (language === undefined || rule.query === undefined || !languagesRead.includes(language)) return [];
    return [{ language, isSound: !hasErrors(diagnostics) && !hasErrors(unread.get(rule) ?? []) }];
  });
  return {
    files,
    problems,
    diagnostics: [...ofFiles, ...[...unread.values()].flat(), ...linted],
    outcomes,
    rules: [...loaded.rules.map(checkedRule), ...loaded.broken.map(brokenFile)],
  };
}

/** A query in another language is named as not evaluable, and nothing is said of its soundness. */
const languagesRead = ["eql", "esql", "kuery"];

function isUnread({ unsupported, diagnostics }: LoadedRule): boolean {
  return unsupported !== undefined && diagnostics.length === 0;
}

function checkedRule({ rule, runnable, unsupported }: LoadedRule): CheckedRule {
  const { id, name, type, source } = rule;
  const wrong = { kind: "error", reason: "it has an error" } as const;
  const reason = runnable !== undefined ? undefined : unsupported === undefined ? wrong : unsupported;
  return {
    file: source.name,
    id,
    name,
    type,
    ...(reason === undefined ? {} : { notEvaluable: { kind: reason.kind, reason: reason.reason } }),
    readsGeo: runnable !== undefined && readsGeo(runnable),
  };
}

function brokenFile(file: string): CheckedRule {
  return { file, notEvaluable: { kind: "error", reason: "the rule file has an error" }, readsGeo: false };
}

/** The rules of one folder, counted. */
export interface FolderCount {
  readonly folder: string;
  readonly rules: number;
  readonly evaluable: number;
  /** Of the evaluable ones: need a geo database. */
  readonly readsGeo: number;
  readonly notEvaluable: Readonly<Record<string, number>>;
}

/** The rules of each folder that holds some, by name. */
export function countFolders(rules: readonly CheckedRule[]): FolderCount[] {
  const byFolder = new Map<string, CheckedRule[]>();
  for (const rule of rules) {
    const folder = dirname(rule.file);
    const own = byFolder.get(folder);
    if (own === undefined) byFolder.set(folder, [rule]);
    else own.push(rule);
  }
  return [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, own]) => countRules(folder, own));
}

/** The same for rules from anywhere, under one name. */
export function countRules(folder: string, rules: readonly CheckedRule[]): FolderCount {
  const notEvaluable: Record<string, number> = {};
  for (const { notEvaluable: reason } of rules)
    if (reason !== undefined) notEvaluable[reason.kind] = (notEvaluable[reason.kind] ?? 0) + 1;
  const evaluable = rules.filter((rule) => rule.notEvaluable === undefined);
  return {
    folder,
    rules: rules.length,
    evaluable: evaluable.length,
    readsGeo: evaluable.filter((rule) => rule.readsGeo).length,
    notEvaluable,
  };
}

/** A file that was found in a folder and holds no rule is no mistake: other tools keep their settings in TOML too. */
function asFound(diagnostic: Diagnostic, named: readonly string[]): Diagnostic {
  const file = diagnostic.labels[0]?.source.name ?? "";
  return diagnostic.code !== notRules || named.includes(file) ? diagnostic : { ...diagnostic, severity: "note" };
}

/** The code that a file without rules is refused with. */
export const notRules = "RULE002";
