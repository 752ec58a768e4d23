import type { Rule } from "./rule.ts";

/** Why a rule cannot be evaluated, in the words of the table that `check` ends with. */
export type NotEvaluableKind =
  | "machine learning"
  | "saved query"
  | "data view"
  | "data stream not produced"
  | "construct not supported"
  | "field not readable"
  | "geo data"
  | "indicators"
  | "schedule"
  | "exception"
  | "disabled";

/** A rule that cannot run here, and why; it never stops the others. */
export interface UnsupportedRule {
  readonly rule: Rule;
  readonly kind: NotEvaluableKind;
  /** A sentence fragment: `a machine learning job is not here`. */
  readonly reason: string;
}

/** A reason before its rule is named. */
export type NotEvaluableReason = Omit<UnsupportedRule, "rule">;
