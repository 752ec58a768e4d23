import { documentView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { Alert } from "./alert.ts";
import { alertDocument, sourceFields } from "./alertDocument.ts";
import type { Ancestor } from "./alertId.ts";
import type { AlertRule } from "./alertRule.ts";
import { type AlertBody, makeAlert } from "./makeAlert.ts";
import { standingOf } from "./standing.ts";

/** What an alert is made of, when it is more than its event. */
export interface AlertForm extends AlertBody {
  /** Time of what it stands for, epoch milliseconds; undefined if that has none. */
  readonly originalMs: number | undefined;
  /** Its parent last. */
  readonly ancestors: readonly Ancestor[];
  /** The document that it carries and that the rule's mappings read; made anew each time, not changed. */
  readonly source: () => EcsObject;
  /** Adds what only its rule type has. */
  readonly complete?: (document: EcsObject) => void;
}

/** An alert of a rule type that adds to the event, or has none (kibana …/factories/utils/transform_hit_to_alert.ts). */
export function alertOf(rule: AlertRule, form: AlertForm): Alert {
  const { id: uuid, atMs, originalMs, ancestors } = form;
  const document = () => {
    const source = form.source();
    const standing = standingOf(rule.rule, () => source);
    const parents = ancestors.slice(-1);
    const made = alertDocument(sourceFields(source), rule, { uuid, atMs, originalMs, parents, ancestors, standing });
    form.complete?.(made);
    return made;
  };
  return makeAlert(rule, { carried: () => documentView(form.source()), ...form }, document, form.source);
}
