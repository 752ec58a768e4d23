import type { Field } from "../ecs/field.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { CheckedEsql } from "../language/esql/checked.ts";
import type { Predicate } from "../predicate/predicate.ts";
import type { Query } from "../predicate/query.ts";
import type { Source } from "../text/source.ts";

export type RuleSeverity = "low" | "medium" | "high" | "critical";
export type RuleType =
  | "eql"
  | "query"
  | "esql"
  | "threshold"
  | "new_terms"
  | "threat_match"
  | "machine_learning"
  | "saved_query";

/** A rule as Kibana's detection API knows it, whatever file it came from. Times are Elastic's date maths strings. */
export interface Rule {
  /** `rule_id`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: RuleType;
  readonly language?: string;
  readonly query?: string;
  readonly severity: RuleSeverity;
  readonly riskScore: number;
  readonly index?: readonly string[];
  readonly buildingBlock: boolean;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  readonly threat: readonly Threat[];
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
  readonly author: readonly string[];
  readonly license?: string;
  readonly note?: string;
  readonly setup?: string;
  readonly from: string;
  readonly to: string;
  readonly interval: string;
  readonly maxSignals: number;
  readonly version: number;
  readonly eventCategoryOverride?: string;
  readonly timestampOverride?: string;
  readonly timestampField?: string;
  readonly tiebreakerField?: string;
  readonly exceptions: readonly ExceptionItem[];
  /** Absent: none. Kibana's filter objects, as read; `rule/filters.ts` turns them into a predicate. */
  readonly filters?: readonly unknown[];
  readonly threshold?: ThresholdOptions;
  readonly newTerms?: NewTermsOptions;
  readonly threatMatch?: ThreatMatchOptions;
  readonly suppression?: SuppressionOptions;
  /** Empty: the rule's own severity, score and name count. */
  readonly severityMapping?: readonly SeverityMapping[];
  readonly riskScoreMapping?: readonly RiskScoreMapping[];
  readonly ruleNameOverride?: string;
  /** The file, and where in it the query stands. */
  readonly source: Source;
  readonly querySource?: Source;
  /** Every key of the API document as it was read, for `kibana.alert.rule.parameters` and writing back. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** `threshold`: none to five fields; without any, all events make one group. */
export interface ThresholdOptions {
  readonly fields: readonly string[];
  readonly value: number;
  readonly cardinality: readonly { readonly field: string; readonly value: number }[];
}

export interface NewTermsOptions {
  /** One to three. */
  readonly fields: readonly string[];
  /** Date maths relative to the end of a run, `now-10d`. */
  readonly historyWindowStart: string;
}

/** Groups are alternatives; the entries of one hold together. */
export interface ThreatMatchOptions {
  readonly index: readonly string[];
  readonly query: string;
  readonly language: string;
  readonly filters: readonly unknown[];
  readonly indicatorPath: string;
  readonly mapping: readonly {
    readonly entries: readonly { readonly field: string; readonly value: string; readonly negate: boolean }[];
  }[];
}

/** `alert_suppression`; `fields` is empty for a threshold rule, which suppresses by its own fields. */
export interface SuppressionOptions {
  readonly fields: readonly string[];
  /** Absent: per run of the rule. */
  readonly durationMs?: number;
  readonly missing: "suppress" | "doNotSuppress";
}

export interface SeverityMapping {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly severity: RuleSeverity;
}

/** The field's number is the score; `value` and `riskScore`, where written, only mark one value. */
export interface RiskScoreMapping {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
  readonly riskScore?: number;
}

/** ATT&CK, in Elastic's shape. */
export interface Threat {
  readonly framework: string;
  readonly tactic: { readonly id: string; readonly name: string; readonly reference: string };
  readonly technique: readonly ThreatTechnique[];
}

export interface ThreatTechnique {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
  readonly subtechnique?: readonly ThreatTechnique[];
}

/** One exception item: its entries hold together; any item that holds exempts the event. */
export interface ExceptionItem {
  readonly name: string;
  readonly expireTimeMs?: number;
  readonly entries: readonly ExceptionEntry[];
}

export type ExceptionEntry =
  | {
      readonly field: string;
      readonly type: "match";
      readonly operator: "included" | "excluded";
      readonly value: string;
    }
  | {
      readonly field: string;
      readonly type: "match_any";
      readonly operator: "included" | "excluded";
      readonly value: readonly string[];
    }
  | {
      readonly field: string;
      readonly type: "wildcard";
      readonly operator: "included" | "excluded";
      readonly value: string;
    }
  | { readonly field: string; readonly type: "exists"; readonly operator: "included" | "excluded" }
  | {
      readonly field: string;
      readonly type: "list";
      readonly operator: "included" | "excluded";
      readonly list: { readonly id: string; readonly type: string };
      /** The values of the list, read from the value-list file of that id. */
      readonly values: readonly string[];
    }
  /** Conditions on one element of the nested field; their fields are named below it, without its name. */
  | { readonly field: string; readonly type: "nested"; readonly entries: readonly PlainExceptionEntry[] };

export type PlainExceptionEntry = Exclude<ExceptionEntry, { readonly type: "nested" }>;

/** A rule that can run: its query lowered, its exceptions and index patterns folded into every predicate. */
export interface RunnableRule {
  readonly rule: Rule;
  readonly query: Query;
  /** What the query was put together from, for explanations. */
  readonly parts?: RuleParts;
  /** What is made of the events that match; absent: what the query's kind says (`events` or `groups`). */
  readonly execution?: Execution;
  /** Absent: one run over everything, as for a query that stands alone. */
  readonly schedule?: Schedule;
}

/** A rule's `interval` and time range, milliseconds; a run at `now` looks at `now - fromMs` up to and including `now - toMs`. */
export interface Schedule {
  readonly intervalMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a rule type makes of its matching events: plain data, so that it can be posted to a worker. */
export type Execution =
  /** An alert an event. */
  | { readonly kind: "events" }
  /** Sequences and samples. */
  | { readonly kind: "groups" }
  | {
      readonly kind: "threshold";
      readonly fields: readonly Field[];
      readonly value: number;
      readonly cardinality: readonly { readonly field: Field; readonly value: number }[];
    }
  | {
      readonly kind: "newTerms";
      readonly fields: readonly Field[];
      /** From the end of a run back to the start of its history, milliseconds. */
      readonly historyMs: number;
    }
  | {
      readonly kind: "threatMatch";
      /** Groups are alternatives; the entries of one hold together. */
      readonly groups: readonly {
        readonly entries: readonly { readonly field: Field; readonly value: string; readonly negate: boolean }[];
      }[];
      /** Those that satisfy the threat query, as documents. */
      readonly indicators: readonly EcsObject[];
      readonly indicatorPath: string;
    }
  /** The rule's query is then a condition that every row of the result needs; the pipeline decides. */
  | { readonly kind: "esql"; readonly query: CheckedEsql };

/** A rule's query as it was written, and what restricts each of its predicates. */
export interface RuleParts {
  readonly query: Query;
  /** The index patterns; absent: any index. */
  readonly index?: Predicate;
  /** Those in force, each by name with the condition under which it exempts an event. */
  readonly exceptions: readonly NamedException[];
}

export interface NamedException {
  readonly name: string;
  readonly predicate: Predicate;
}
