import { documentView, type EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { RuleSeverity } from "../rule/rule.ts";
import type { Alert, AlertGroup } from "./alert.ts";
import type { AlertRule } from "./alertRule.ts";
import { alertView } from "./alertView.ts";
import { eventView } from "./eventView.ts";
import { type Standing, standingOf } from "./standing.ts";

/** What tells an alert from the others of its rule. */
export interface AlertBody extends Pick<Alert, "id" | "kind" | "atMs" | "events" | "group"> {
  /** Its document is that of its one event, with only `kibana.alert.*` of its own. */
  readonly carriesEvent?: boolean;
  /** Its document is its `source`, with only `event.kind` and `kibana.alert.*` of its own. */
  readonly carriesSource?: boolean;
}

/**
 * An alert whose document is made when it is asked for: documents are large, and a scan may hold many alerts.
 *
 * `source` is the document that the rule's mappings (severity, risk score, name) read; without it the rule's own count.
 */
export function makeAlert(
  rule: AlertRule,
  body: AlertBody,
  document: () => EcsObject,
  source?: () => EcsObject,
): Alert {
  return new LazyAlert(rule, body, document, source);
}

class LazyAlert implements Alert {
  readonly id: string;
  readonly kind: Alert["kind"];
  readonly rule: number;
  readonly ruleId: string;
  readonly atMs: number;
  readonly events: Alert["events"];
  declare readonly group?: AlertGroup;
  readonly #carries: "event" | "source" | "neither";
  readonly #rule: AlertRule;
  readonly #document: () => EcsObject;
  readonly #source: (() => EcsObject) | undefined;
  #standing: Standing | undefined;

  constructor(rule: AlertRule, body: AlertBody, document: () => EcsObject, source: (() => EcsObject) | undefined) {
    this.id = body.id;
    this.kind = body.kind;
    this.rule = rule.index;
    this.ruleId = rule.rule.id;
    this.atMs = body.atMs;
    this.events = body.events;
    if (body.group !== undefined) this.group = body.group;
    this.#carries = body.carriesEvent === true ? "event" : body.carriesSource === true ? "source" : "neither";
    this.#rule = rule;
    this.#document = document;
    this.#source = source;
  }

  get document(): EcsObject {
    return this.#document();
  }

  get fields(): EventView {
    const [event] = this.events;
    if (this.#carries === "event" && event !== undefined) return alertView(this, this.#rule, eventView(event));
    if (this.#carries === "source" && this.#source !== undefined)
      return alertView(this, this.#rule, documentView(this.#source()));
    return documentView(this.document);
  }

  get severity(): RuleSeverity {
    return this.#known().severity;
  }

  get riskScore(): number {
    return this.#known().riskScore;
  }

  get ruleName(): string {
    return this.#known().ruleName;
  }

  #known(): Standing {
    return (this.#standing ??= standingOf(this.#rule.rule, this.#source));
  }
}
