import { documentView, type EventView } from "../ecs/event.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { RuleSeverity } from "../rule/rule.ts";
import type { Alert, AlertGroup } from "./alert.ts";
import type { AlertRule } from "./alertRule.ts";
import { alertView } from "./alertView.ts";
import { type Standing, standingOf } from "./standing.ts";

/** What tells an alert from the others of its rule. */
export interface AlertBody extends Pick<Alert, "id" | "kind" | "atMs" | "events" | "group"> {
  /**
   * The fields of the document that its own is made of, with only `event.kind` and `kibana.alert.*` of its own; without them
   * its fields are read from its document.
   */
  readonly carried?: () => EventView;
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
  readonly #carried: AlertBody["carried"];
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
    this.#carried = body.carried;
    this.#rule = rule;
    this.#document = document;
    this.#source = source;
  }

  get document(): EcsObject {
    return this.#document();
  }

  get fields(): EventView {
    return this.#carried === undefined ? documentView(this.document) : alertView(this, this.#rule, this.#carried());
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
