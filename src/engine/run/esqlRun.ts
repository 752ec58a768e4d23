import { getField, printDocument } from "../../ecs/document.ts";
import type { EcsObject, EcsValue, Scalar } from "../../ecs/value.ts";
import { indexOf, type NormalizedEvent } from "../../normalize/record.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { isoTime } from "../alertDocument.ts";
import { esqlEventAlertId, esqlRowAlertId } from "../alertId.ts";
import { alertOf } from "../alertOf.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { ancestorsOfEvent } from "../ancestry.ts";
import type { Hashable } from "../objectHash.ts";
import { EsqlRunner } from "./esqlAnswers.ts";
import { type ResultRow, type RowViews, resultRow, rowSource, rowViews, timeOfRow } from "./esqlDocument.ts";
import { type EsqlExecution, type EsqlRows, type EsqlSource, eventRows, storedRows } from "./esqlRows.ts";
import type { AlertCandidate, Executor } from "./executor.ts";
import type { EsqlAnswers, ResultRows, RuleRun, RunOptions, ScheduledRun } from "./ruleRun.ts";
import { replayRuns, scheduledRun } from "./scheduledRun.ts";

/** Kibana raises the limit of its search to this many times `max_signals` (kibana …/esql/esql.ts). */
const pagesOfSignals = 3;

export function esqlRun(runnable: RunnableRule, index: number, execution: EsqlExecution): RuleRun {
  const source = execution.query.isAggregating ? storedRows(runnable) : eventRows(runnable);
  const run = scheduledRun(runnable, esqlExecutor(runnable, index, execution, source));
  const { stored } = source;
  if (stored === undefined) return run;
  const finish = (answers: EsqlAnswers, options: RunOptions) =>
    replayRuns(runnable, answeredExecutor(runnable, index, execution, answers), options, answers);
  return { ...run, apart: { ...stored, finish } };
}

/**
 * The rows of an ES|QL query as alerts (kibana …/esql/{esql.ts,wrap_esql_alerts.ts}).
 *
 * A row of a query that does not aggregate stands for the event that its column `_id` names, and its columns go over the
 * event's fields. A row without `_id`, and every row of a query that aggregates, stands for no event, and overlapping runs
 * each make an alert of it. NOW() is the time of the run. Of a query that aggregates only the fields that it reads are
 * kept of each event.
 *
 * A query that fails in one run fails the rule: what the other runs found would look like all there is.
 */
export function esqlExecutor(
  runnable: RunnableRule,
  index: number,
  execution: EsqlExecution,
  source: EsqlSource,
): Executor {
  const rule = alertRule(runnable.rule, index);
  const views = rowViews(execution.query.output);
  const runner = new EsqlRunner(runnable, execution, source);
  return {
    add: (hit) => source.add(hit),
    ...(source.addRows === undefined ? {} : { addRows: source.addRows }),
    times: () => runner.times(),
    candidates: (run, most) => {
      const answer = runner.answer(run);
      return answer === undefined
        ? []
        : candidatesOf({ rule, execution, views, run, seen: answer.seen }, answer.rows, most);
    },
    losses: () => source.losses(),
    failure: () => runner.failure,
  };
}

/** The same of answers that were found elsewhere. */
function answeredExecutor(
  runnable: RunnableRule,
  index: number,
  execution: EsqlExecution,
  { runs, rows, losses, failure }: EsqlAnswers,
): Executor {
  const rule = alertRule(runnable.rule, index);
  const views = rowViews(execution.query.output);
  const byRun = new Map(runs.map((run, at) => [run, rows[at]!]));
  return {
    add: () => {},
    times: () => [],
    candidates: (run, most) =>
      candidatesOf(
        { rule, execution, views, run, seen: { rows: [], eventOf: () => undefined } },
        byRun.get(run)!,
        most,
      ),
    losses: () => losses,
    failure: () => failure,
  };
}

function candidatesOf(of: RunOfRule, rows: ResultRows, most: number): AlertCandidate[] {
  const { output } = of.execution.query;
  return rows.slice(0, most * pagesOfSignals).map((values, at) => candidateOf(of, resultRow(output, values), at));
}

interface RunOfRule {
  readonly rule: AlertRule;
  readonly execution: EsqlExecution;
  readonly views: RowViews;
  readonly run: ScheduledRun;
  readonly seen: EsqlRows;
}

function candidateOf(of: RunOfRule, row: ResultRow, at: number): AlertCandidate {
  const id = row.get("_id");
  const found = typeof id === "string" ? of.seen.eventOf(id) : undefined;
  return found === undefined ? rowCandidate(of, row, at) : eventCandidate(of, row, found.event, found.atMs);
}

function eventCandidate(of: RunOfRule, row: ResultRow, event: NormalizedEvent, seenMs: number): AlertCandidate {
  const { rule, execution, views } = of;
  const source = () => rowSource(row, event.document);
  let document: EcsObject | undefined;
  const merged = () => (document ??= source());
  const alert = alertOf(rule, {
    id: esqlEventAlertId(indexOf(event.dataset), event.id, rule.uuid, expandedValues(execution, row, merged)),
    kind: "event",
    atMs: event.atMs,
    events: [event],
    // A column may go over the event's own time.
    originalMs: row.has("@timestamp") ? timeOfRow(row) : event.atMs,
    ancestors: ancestorsOfEvent(event),
    source,
    carried: () => views(row, event),
  });
  return { alert, startMs: seenMs, endMs: seenMs, sourceValue: (field) => getField(merged(), field) };
}

function rowCandidate({ rule, run, views }: RunOfRule, row: ResultRow, at: number): AlertCandidate {
  const source = () => rowSource(row);
  const originalMs = timeOfRow(row);
  const window = { from: isoTime(run.fromMs), to: isoTime(run.toMs) };
  const alert = alertOf(rule, {
    id: esqlRowAlertId(window, rule.rule.query ?? "", rule.uuid, at),
    kind: "group",
    atMs: originalMs ?? run.nowMs,
    events: [],
    originalMs,
    ancestors: [{ id: textOf(row.get("_id")), type: "event", index: textOf(row.get("_index")), depth: 0 }],
    source,
    carried: () => views(row),
  });
  const seenMs = originalMs ?? run.nowMs;
  return { alert, startMs: seenMs, endMs: seenMs, sourceValue: (field) => getField(source(), field) };
}

/**
 * What tells the rows apart that `MV_EXPAND` made of one event: the values of its columns, as far as they have one. Where
 * such a column is not in the result, Kibana hashes the whole hit; here it is the whole document
 * (kibana …/esql/utils/{get_mv_expand_usage,generate_alert_id}.ts).
 */
function expandedValues({ query }: EsqlExecution, row: ResultRow, document: () => EcsObject): Hashable[] {
  const names = query.commands.flatMap((command) => (command.kind === "mvExpand" ? [command.column.name] : []));
  if (names.length === 0) return [];
  const columns = new Set(query.output.map(({ name }) => name));
  if (names.some((name) => !columns.has(name))) return [printDocument(document())];
  return names.flatMap((name) => {
    const value = row.get(name);
    return isTruthy(value) ? [hashable(value)] : [];
  });
}

function isTruthy(value: EcsValue | undefined): value is EcsValue {
  return Boolean(value);
}

function hashable(value: EcsValue): Hashable {
  if (Array.isArray(value)) return value.map(hashable);
  return typeof value === "bigint" ? Number(value) : (value as Exclude<Scalar, bigint>);
}

function textOf(value: EcsValue | undefined): string {
  return typeof value === "string" ? value : "";
}
