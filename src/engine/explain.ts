import type { NormalizedEvent } from "../normalize/record.ts";
import { type Carrier, carriersOf } from "../predicate/whyMatched.ts";
import type { Alert } from "./alert.ts";
import { eventView } from "./eventView.ts";
import type { Plan } from "./plan.ts";

/** Why one event of an alert counts: the conditions that carried its match. Texts come from the log: escape them. */
export interface EventReasons {
  readonly event: NormalizedEvent;
  /** Which step of a sequence or sample the event fills, from 1, missing ones counted; absent for an event rule. */
  readonly step?: { readonly number: number; readonly of: number };
  /** Fields that join the steps of a sequence, each once. */
  readonly keys: readonly string[];
  readonly carriers: readonly Carrier[];
}

/** Why an alert fired, event by event in the order of the rule's steps; the alert must come from the same plan. */
export function explainAlert(plan: Plan, alert: Alert): EventReasons[] {
  const query = plan.rules[alert.rule]?.query;
  if (query === undefined) return [];
  if (query.kind === "event") {
    return alert.events.map((event) => ({ event, keys: [], carriers: carriersOf(query.predicate, eventView(event)) }));
  }
  const filled = query.steps.flatMap((step, at) => (step.missing ? [] : [{ step, number: at + 1 }]));
  const first = alert.group?.index ?? 0;
  return alert.events.flatMap((event, i) => {
    const found = filled[first + i];
    if (found === undefined) return [];
    const keys = [...new Set(found.step.keys.map(({ field }) => field.name))];
    const place = { number: found.number, of: query.steps.length };
    return [{ event, step: place, keys, carriers: carriersOf(found.step.predicate, eventView(event)) }];
  });
}
