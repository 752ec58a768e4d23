import { getField, printDocument } from "../../ecs/document.ts";
import type { EcsObject, EcsValue, Scalar } from "../../ecs/value.ts";
import { compile } from "../../language/esql/index.ts";
import { indexOf, type NormalizedEvent } from "../../normalize/record.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { isoTime } from "../alertDocument.ts";
import { esqlEventAlertId, esqlRowAlertId } from "../alertId.ts";
import { alertOf } from "../alertOf.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { ancestorsOfEvent } from "../ancestry.ts";
import type { Hashable } from "../objectHash.ts";
import { type ResultRow, resultRow, rowSource, timeOfDocument } from "./esqlDocument.ts";
import { type EsqlExecution, type EsqlRows, eventRows, storedRows } from "./esqlRows.ts";
import type { AlertCandidate, Executor } from "./executor.ts";
import { PreparedRows } from "./preparedRows.ts";
import type { RuleRun, ScheduledRun } from "./ruleRun.ts";
import { scheduledRun } from "./scheduledRun.ts";

/** Kibana raises the limit of its search to this many times `max_signals` (kibana …/esql/esql.ts). */
const pagesOfSignals = 3;

export function esqlRun(runnable: RunnableRule, index: number, execution: EsqlExecution): RuleRun {
  return scheduledRun(runnable, esqlExecutor(runnable, index, execution));
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
export function esqlExecutor(runnable: RunnableRule, index: number, execution: EsqlExecution): Executor {
  const rule = alertRule(runnable.rule, index);
  const { query } = execution;
  const program = compile(query);
  const rows = query.isAggregating ? storedRows(runnable) : eventRows(runnable);
  let prepared: PreparedRows | undefined;
  let failure: string | undefined;
  return {
    add: (hit) => rows.add(hit),
    ...(rows.addRows === undefined ? {} : { addRows: rows.addRows }),
    times: () => rows.times(),
    candidates: (run, most) => {
      if (failure !== undefined) return [];
      const seen = rows.within(run);
      if (rows.numbered !== undefined && program.prepared !== undefined)
        prepared ??= new PreparedRows(program.prepared, rows.numbered());
      const result =
        prepared !== undefined && seen.numbers !== undefined
          ? prepared.run(seen.numbers, run.nowMs)
          : program.run(seen.rows, { nowMs: run.nowMs });
      if (result === undefined) return [];
      if (result.failure !== undefined) {
        failure = result.failure;
        return [];
      }
      const found = result.rows.slice(0, most * pagesOfSignals);
      const writer = { rule, execution, run, seen };
      return found.map((values, at) => candidateOf(writer, resultRow(query.output, values), at));
    },
    losses: () => rows.losses(),
    failure: () => failure,
  };
}

interface RunOfRule {
  readonly rule: AlertRule;
  readonly execution: EsqlExecution;
  readonly run: ScheduledRun;
  readonly seen: EsqlRows;
}

function candidateOf(of: RunOfRule, row: ResultRow, at: number): AlertCandidate {
  const id = row.get("_id");
  const found = typeof id === "string" ? of.seen.eventOf(id) : undefined;
  return found === undefined ? rowCandidate(of, row, at) : eventCandidate(of, row, found.event, found.atMs);
}

function eventCandidate(of: RunOfRule, row: ResultRow, event: NormalizedEvent, seenMs: number): AlertCandidate {
  const { rule, execution } = of;
  const source = () => rowSource(row, event.document);
  let document: EcsObject | undefined;
  const merged = () => (document ??= source());
  const alert = alertOf(rule, {
    id: esqlEventAlertId(indexOf(event.dataset), event.id, rule.uuid, expandedValues(execution, row, merged)),
    kind: "event",
    atMs: event.atMs,
    events: [event],
    // A column may go over the event's own time.
    originalMs: row.has("@timestamp") ? timeOfDocument(merged()) : event.atMs,
    ancestors: ancestorsOfEvent(event),
    source,
  });
  return { alert, startMs: seenMs, endMs: seenMs, sourceValue: (field) => getField(merged(), field) };
}

function rowCandidate({ rule, run }: RunOfRule, row: ResultRow, at: number): AlertCandidate {
  const source = () => rowSource(row);
  const merged = source();
  const originalMs = timeOfDocument(merged);
  const window = { from: isoTime(run.fromMs), to: isoTime(run.toMs) };
  const alert = alertOf(rule, {
    id: esqlRowAlertId(window, rule.rule.query ?? "", rule.uuid, at),
    kind: "group",
    atMs: originalMs ?? run.nowMs,
    events: [],
    originalMs,
    ancestors: [{ id: textOf(row.get("_id")), type: "event", index: textOf(row.get("_index")), depth: 0 }],
    source,
  });
  const seenMs = originalMs ?? run.nowMs;
  return { alert, startMs: seenMs, endMs: seenMs, sourceValue: (field) => getField(merged, field) };
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
