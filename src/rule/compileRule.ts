import type { Catalogue } from "../ecs/field.ts";
import { and, not } from "../predicate/build.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import { printShortened } from "../predicate/printScalar.ts";
import type { Query, SequenceStep } from "../predicate/query.ts";
import { unsupportedPatterns } from "../predicate/unsupportedPatterns.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import { type CompiledQuery, compileQuery, type Surroundings } from "./compileQuery.ts";
import { problem } from "./document.ts";
import { exceptionPredicate, exceptionProblem, itemPredicate } from "./exceptionPredicate.ts";
import { filterCondition } from "./filters.ts";
import { indexCondition, readsDataStreams } from "./indexCondition.ts";
import { scheduleOf } from "./lookBack.ts";
import type { NotEvaluableReason, UnsupportedRule } from "./notEvaluable.ts";
import type { ExceptionItem, Rule, RuleParts, RunnableRule, Schedule } from "./rule.ts";

export interface CompileOptions extends Surroundings {
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
 * The rule made ready to run: its query parsed, checked and lowered, its index patterns, filters and exceptions folded
 * into every predicate.
 *
 * A rule that its file alone shows not to run here is answered as unsupported, with the reason, and its query is not
 * looked at; {@link compileQuery} checks it all the same. Exceptions, filters and index patterns
 * restrict each step of a sequence, and `until`, as the search filter does in Kibana; of ES|QL they restrict the source
 * documents (elastic-rules facts §4).
 */
export function compileRule(rule: Rule, catalogue: Catalogue, options: CompileOptions = {}): CompiledRule {
  const early = reasonByFile(rule);
  if (early !== undefined) return { unsupported: { rule, ...early }, diagnostics: [] };
  const { compiled, notEvaluable, diagnostics } = compileQuery(rule, catalogue, options);
  if (notEvaluable !== undefined) return { unsupported: { rule, ...notEvaluable }, diagnostics };
  if (compiled === undefined) return { diagnostics };
  const parts = partsOf(rule, compiled, catalogue, options);
  if ("reason" in parts) return { unsupported: { rule, ...parts }, diagnostics };
  const { conditions, schedule, ...described } = parts;
  const query = restrict(compiled.query, conditions);
  const failures = patternProblems(compiled.source, query, conditions);
  if (failures.length > 0) return { diagnostics: [...diagnostics, ...failures] };
  const { execution } = compiled;
  const runnable = { rule, query, schedule, parts: described, ...(execution === undefined ? {} : { execution }) };
  return { runnable, diagnostics };
}

/** Why a rule cannot run here, as far as it shows without its query. */
function reasonByFile(rule: Rule): NotEvaluableReason | undefined {
  const { data_view_id: dataViewId } = rule.parameters;
  if (typeof dataViewId === "string" && dataViewId !== "") return dataView;
  if (rule.type === "machine_learning") return undefined;
  return readsDataStreams(rule.index ?? []) ? undefined : elsewhere;
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

/** What restricts a rule's query, and when it runs. */
interface Restrictions extends RuleParts {
  readonly conditions: readonly Predicate[];
  readonly schedule: Schedule;
}

function partsOf(
  rule: Rule,
  { query, indices }: CompiledQuery,
  catalogue: Catalogue,
  { nowMs }: CompileOptions,
): Restrictions | NotEvaluableReason {
  const patterns = indices ?? rule.index ?? [];
  if (!readsDataStreams(patterns)) return elsewhere;
  const schedule = scheduleOf(rule);
  if (typeof schedule === "string") return { kind: "schedule", reason: schedule };
  const filtered = filterCondition(rule.filters ?? [], catalogue);
  if ("problem" in filtered) return { kind: "construct not supported", reason: filtered.problem };
  const wrong = exceptionProblem(rule.exceptions, catalogue);
  if (wrong !== undefined) return { kind: "exception", reason: wrong };
  const index = indexCondition(patterns);
  const current = rule.exceptions.filter((item) => !isExpired(item, nowMs));
  const exempt = current.length === 0 ? [] : [not(exceptionPredicate(current, catalogue))];
  const filters = rule.filters === undefined ? [] : [filtered.predicate];
  return {
    query,
    schedule,
    exceptions: current.map((item) => ({ name: item.name, predicate: itemPredicate(item, catalogue) })),
    conditions: [...(index === undefined ? [] : [index]), ...filters, ...exempt],
    ...(index === undefined ? {} : { index }),
  };
}

const dataView: NotEvaluableReason = {
  kind: "data view",
  reason: "`data_view_id` is not supported: a data view exists only in Kibana; list its patterns in `index`",
};
const elsewhere: NotEvaluableReason = {
  kind: "data stream not produced",
  reason: "reads none of the data streams eqlite produces",
};

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
