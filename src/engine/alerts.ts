import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { type Alert, type AlertGroup, compareAlerts } from "./alert.ts";
import { type AlertFacts, alertDocument, sourceFields } from "./alertDocument.ts";
import { type Ancestor, buildingBlockIds, eventAlertId, shellAlertId } from "./alertId.ts";
import { type AlertRule, alertRule } from "./alertRule.ts";
import { ancestorsOfEvent, parentOf } from "./ancestry.ts";
import { Copies } from "./copies.ts";
import { indexOf } from "./eventView.ts";
import { getOrPut } from "./getOrPut.ts";
import type { Hit } from "./hit.ts";
import { intersection } from "./intersection.ts";
import type { Plan } from "./plan.ts";
import { SequenceRun, type SequenceRunCounters } from "./state/sequenceRun.ts";

/**
 * The alerts of all hits of a scan, in a total order: time, rule id, kind, event ids.
 *
 * An event rule makes one alert per event id; a sequence makes one shell alert and one building-block alert per event,
 * which share `kibana.alert.group.id`. The result is the same for every order and repetition of the hits. An event that
 * stands on an alert of the same rule is dropped, as in Kibana; `max_signals` is not applied. `onSequence` is told of each
 * sequence rule with hits what became of its partial matches: `evicted` and `cutTuples` above zero may have cost alerts.
 */
export function buildAlerts(plan: Plan, hits: Iterable<Hit>, onSequence?: SequenceListener): Alert[] {
  const byRule = new Map<number, Hit[]>();
  for (const hit of hits) getOrPut(byRule, hit.rule, () => []).push(hit);
  const alerts = [...byRule].flatMap(([rule, own]) => {
    const runnable = plan.rules[rule];
    return runnable === undefined ? [] : ruleAlerts(runnable, rule, own, onSequence);
  });
  return alerts.sort(compareAlerts);
}

/** Takes a rule's index in the plan and the counters of its run. */
export type SequenceListener = (rule: number, counters: SequenceRunCounters) => void;

function ruleAlerts(
  { rule, query }: RunnableRule,
  index: number,
  hits: readonly Hit[],
  onSequence: SequenceListener | undefined,
): Alert[] {
  const carried = alertRule(rule, index);
  if (query.kind === "event") return eventAlerts(carried, hits);
  // Two key tuples may be completed by the same events: Kibana then writes the same ids, and keeps one.
  const byId = new Map<string, Alert>();
  const run = new SequenceRun(query, rule);
  for (const { event, steps } of hits) run.add(event, steps);
  for (const { events } of run.finish()) {
    for (const alert of groupAlerts(carried, events)) byId.set(alert.id, alert);
  }
  onSequence?.(index, run.counters);
  return [...byId.values()];
}

function eventAlerts(rule: AlertRule, hits: readonly Hit[]): Alert[] {
  const copies = new Copies();
  for (const { event, steps } of hits) copies.add(event, steps);
  return copies.entries().flatMap(({ event }) => eventAlert(rule, event));
}

function eventAlert(rule: AlertRule, event: NormalizedEvent): Alert[] {
  const ancestors = ancestorsOfEvent(event);
  if (standsOn(ancestors, rule)) return [];
  const id = eventAlertId(indexOf(event.dataset), event.id, rule.uuid);
  const document = alertDocument(sourceFields(event.document), rule, eventFacts(id, event, ancestors));
  return [{ ...named(rule), id, kind: "event", atMs: event.atMs, events: [event], document }];
}

/** A building block before its group is known. */
interface Block {
  readonly event: NormalizedEvent;
  readonly facts: AlertFacts;
  readonly document: EcsObject;
}

/** One sequence's shell and building blocks (kibana …/eql/build_alert_group_from_sequence.ts). */
function groupAlerts(rule: AlertRule, events: readonly NormalizedEvent[]): Alert[] {
  const ancestries = events.map(ancestorsOfEvent);
  if (standsOn(ancestries.flat(), rule)) return [];
  const ids = buildingBlockIds(ancestries, rule.uuid);
  const blocks = events.map((event, i): Block => {
    const facts = eventFacts(ids[i]!, event, ancestries[i]!);
    return { event, facts, document: alertDocument(sourceFields(event.document), rule, facts) };
  });
  const shell = shellAlert(rule, blocks);
  // The shell is made from the blocks as they are now, so their own group fields come after.
  return [shell, ...blocks.map((block, i) => blockAlert(rule, block, { id: shell.id, index: i }))];
}

function shellAlert(rule: AlertRule, blocks: readonly Block[]): Alert {
  // The blocks were not written yet when Kibana makes the shell: their index is empty.
  const parents = blocks.map(({ facts, document }) => parentOf(facts.uuid, "", document));
  const ancestors = blocks.flatMap(({ facts }, i) => [...facts.ancestors, parents[i]!]);
  const id = shellAlertId(ancestors, rule.uuid);
  const events = blocks.map(({ event }) => event);
  const atMs = events.reduce((latest, event) => Math.max(latest, event.atMs), events[0]!.atMs);
  const facts = { uuid: id, atMs, originalMs: events[0]!.atMs, parents, ancestors };
  const document = alertDocument(intersection(blocks.map((block) => block.document)), rule, facts);
  setField(document, "kibana.alert.group.id", id);
  return { ...named(rule), id, kind: "sequence", atMs, events, group: { id }, document };
}

function blockAlert(rule: AlertRule, { event, facts, document }: Block, group: Required<AlertGroup>): Alert {
  setField(document, "kibana.alert.building_block_type", "default");
  setField(document, "kibana.alert.group.id", group.id);
  setField(document, "kibana.alert.group.index", group.index);
  return { ...named(rule), id: facts.uuid, kind: "buildingBlock", atMs: event.atMs, events: [event], group, document };
}

function named({ index, rule }: AlertRule): { readonly rule: number; readonly ruleId: string } {
  return { rule: index, ruleId: rule.id };
}

function eventFacts(uuid: string, { atMs }: NormalizedEvent, ancestors: readonly Ancestor[]): AlertFacts {
  return { uuid, atMs, originalMs: atMs, parents: ancestors.slice(-1), ancestors };
}

function standsOn(ancestors: readonly Ancestor[], rule: AlertRule): boolean {
  return ancestors.some((ancestor) => ancestor.rule === rule.uuid);
}
