import type { Catalogue } from "../ecs/field.ts";
import { check, lower, parse } from "../language/eql/index.ts";
import { and, not } from "../predicate/build.ts";
import type { Predicate } from "../predicate/predicate.ts";
import type { Query, SequenceStep } from "../predicate/query.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { exceptionPredicate, exceptionProblem } from "./exceptionPredicate.ts";
import { indexCondition, readsDataStreams } from "./indexCondition.ts";
import type { ExceptionItem, Rule, RunnableRule, UnsupportedRule } from "./rule.ts";

export interface CompileOptions {
  /** Epoch milliseconds UTC; exceptions that expired before are dropped. Without it no exception ever expires. */
  readonly nowMs?: number;
}

export interface CompiledRule {
  /** Absent when the rule is unsupported, or when a diagnostic is an error. */
  readonly runnable?: RunnableRule;
  readonly unsupported?: UnsupportedRule;
  readonly diagnostics: Diagnostic[];
}

/**
 * The rule made ready to run: its query parsed, checked and lowered, its index patterns and exceptions folded into
 * every predicate.
 *
 * A rule that cannot run here is answered as unsupported, with the reason, and its query is not looked at. Exceptions
 * and index patterns restrict each step of a sequence, and `until`, as the search filter does in Kibana (elastic-rules
 * facts §4).
 */
export function compileRule(rule: Rule, catalogue: Catalogue, options: CompileOptions = {}): CompiledRule {
  const reason = unsupportedReason(rule, catalogue);
  if (reason !== undefined) return { unsupported: { rule, reason }, diagnostics: [] };
  const source = rule.querySource ?? { name: rule.source.name, text: rule.query ?? "" };
  const parsed = parse(source);
  if (parsed.query === null) return { diagnostics: [...parsed.diagnostics] };
  const eventCategoryField = rule.eventCategoryOverride;
  const checked = check(parsed.query, source, {
    catalogue,
    ...(eventCategoryField === undefined ? {} : { eventCategoryField }),
  });
  const diagnostics = [...parsed.diagnostics, ...checked.diagnostics];
  if (checked.query === null || diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  const query = restrict(lower(checked.query), conditionsOf(rule, catalogue, options));
  return { runnable: { rule, query }, diagnostics };
}

/** Why a rule cannot run here; undefined when it can. */
function unsupportedReason(rule: Rule, catalogue: Catalogue): string | undefined {
  if (rule.type !== "eql") return `rule type ${rule.type} is not yet supported`;
  const { data_view_id: dataView, filters } = rule.parameters;
  if (typeof dataView === "string" && dataView !== "") {
    return "`data_view_id` is not supported: a data view exists only in Kibana; list its patterns in `index`";
  }
  if (Array.isArray(filters) && filters.length > 0) return "`filters` are not yet supported";
  if (!readsDataStreams(rule.index ?? [])) return "reads none of the data streams eqlite produces";
  return exceptionProblem(rule.exceptions, catalogue);
}

function conditionsOf(rule: Rule, catalogue: Catalogue, options: CompileOptions): Predicate[] {
  const index = indexCondition(rule.index ?? []);
  const current = rule.exceptions.filter((item) => !isExpired(item, options.nowMs));
  const exempt = current.length === 0 ? [] : [not(exceptionPredicate(current, catalogue))];
  return index === undefined ? exempt : [index, ...exempt];
}

/** Expired means before the run starts, not at it (kibana, `removeExpiredExceptions`). */
function isExpired(item: ExceptionItem, nowMs: number | undefined): boolean {
  return nowMs !== undefined && item.expireTimeMs !== undefined && item.expireTimeMs < nowMs;
}

function restrict(query: Query, conditions: readonly Predicate[]): Query {
  if (conditions.length === 0) return query;
  const narrow = (predicate: Predicate) => and(predicate, ...conditions);
  if (query.kind === "event") return { kind: "event", predicate: narrow(query.predicate) };
  const step = (each: SequenceStep): SequenceStep => ({ ...each, predicate: narrow(each.predicate) });
  const until = query.until === undefined ? {} : { until: step(query.until) };
  return { ...query, steps: query.steps.map(step), ...until };
}
