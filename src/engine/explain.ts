import type { NormalizedEvent } from "../normalize/record.ts";
import type { Predicate } from "../predicate/predicate.ts";
import type { SequenceQuery } from "../predicate/query.ts";
import { whyMatched } from "../predicate/whyMatched.ts";
import type { Alert } from "./alert.ts";
import { eventView } from "./eventView.ts";
import type { Plan } from "./plan.ts";

/**
 * Why an alert fired: the conditions that carried it, each with the value that satisfied it, one a line.
 *
 * For a sequence, and for a building block of one, each step has a heading (`step 2 of 3: event e7`) and its conditions
 * indented below, join keys first. The alert must come from the same plan. Text from the log: escape before showing.
 */
export function explainAlert(plan: Plan, alert: Alert): string[] {
  const query = plan.rules[alert.rule]?.query;
  if (query === undefined) return [];
  const first = alert.group?.index ?? 0;
  return alert.events.flatMap((event, i) =>
    query.kind === "event" ? why(query.predicate, event) : whyStep(query, first + i, event),
  );
}

function whyStep(query: SequenceQuery, index: number, event: NormalizedEvent): string[] {
  const step = query.steps[index];
  if (step === undefined) return [];
  const keys = [...new Set(step.keys.map(({ field }) => field.name))];
  const joined = keys.length === 0 ? [] : [`joined by ${keys.join(", ")}`];
  const lines = [...joined, ...why(step.predicate, event)].map((line) => `  ${line}`);
  return [`step ${index + 1} of ${query.steps.length}: event ${event.id}`, ...lines];
}

function why(predicate: Predicate, event: NormalizedEvent): string[] {
  return whyMatched(predicate, eventView(event));
}
