import type { NormalizedEvent } from "../normalize/record.ts";

/** An event that satisfies at least one predicate of a rule. */
export interface Hit {
  /** Index of the rule in the plan. */
  readonly rule: number;
  /** Which steps of the rule's query it satisfies, ascending; `[0]` for an event query; missing steps count, `until` as one past the last. */
  readonly steps: readonly number[];
  readonly event: NormalizedEvent;
}
