import type { Catalogue } from "../ecs/field.ts";
import { lower } from "../language/eql/index.ts";
import { and, not } from "../predicate/build.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import { printShortened } from "../predicate/printScalar.ts";
import type { Query, SequenceStep } from "../predicate/query.ts";
import { unsupportedPatterns } from "../predicate/unsupportedPatterns.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { problem } from "./document.ts";
import { exceptionPredicate, exceptionProblem, itemPredicate } from "./exceptionPredicate.ts";
import { indexCondition, readsDataStreams } from "./indexCondition.ts";
import type { ExceptionItem, Rule, RuleParts, RunnableRule, UnsupportedRule } from "./rule.ts";
import { understandRule } from "./understandQuery.ts";

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
  const { query: understood, diagnostics } = understandRule(rule, catalogue);
  if (understood === undefined) return { diagnostics };
  const written = lower(understood.checked);
  const index = indexCondition(rule.index ?? []);
  const current = rule.exceptions.filter((item) => !isExpired(item, options.nowMs));
  const conditions = conditionsOf(index, current, catalogue);
  const query = restrict(written, conditions);
  const failures = patternProblems(understood.source, query, conditions);
  if (failures.length > 0) return { diagnostics: [...diagnostics, ...failures] };
  return { runnable: { rule, query, parts: partsOf(written, index, current, catalogue) }, diagnostics };
}

/** A pattern that does not compile matches nothing, and as an exception exempts nothing: such a rule must not run. */
function patternProblems(source: Source, query: Query, conditions: readonly Predicate[]): Diagnostic[] {
  const ofConditions = new Set(conditions.flatMap(unsupportedPatterns).map(({ pattern }) => pattern));
  const failures = new Map(
    predicatesOf(query)
      .flatMap(unsupportedPatterns)
      .map((failure) => [failure.pattern, failure]),
  );
  return [...failures.values()].map(({ pattern, reason }) => {
    const message = `pattern ${printShortened(pattern, 60)} cannot be run: ${reason}`;
    const where = ofConditions.has(pattern)
      ? "an exception of this rule has the pattern"
      : "this query has the pattern";
    const label = { source, span: { start: 0, end: Math.min(1, source.text.length) }, message: where };
    return problem("RULE034", "error", message, label, "shorten the pattern, or split it into several");
  });
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

function conditionsOf(
  index: Predicate | undefined,
  current: readonly ExceptionItem[],
  catalogue: Catalogue,
): Predicate[] {
  const exempt = current.length === 0 ? [] : [not(exceptionPredicate(current, catalogue))];
  return index === undefined ? exempt : [index, ...exempt];
}

function partsOf(
  query: Query,
  index: Predicate | undefined,
  current: readonly ExceptionItem[],
  catalogue: Catalogue,
): RuleParts {
  const exceptions = current.map((item) => ({ name: item.name, predicate: itemPredicate(item, catalogue) }));
  return { query, exceptions, ...(index === undefined ? {} : { index }) };
}

/** Expired means before the run starts, not at it (kibana, `removeExpiredExceptions`). */
function isExpired(item: ExceptionItem, nowMs: number | undefined): boolean {
  return nowMs !== undefined && item.expireTimeMs !== undefined && item.expireTimeMs < nowMs;
}

function restrict(query: Query, conditions: readonly Predicate[]): Query {
  if (conditions.length === 0) return query;
  const narrow = (predicate: Predicate) => and(predicate, ...conditions);
  if (query.kind === "event") return { ...query, predicate: narrow(query.predicate) };
  // Repetitions (`with runs`) are one object and stay one.
  const narrowed = new Map<SequenceStep, SequenceStep>();
  const step = (each: SequenceStep): SequenceStep => {
    const one = narrowed.get(each) ?? { ...each, predicate: narrow(each.predicate) };
    narrowed.set(each, one);
    return one;
  };
  const steps = query.steps.map(step);
  if (query.kind === "sample" || query.until === undefined) return { ...query, steps };
  return { ...query, steps, until: step(query.until) };
}
