import { setField } from "../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject } from "../ecs/value.ts";
import type { Rule, RuleType } from "../rule/rule.ts";

/** A rule as its alerts carry it. */
export interface AlertRule {
  /** Index in the plan. */
  readonly index: number;
  readonly rule: Rule;
  /**
   * `kibana.alert.rule.uuid`. In Kibana the id of the rule's saved object, which differs from one installation to the
   * next; here the `rule_id`, which does not.
   */
  readonly uuid: string;
  /** `kibana.alert.rule`, one object shared by all its alerts, made when the first is read. */
  readonly document: EcsObject;
}

/** Names that Kibana gives its rule types: `kibana.alert.rule.category` and `rule_type_id`. */
const ruleTypes: Record<RuleType, { readonly category: string; readonly typeId: string }> = {
  eql: { category: "Event Correlation Rule", typeId: "siem.eqlRule" },
  esql: { category: "ES|QL Rule", typeId: "siem.esqlRule" },
  machine_learning: { category: "Machine Learning Rule", typeId: "siem.mlRule" },
  new_terms: { category: "New Terms Rule", typeId: "siem.newTermsRule" },
  query: { category: "Custom Query Rule", typeId: "siem.queryRule" },
  saved_query: { category: "Saved Query Rule", typeId: "siem.savedQueryRule" },
  threat_match: { category: "Indicator Match Rule", typeId: "siem.indicatorRule" },
  threshold: { category: "Threshold Rule", typeId: "siem.thresholdRule" },
};

/** Kibana keeps these of a rule beside its parameters, or makes them itself. */
const notParameters = new Set([
  "actions",
  "created_at",
  "created_by",
  "enabled",
  "execution_summary",
  "id",
  "interval",
  "name",
  "revision",
  "tags",
  "throttle",
  "updated_at",
  "updated_by",
]);

export function alertRule(rule: Rule, index: number): AlertRule {
  let document: EcsObject | undefined;
  return {
    index,
    rule,
    uuid: rule.id,
    get document() {
      return (document ??= ruleDocument(rule));
    },
  };
}

/** `kibana.alert.rule.*`, as far as the rule alone decides it (kibana …/factories/utils/build_alert.ts). */
function ruleDocument(rule: Rule): EcsObject {
  const type = ruleTypes[rule.type];
  const parameters = rule.parameters;
  const fields: [string, unknown][] = [
    ["actions", parameters["actions"] ?? []],
    ["author", rule.author],
    ["building_block_type", rule.buildingBlock ? "default" : undefined],
    ["category", type.category],
    ["consumer", "siem"],
    ["description", rule.description],
    ["enabled", rule.enabled],
    ["exceptions_list", parameters["exceptions_list"] ?? []],
    ["execution.type", "scheduled"],
    ["false_positives", rule.falsePositives],
    ["from", rule.from],
    ["immutable", parameters["immutable"]],
    ["indices", rule.index],
    ["interval", rule.interval],
    ["license", rule.license],
    ["max_signals", rule.maxSignals],
    ["meta", parameters["meta"]],
    ["name", rule.name],
    ["note", rule.note],
    ["parameters", parametersOf(rule)],
    ["producer", "siem"],
    ["references", rule.references],
    ["risk_score", rule.riskScore],
    ["risk_score_mapping", parameters["risk_score_mapping"] ?? []],
    ["rule_id", rule.id],
    ["rule_name_override", parameters["rule_name_override"]],
    ["rule_type_id", type.typeId],
    ["severity", rule.severity],
    ["severity_mapping", parameters["severity_mapping"] ?? []],
    ["tags", rule.tags],
    ["threat", rule.threat],
    ["timeline_id", parameters["timeline_id"]],
    ["timeline_title", parameters["timeline_title"]],
    ["timestamp_override", rule.timestampOverride],
    ["to", rule.to],
    ["type", rule.type],
    ["uuid", rule.id],
    ["version", rule.version],
  ];
  const document = emptyObject();
  for (const [path, value] of fields) {
    const converted = ecsValue(value);
    if (converted !== undefined) setField(document, path, converted);
  }
  return document;
}

function parametersOf(rule: Rule): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule.parameters).filter(([name]) => !notParameters.has(name)));
}

/** A value of a rule file as a document's; what has no place in JSON is left out. Rule files are at most 64 deep. */
function ecsValue(value: unknown): EcsValue | undefined {
  if (value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(ecsValue).filter((item) => item !== undefined);
  return typeof value === "object" ? ecsObject(value) : undefined;
}

function ecsObject(value: object): EcsObject {
  const object = emptyObject();
  for (const [name, item] of value instanceof Map ? value : Object.entries(value)) {
    const converted = ecsValue(item);
    if (converted !== undefined) object[String(name)] = converted;
  }
  return object;
}
