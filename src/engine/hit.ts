import type { Values } from "../ecs/event.ts";
import type { NormalizedEvent } from "../normalize/record.ts";

/** An event that satisfies a rule, and for a sequence the steps it satisfies (0-based; `until` is one past the last). */
export interface Hit {
  /** Index of the rule in the plan. */
  readonly rule: number;
  readonly steps: readonly number[];
  readonly event: NormalizedEvent;
  /** The values of each field of `evidenceFields` in order, as the event's view has them; absent for rules without any. */
  readonly values?: readonly Values[];
}
