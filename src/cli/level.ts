import type { RuleSeverity } from "../rule/rule.ts";

/** Levels from the least to the most severe. */
export const levels: readonly RuleSeverity[] = ["low", "medium", "high", "critical"];

/** Whether `level` is at least `floor`. */
export function isAtLeast(level: RuleSeverity, floor: RuleSeverity): boolean {
  return levels.indexOf(level) >= levels.indexOf(floor);
}
