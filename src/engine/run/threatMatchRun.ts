import { getField, printDocument, setField } from "../../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../../ecs/value.ts";
import { indexOf, type NormalizedEvent } from "../../normalize/record.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { eventAlertId, indicatorId } from "../alertId.ts";
import { alertOf } from "../alertOf.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { ancestorsOfEvent } from "../ancestry.ts";
import { eventCandidate, standsOn } from "../eventAlert.ts";
import { eventView } from "../eventView.ts";
import type { AlertCandidate, Executor } from "./executor.ts";
import { IndicatorIndex, type IndicatorMatch, type ThreatMatchExecution } from "./indicatorIndex.ts";
import { loss } from "./losses.ts";
import type { RuleRun } from "./ruleRun.ts";
import { scheduledRun } from "./scheduledRun.ts";
import { type TimedEvent, TimedEvents } from "./timedEvents.ts";
import { span } from "./timeSpan.ts";

export function threatMatchRun(runnable: RunnableRule, index: number, execution: ThreatMatchExecution): RuleRun {
  return scheduledRun(runnable, threatMatchExecutor(runnable, index, execution));
}

/** One alert for each event that matches an indicator, enriched with those it matches. */
export function threatMatchExecutor(runnable: RunnableRule, index: number, execution: ThreatMatchExecution): Executor {
  const rule = alertRule(runnable.rule, index);
  const indicators = new IndicatorIndex(execution);
  const events = new TimedEvents(runnable.rule);
  // Latest first, unless alerts are suppressed (kibana …/threat_mapping/create_threat_signals.ts, `sortOrder`).
  const isAscending = (runnable.rule.suppression?.fields.length ?? 0) > 0;
  return {
    add: ({ event }) => {
      if (indicators.matches(eventView(event)).length > 0) events.add(event);
    },
    times: () => events.ascending().map(({ atMs }) => atMs),
    candidates: (run) => {
      const seen = span(events.ascending(), run);
      return (isAscending ? seen : [...seen].reverse()).flatMap((each) =>
        candidateOf(rule, each, { execution, indicators }),
      );
    },
    losses: () => loss(indicators.cut, "combinations of values were not compared with indicators"),
  };
}

interface Join {
  readonly execution: ThreatMatchExecution;
  readonly indicators: IndicatorIndex;
}

function candidateOf(rule: AlertRule, { event, atMs }: TimedEvent, join: Join): AlertCandidate[] {
  const ancestors = ancestorsOfEvent(event);
  if (standsOn(ancestors, rule)) return [];
  const alert = alertOf(rule, {
    id: eventAlertId(indexOf(event.dataset), event.id, rule.uuid),
    kind: "event",
    atMs: event.atMs,
    events: [event],
    originalMs: event.atMs,
    ancestors,
    source: () => enriched(event, join),
  });
  return [eventCandidate(alert, event, atMs)];
}

/**
 * The event with `threat.enrichments`: one for each indicator and field that match, after those it had
 * (kibana …/threat_mapping/enrich_signal_threat_matches.ts). The event's own document is not changed.
 */
function enriched(event: NormalizedEvent, { execution, indicators }: Join): EcsObject {
  const { document } = event;
  const source = Object.assign(emptyObject(), document);
  const threat = document["threat"];
  const known = getField(document, "threat.enrichments");
  const added = indicators.matches(eventView(event)).map((match) => enrichmentOf(document, execution, match));
  source["threat"] = Object.assign(emptyObject(), isEcsObject(threat) ? threat : {}, {
    enrichments: [...listOf(known), ...added],
  });
  return source;
}

function enrichmentOf(document: EcsObject, execution: ThreatMatchExecution, match: IndicatorMatch): EcsObject {
  const indicator = execution.indicators[match.indicator]!;
  const [described] = listOf(getField(indicator, execution.indicatorPath));
  const feed = getField(indicator, "threat.feed.name");
  const enrichment = emptyObject();
  enrichment["indicator"] = isEcsObject(described) ? described : emptyObject();
  enrichment["feed"] = emptyObject();
  if (typeof feed === "string" && feed !== "") setField(enrichment, "feed.name", feed);
  const atomic = getField(document, match.field.name);
  if (atomic !== undefined) setField(enrichment, "matched.atomic", atomic);
  setField(enrichment, "matched.field", match.field.name);
  setField(enrichment, "matched.id", idOf(indicator));
  const index = indexNameOf(indicator);
  if (index !== undefined) setField(enrichment, "matched.index", index);
  setField(enrichment, "matched.type", "indicator_match_rule");
  return enrichment;
}

function listOf(value: EcsValue | undefined): EcsValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** `_id` as an export of the index has it; else the document's SHA-256. */
function idOf(indicator: EcsObject): string {
  const id = indicator["_id"];
  return typeof id === "string" ? id : indicatorId(printDocument(indicator));
}

/** `_index` as an export has it, else the name of its data stream. */
function indexNameOf(indicator: EcsObject): string | undefined {
  if (typeof indicator["_index"] === "string") return indicator["_index"];
  const parts = ["type", "dataset", "namespace"].map((name) => getField(indicator, `data_stream.${name}`));
  return parts.every((part) => typeof part === "string") ? parts.join("-") : undefined;
}
