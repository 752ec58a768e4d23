import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import type { Alert, AlertGroup } from "./alert.ts";
import { type AlertFacts, alertDocument, sourceFields } from "./alertDocument.ts";
import { type Ancestor, buildingBlockIds, shellAlertId } from "./alertId.ts";
import type { AlertRule } from "./alertRule.ts";
import { ancestorsOfEvent, depthUpon } from "./ancestry.ts";
import { eventFacts, standsOn } from "./eventAlert.ts";
import { intersection } from "./intersection.ts";
import { makeAlert } from "./makeAlert.ts";

/** The alerts of one sequence or sample. */
export interface GroupAlerts {
  readonly shell: Alert;
  /** One for each event, in their order. */
  readonly blocks: readonly Alert[];
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
 *
 * None for events of which one stands on an alert of the same rule.
 */
export function groupAlerts(rule: AlertRule, events: readonly NormalizedEvent[]): GroupAlerts | undefined {
  const ancestries = events.map(ancestorsOfEvent);
  if (standsOn(ancestries.flat(), rule)) return undefined;
  const ids = buildingBlockIds(ancestries, rule.uuid);
  const blocks = events.map((event, i): Block => {
    const facts = eventFacts(ids[i]!, event, ancestries[i]!);
    return { event, facts, document: () => alertDocument(sourceFields(event.document), rule, facts) };
  });
  const shell = shellAlert(rule, blocks);
  return { shell, blocks: blocks.map((block, i) => blockAlert(rule, block, { id: shell.id, index: i })) };
}

function shellAlert(rule: AlertRule, blocks: readonly Block[]): Alert {
  // The blocks were not written yet when Kibana makes the shell: their index is empty.
  const parents = blocks.map(({ facts }) => alertAsParent(facts, rule));
  const ancestors = blocks.flatMap(({ facts }, i) => [...facts.ancestors, parents[i]!]);
  const id = shellAlertId(ancestors, rule.uuid);
  const events = blocks.map(({ event }) => event);
  const atMs = events.reduce((latest, event) => Math.max(latest, event.atMs), events[0]!.atMs);
  const facts = { uuid: id, atMs, originalMs: events[0]!.atMs, parents, ancestors };
  return makeAlert(rule, { id, kind: "sequence", atMs, events, group: { id } }, () => {
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
  const body = { id: facts.uuid, kind: "buildingBlock", atMs: event.atMs, events: [event], group } as const;
  return makeAlert(rule, body, () => {
    const document = block.document();
    setField(document, "kibana.alert.building_block_type", "default");
    setField(document, "kibana.alert.group.id", group.id);
    setField(document, "kibana.alert.group.index", group.index);
    return document;
  });
}
