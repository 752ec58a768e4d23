import { setField } from "../../../ecs/document.ts";
import { documentView, type EventView } from "../../../ecs/event.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../../../ecs/value.ts";
import type { RuleSeverity } from "../../../rule/rule.ts";
import type { Alert, AlertGroup } from "../../alert.ts";
import { isoTime } from "../../alertDocument.ts";
import { space } from "../../alertId.ts";
import { type Hashable, objectHash } from "../../objectHash.ts";
import { compareScalars } from "../../state/order.ts";
import type { SuppressionTerm } from "../executor.ts";

/** What an alert says of those that were suppressed into it; it grows as they come. */
export interface SuppressionState {
  readonly terms: readonly SuppressionTerm[];
  /** `kibana.alert.instance.id`: the same for alerts that suppress each other. */
  readonly instance: string;
  readonly startMs: number;
  endMs: number;
  /** Alerts, or events of a bucket, beyond the first. */
  count: number;
}

/**
 * An alert as it stands written, its document made with what was suppressed into it until it is read
 * (kibana …/utils/suppression_utils.ts, `getSuppressionAlertFields`).
 */
export class SuppressedAlert implements Alert {
  /** Of the bucket, in query rules; else the alert's own. */
  readonly id: string;
  readonly kind: Alert["kind"];
  readonly rule: number;
  readonly ruleId: string;
  readonly atMs: number;
  readonly events: Alert["events"];
  declare readonly group?: AlertGroup;
  readonly #alert: Alert;
  readonly #state: SuppressionState;

  constructor(alert: Alert, state: SuppressionState, id: string) {
    this.id = id;
    this.kind = alert.kind;
    this.rule = alert.rule;
    this.ruleId = alert.ruleId;
    this.atMs = alert.atMs;
    this.events = alert.events;
    if (alert.group !== undefined) this.group = alert.group;
    this.#alert = alert;
    this.#state = state;
  }

  get suppressed(): number {
    return this.#state.count;
  }

  get severity(): RuleSeverity {
    return this.#alert.severity;
  }

  get riskScore(): number {
    return this.#alert.riskScore;
  }

  get ruleName(): string {
    return this.#alert.ruleName;
  }

  get document(): EcsObject {
    const { document } = this.#alert;
    for (const [path, value] of suppressionFields(this.#state)) setField(document, path, value);
    setField(document, "kibana.alert.uuid", this.id);
    return document;
  }

  get fields(): EventView {
    const { fields } = this.#alert;
    let whole: EventView | undefined;
    return {
      values: (field) => {
        const isOwn = field.patternWithin !== undefined || changed.test(field.path ?? field.name);
        return isOwn ? (whole ??= documentView(this.document)).values(field) : fields.values(field);
      },
    };
  }
}

/** What the suppressed alert has of its own: `kibana.alert.{uuid,instance.*,suppression.*}`. */
const changed = /^kibana\.alert\.(?:uuid$|instance\.|suppression\.)/;

function suppressionFields({ terms, instance, startMs, endMs, count }: SuppressionState): [string, EcsValue][] {
  return [
    ["kibana.alert.suppression.terms", terms.map(termValue)],
    ["kibana.alert.suppression.start", isoTime(startMs)],
    ["kibana.alert.suppression.end", isoTime(endMs)],
    ["kibana.alert.suppression.docs_count", count],
    ["kibana.alert.instance.id", instance],
  ];
}

function termValue({ field, value }: SuppressionTerm): EcsObject {
  return Object.assign(emptyObject(), { field, value });
}

/** `kibana.alert.instance.id` of terms: their hash with the rule and the space. */
export function instanceOf(terms: readonly SuppressionTerm[], ruleUuid: string): string {
  return objectHash([hashableTerms(terms), ruleUuid, space]);
}

/** That of a threshold's terms, of which Kibana hashes the values alone (…/threshold/wrap_suppressed_threshold_alerts.ts). */
export function instanceOfValues(terms: readonly SuppressionTerm[], ruleUuid: string): string {
  return objectHash([sortedItems(terms.map(({ value }) => value)).map(hashable), ruleUuid, space]);
}

export function hashableTerms(terms: readonly SuppressionTerm[]): Hashable {
  return terms.map(({ field, value }) => ({ field, value: hashable(value) }));
}

/** Values as JavaScript would have them from JSON; objects do not stand in terms. */
function hashable(value: EcsValue): Hashable {
  if (Array.isArray(value)) return value.map(hashable);
  if (typeof value === "bigint") return Number(value);
  return typeof value === "object" ? null : value;
}

/** Ascending; a total order where Kibana's `sortBy` leaves mixed types as they come. */
export function sortedItems(items: readonly EcsValue[]): EcsValue[] {
  return [...items].sort((a, b) => rank(a) - rank(b) || (isScalar(a) && isScalar(b) ? compareScalars(a, b) : 0));
}

function isScalar(item: EcsValue) {
  return item !== null && typeof item !== "object";
}

function rank(item: EcsValue): number {
  return isScalar(item) ? 0 : 1;
}
