import { defaultCatalogue } from "../ecs/catalogue.ts";
import { isQueryFile } from "../io/queryFiles.ts";
import { isFile } from "../io/regularFile.ts";
import { type LoadedRules, loadRuleFiles } from "../io/ruleFiles.ts";
import { parse } from "../language/eql/parser.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { type Diagnostic, hasErrors } from "../text/diagnostic.ts";
import { didYouMean } from "../text/didYouMean.ts";
import { UsageError } from "./exitCode.ts";
import { packaged } from "./packaged.ts";
import { compileQuery, querySource } from "./queryArgument.ts";

export interface RuleSearch {
  /** Rule files and folders; the detections that ship with eqlite if absent. */
  readonly rules: readonly string[] | undefined;
  readonly lookups: readonly string[];
  readonly nowMs: number;
}

/** A rule, or why it does not compile. */
export interface FoundRule {
  readonly runnable?: RunnableRule;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The rule that an argument means: a rule file, the `rule_id` or the name of a rule, else an EQL query.
 *
 * @throws UsageError when there is none, several, or one that cannot run here
 */
export function findRule(argument: string, search: RuleSearch): FoundRule {
  if (argument.startsWith("@")) return compileQuery(querySource(argument), defaultCatalogue, true);
  if (isFile(argument)) {
    if (isQueryFile(argument)) return compileQuery(querySource(`@${argument}`), defaultCatalogue, true);
    return onlyRule(argument, loadRuleFiles([argument], search.lookups, { nowMs: search.nowMs }));
  }
  const loaded = loadRuleFiles(search.rules ?? [packaged("detections")], search.lookups, { nowMs: search.nowMs });
  const named = namedRule(argument, loaded);
  if (named !== undefined) return { runnable: named, diagnostics: [] };
  if (isQuery(argument)) return compileQuery(querySource(argument), defaultCatalogue, true);
  throw noSuchRule(argument, loaded);
}

function onlyRule(path: string, { runnable, unsupported, diagnostics, problems }: LoadedRules): FoundRule {
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${path}: ${problem.detail ?? problem.reason}`);
  if (runnable.length + unsupported.length > 1) {
    const ids = [...runnable, ...unsupported].slice(0, 5).map(({ rule }) => rule.id);
    throw new UsageError(`${path} holds several rules`, `name one by its id: --rules ${path} ${ids.join(" or ")}`);
  }
  if (unsupported[0] !== undefined) throw cannotRun(unsupported[0]);
  return { diagnostics, ...(runnable[0] === undefined ? {} : { runnable: runnable[0] }) };
}

function namedRule(argument: string, { runnable, unsupported }: LoadedRules): RunnableRule | undefined {
  const isMeant = ({ rule }: Pick<RunnableRule, "rule">) => rule.id === argument || rule.name === argument;
  const found = runnable.filter(isMeant);
  if (found.length > 1) {
    const ids = found.map(({ rule }) => rule.id);
    throw new UsageError(`several rules are called ${argument}`, `name one by its id: ${ids.join(" or ")}`);
  }
  const other = unsupported.find(isMeant);
  if (found.length === 0 && other !== undefined) throw cannotRun(other);
  return found[0];
}

function cannotRun({ rule, reason }: LoadedRules["unsupported"][number]): UsageError {
  return new UsageError(`rule ${rule.name} cannot run here: ${reason}`);
}

function isQuery(text: string): boolean {
  if (/\swhere\s|^\s*(sequence|sample)\b/.test(text)) return true;
  return !hasErrors(parse({ name: "<query>", text }).diagnostics);
}

function noSuchRule(argument: string, { runnable, unsupported }: LoadedRules): UsageError {
  const rules = [...runnable, ...unsupported].map(({ rule }) => rule);
  const near = didYouMean(argument, [...rules.map(({ name }) => name), ...rules.map(({ id }) => id)]);
  const help = near.length > 0 ? `did you mean ${near.map((name) => `"${name}"`).join(" or ")}?` : undefined;
  const otherwise = "give the path of a rule file, a rule's id or name (of --rules, if given), or an EQL query";
  return new UsageError(`no such rule: ${argument}`, help ?? otherwise);
}
