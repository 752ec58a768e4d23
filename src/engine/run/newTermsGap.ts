import type { Execution, Schedule } from "../../rule/rule.ts";

/**
 * History without the look-back, milliseconds: an event that follows its like by no more cannot be the first of a run's
 * history, so it is never an alert.
 */
export function newTermsGap(
  { historyMs }: Extract<Execution, { kind: "newTerms" }>,
  schedule: Schedule | undefined,
): number {
  return schedule === undefined ? Number.POSITIVE_INFINITY : historyMs - (schedule.fromMs - schedule.toMs);
}
