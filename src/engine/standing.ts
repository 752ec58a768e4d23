import { getField } from "../ecs/document.ts";
import type { EcsObject, EcsValue } from "../ecs/value.ts";
import type { Rule, RuleSeverity } from "../rule/rule.ts";
import { compareSeverity } from "./severity.ts";

/** How an alert ranks and what it is called. */
export interface Standing {
  readonly severity: RuleSeverity;
  /** 0 to 100. */
  readonly riskScore: number;
  readonly ruleName: string;
}

/**
 * The rule's own severity, score and name, or what its mappings read from the document.
 *
 * `document` is asked for only if the rule has a mapping, and once. Without a document the rule's own count: so it is with
 * sequences (kibana …/eql/build_alert_group_from_sequence.ts, `applyOverrides: false`).
 */
export function standingOf(rule: Rule, document?: () => EcsObject): Standing {
  const { severity, riskScore, name: ruleName } = rule;
  if (!isMapped(rule) || document === undefined) return { severity, riskScore, ruleName };
  const source = document();
  return {
    severity: mappedSeverity(rule, source) ?? severity,
    riskScore: mappedScore(rule, source) ?? riskScore,
    ruleName: mappedName(rule, source) ?? ruleName,
  };
}

/** Whether a rule reads severity, score or name from the document. */
export function isMapped({ severityMapping = [], riskScoreMapping = [], ruleNameOverride }: Rule): boolean {
  return severityMapping.length > 0 || riskScoreMapping.length > 0 || ruleNameOverride !== undefined;
}

/**
 * The highest severity whose value the field has (kibana …/mappings/build_severity_from_mapping.ts).
 *
 * Values compare as strings, any value of several; whatever the operator says. Only `event.severity` compares as a whole
 * number. Numbers that are not whole have no text to compare.
 */
function mappedSeverity({ severityMapping = [] }: Rule, source: EcsObject): RuleSeverity | undefined {
  const held = severityMapping.filter(({ field, value }) => {
    const items = itemsOf(source, field);
    if (field !== "event.severity") return items.some((item) => textOf(item) === value);
    const wanted = Math.floor(Number(value));
    return items.some((item) => Number.isSafeInteger(item) && item === wanted);
  });
  return held
    .map(({ severity }) => severity)
    .sort(compareSeverity)
    .at(-1);
}

function textOf(item: EcsValue): string | undefined {
  if (typeof item === "string") return item;
  return Number.isSafeInteger(item) ? String(item) : undefined;
}

/** The largest number from 0 to 100 in the first mapping's field (kibana …/mappings/build_risk_score_from_mapping.ts). */
function mappedScore({ riskScoreMapping = [] }: Rule, source: EcsObject): number | undefined {
  const [first] = riskScoreMapping;
  if (first === undefined) return undefined;
  let largest: number | undefined;
  for (const item of itemsOf(source, first.field)) {
    // An empty text counts as 0 there, as `Number` has it.
    const score = typeof item === "string" || typeof item === "number" ? Number(item) : Number.NaN;
    if (score >= 0 && score <= 100) largest = Math.max(score, largest ?? 0);
  }
  return largest;
}

/** The field's value if it is one text (kibana …/mappings/build_rule_name_from_mapping.ts). */
function mappedName({ ruleNameOverride }: Rule, source: EcsObject): string | undefined {
  const value = ruleNameOverride === undefined ? undefined : getField(source, ruleNameOverride);
  return typeof value === "string" ? value : undefined;
}

function itemsOf(source: EcsObject, field: string): EcsValue[] {
  const value = getField(source, field);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
