import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { indexOf, type NormalizedEvent } from "../normalize/record.ts";
import type { EventQuery, SampleQuery, SequenceQuery } from "../predicate/query.ts";
import type { Rule, RunnableRule } from "../rule/rule.ts";
import { type Alert, type AlertGroup, compareAlerts } from "./alert.ts";
import { type AlertFacts, alertDocument, sourceFields } from "./alertDocument.ts";
import { type Ancestor, buildingBlockIds, eventAlertId, shellAlertId } from "./alertId.ts";
import { type AlertRule, alertRule } from "./alertRule.ts";
import { ancestorsOfEvent, depthUpon } from "./ancestry.ts";
import { Copies } from "./copies.ts";
import { getOrPut } from "./getOrPut.ts";
import type { Hit } from "./hit.ts";
import { intersection } from "./intersection.ts";
import { applyPipes } from "./pipes.ts";
import type { Plan } from "./plan.ts";
import { EventOrder } from "./state/eventOrder.ts";
import { comparePositions } from "./state/order.ts";
import { type SampleCounters, SampleRun } from "./state/sampleRun.ts";
import type { SequenceMatch } from "./state/sequence.ts";
import { SequenceRun, type SequenceRunCounters } from "./state/sequenceRun.ts";

/**
 * The alerts of all hits of a scan, in a total order: time, rule id, kind, event ids.
 *
 * An event rule makes one alert per event id; a sequence or sample makes one shell alert and one building-block alert per
 * event, which share `kibana.alert.group.id`; a missing event has no alert. The result is the same for every order and
 * repetition of the hits. A rule's pipes (`| head 5`) are applied once to its results over all hits, where Kibana applies
 * them to each run of the rule. An event that stands on an alert of the same rule is dropped, as in Kibana; `max_signals`
 * is not applied. The listeners are told of each sequence or sample rule with hits what became of it.
 */
export function buildAlerts(
  plan: Plan,
  hits: Iterable<Hit>,
  onSequence?: SequenceListener,
  onSample?: SampleListener,
): Alert[] {
  const byRule = new Map<number, Hit[]>();
  for (const hit of hits) getOrPut(byRule, hit.rule, () => []).push(hit);
  const alerts = [...byRule].flatMap(([rule, own]) => {
    const runnable = plan.rules[rule];
    return runnable === undefined ? [] : ruleAlerts(runnable, rule, own, { onSequence, onSample });
  });
  return alerts.sort(compareAlerts);
}

/** Takes a rule's index in the plan and the counters of its run: `evicted` and `cutTuples` may have cost alerts. */
export type SequenceListener = (rule: number, counters: SequenceRunCounters) => void;

/** Takes a rule's index in the plan and the counters of its run: `cutTuples` and `refusedTuples` may have cost alerts. */
export type SampleListener = (rule: number, counters: SampleCounters) => void;

interface Listeners {
  readonly onSequence: SequenceListener | undefined;
  readonly onSample: SampleListener | undefined;
}

function ruleAlerts(runnable: RunnableRule, index: number, hits: readonly Hit[], listeners: Listeners): Alert[] {
  const { rule, query } = runnable;
  const carried = alertRule(rule, index);
  if (query.kind === "event") return eventAlerts(carried, hits, query);
  const matches =
    query.kind === "sequence"
      ? sequencesOf(rule, query, hits, (counters) => listeners.onSequence?.(index, counters))
      : samplesOf(rule, query, hits, (counters) => listeners.onSample?.(index, counters));
  // Two key tuples may be completed by the same events: Kibana then writes the same ids, and keeps one.
  const byId = new Map<string, Alert>();
  for (const { events } of applyPipes(matches, query.pipes)) {
    for (const alert of groupAlerts(carried, events)) byId.set(alert.id, alert);
  }
  return [...byId.values()];
}

type Matches = SequenceMatch<NormalizedEvent>[];

function sequencesOf(
  rule: Rule,
  query: SequenceQuery,
  hits: readonly Hit[],
  onEnd: (counters: SequenceRunCounters) => void,
): Matches {
  const run = new SequenceRun(query, rule);
  for (const { event, steps } of hits) run.add(event, steps);
  const matches = run.finish();
  onEnd(run.counters);
  return matches;
}

function samplesOf(
  rule: Rule,
  query: SampleQuery,
  hits: readonly Hit[],
  onEnd: (counters: SampleCounters) => void,
): Matches {
  const run = new SampleRun(query, rule);
  for (const { event, steps } of hits) run.add(event, steps);
  const matches = run.finish();
  onEnd(run.counters);
  return matches;
}

function eventAlerts(carried: AlertRule, hits: readonly Hit[], { pipes }: EventQuery): Alert[] {
  const copies = new Copies();
  for (const { event, steps } of hits) copies.add(event, steps);
  const events = copies.entries().map(({ event }) => event);
  const kept = pipes === undefined ? events : applyPipes(inOrder(events, carried.rule), pipes);
  return kept.flatMap((event) => eventAlert(carried, event));
}

function inOrder(events: readonly NormalizedEvent[], rule: Rule): NormalizedEvent[] {
  const order = new EventOrder(rule);
  const placed = events.map((event) => ({ event, position: order.positionOf(event) }));
  return placed.sort((a, b) => comparePositions(a.position, b.position)).map(({ event }) => event);
}

function eventAlert(rule: AlertRule, event: NormalizedEvent): Alert[] {
  const ancestors = ancestorsOfEvent(event);
  if (standsOn(ancestors, rule)) return [];
  const id = eventAlertId(indexOf(event.dataset), event.id, rule.uuid);
  const document = () => alertDocument(sourceFields(event.document), rule, eventFacts(id, event, ancestors));
  return [lazy({ ...named(rule), id, kind: "event", atMs: event.atMs, events: [event] }, document)];
}

/** An alert whose document is made when it is asked for: documents are large, and a scan may hold many alerts. */
function lazy(alert: Omit<Alert, "document">, document: () => EcsObject): Alert {
  return Object.defineProperty(alert, "document", { enumerable: true, get: document }) as Alert;
}

/** A building block before its group is known. */
interface Block {
  readonly event: NormalizedEvent;
  readonly facts: AlertFacts;
  /** The block's document without what it gets from its group; made anew each time. */
  readonly document: () => EcsObject;
}

/**
 * The shell and building blocks of one sequence or sample, which the EQL search API answers alike (kibana
 * …/eql/build_alert_group_from_sequence.ts; missing events are left out there too, since kibana#235133).
 */
function groupAlerts(rule: AlertRule, events: readonly NormalizedEvent[]): Alert[] {
  const ancestries = events.map(ancestorsOfEvent);
  if (standsOn(ancestries.flat(), rule)) return [];
  const ids = buildingBlockIds(ancestries, rule.uuid);
  const blocks = events.map((event, i): Block => {
    const facts = eventFacts(ids[i]!, event, ancestries[i]!);
    return { event, facts, document: () => alertDocument(sourceFields(event.document), rule, facts) };
  });
  const shell = shellAlert(rule, blocks);
  return [shell, ...blocks.map((block, i) => blockAlert(rule, block, { id: shell.id, index: i }))];
}

function shellAlert(rule: AlertRule, blocks: readonly Block[]): Alert {
  // The blocks were not written yet when Kibana makes the shell: their index is empty.
  const parents = blocks.map(({ facts }) => alertAsParent(facts, rule));
  const ancestors = blocks.flatMap(({ facts }, i) => [...facts.ancestors, parents[i]!]);
  const id = shellAlertId(ancestors, rule.uuid);
  const events = blocks.map(({ event }) => event);
  const atMs = events.reduce((latest, event) => Math.max(latest, event.atMs), events[0]!.atMs);
  const facts = { uuid: id, atMs, originalMs: events[0]!.atMs, parents, ancestors };
  return lazy({ ...named(rule), id, kind: "sequence", atMs, events, group: { id } }, () => {
    const document = alertDocument(intersection(blocks.map((block) => block.document())), rule, facts);
    setField(document, "kibana.alert.group.id", id);
    return document;
  });
}

/** What `parentOf` would read from the alert's document. */
function alertAsParent({ uuid, parents }: AlertFacts, rule: AlertRule): Ancestor {
  return { id: uuid, type: "signal", index: "", depth: depthUpon(parents), rule: rule.uuid };
}

function blockAlert(rule: AlertRule, block: Block, group: Required<AlertGroup>): Alert {
  const { event, facts } = block;
  const { atMs } = event;
  return lazy({ ...named(rule), id: facts.uuid, kind: "buildingBlock", atMs, events: [event], group }, () => {
    const document = block.document();
    setField(document, "kibana.alert.building_block_type", "default");
    setField(document, "kibana.alert.group.id", group.id);
    setField(document, "kibana.alert.group.index", group.index);
    return document;
  });
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
