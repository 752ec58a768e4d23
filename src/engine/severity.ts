import type { RuleSeverity } from "../rule/rule.ts";

/** Severities from least to most. */
export const severities: readonly RuleSeverity[] = ["low", "medium", "high", "critical"];

/** Orders severities from least to most. */
export function compareSeverity(a: RuleSeverity, b: RuleSeverity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
