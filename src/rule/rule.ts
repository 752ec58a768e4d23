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
  /** The file, and where in it the query stands. */
  readonly source: Source;
  readonly querySource?: Source;
  /** Every key of the API document as it was read, for `kibana.alert.rule.parameters` and writing back. */
  readonly parameters: Readonly<Record<string, unknown>>;
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
    };

/** A rule that can run: its query lowered, its exceptions and index patterns folded into every predicate. */
export interface RunnableRule {
  readonly rule: Rule;
  readonly query: Query;
  /** What the query was put together from, for explanations. */
  readonly parts?: RuleParts;
}

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

/** A rule that cannot run here, and why; it never stops the others. */
export interface UnsupportedRule {
  readonly rule: Rule;
  /** A sentence fragment: `rule type threshold is not yet supported`. */
  readonly reason: string;
}
