import type { Catalogue } from "../ecs/field.ts";
import { readText } from "../io/readText.ts";
import { datasets, indexOf } from "../normalize/record.ts";
import { type AdHocOptions, adHocRule } from "../rule/adHocRule.ts";
import { compileRule } from "../rule/compileRule.ts";
import { lintQuery } from "../rule/lint/index.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { understandQuery } from "../rule/understandQuery.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { UsageError } from "./exitCode.ts";

/**
 * The query of an argument: the text itself, or that of a file after `@`.
 *
 * @throws UsageError when the file cannot be read
 */
export function querySource(argument: string): Source {
  if (!argument.startsWith("@")) return { name: "<query>", text: argument };
  const name = argument.slice(1);
  const text = readText(name);
  if (typeof text !== "string") throw new UsageError(`${name}: ${text.detail ?? text.reason}`);
  return { name, text };
}

/** Raw logs hold events of these streams alone, so what none of them has is never there. */
const streams = datasets.map(indexOf);

/** A query made ready to run, and all that is to be said of it. */
export interface CompiledQuery {
  /** Absent when a diagnostic is an error. */
  readonly runnable?: RunnableRule;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a query; with `isOfLogs` it is looked at as `check` does for what would keep it silent over raw logs. */
export function compileQuery(
  source: Source,
  catalogue: Catalogue,
  isOfLogs: boolean,
  options: AdHocOptions = {},
): CompiledQuery {
  const { runnable, diagnostics } = compileRule(adHocRule(source, options), catalogue);
  if (runnable === undefined) return { diagnostics };
  const { query } = understandQuery(source, catalogue, options.eventCategoryField);
  const suspicious = isOfLogs && query !== undefined ? lintQuery({ query, catalogue, index: streams }) : [];
  return { runnable, diagnostics: [...diagnostics, ...suspicious] };
}
