import type { RuleType } from "./rule.ts";

/** What a value of a rule file must look like. */
export type Kind =
  | { readonly kind: "string"; readonly oneOf?: readonly string[]; readonly format?: Format; readonly filled?: boolean }
  | { readonly kind: "integer"; readonly least?: number; readonly most?: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "list"; readonly of: Kind; readonly least?: number; readonly most?: number }
  | { readonly kind: "table"; readonly keys: Keys }
  /** A table whose keys are not ours to judge. */
  | { readonly kind: "open" }
  | { readonly kind: "either"; readonly kinds: readonly Kind[]; readonly words: string };

export type Format = "interval" | "dateMath" | "day" | "version" | "timestamp";

export interface Key {
  readonly is: Kind;
  /** `toml`: only files in detection-rules' format must have it. */
  readonly required?: boolean | "toml" | readonly RuleType[];
  /** The only rule types it means something to. */
  readonly only?: readonly RuleType[];
}

export type Keys = Readonly<Record<string, Key>>;

export const ruleTypes: readonly RuleType[] = [
  "eql",
  "query",
  "esql",
  "threshold",
  "new_terms",
  "threat_match",
  "machine_learning",
  "saved_query",
];

const severities = ["low", "medium", "high", "critical"];
const kueries = ["kuery", "lucene"];

/** The languages of a rule type; a machine learning rule has none. */
export const languagesOf: Readonly<Record<RuleType, readonly string[]>> = {
  eql: ["eql"],
  esql: ["esql"],
  query: kueries,
  saved_query: kueries,
  threshold: kueries,
  new_terms: kueries,
  threat_match: kueries,
  machine_learning: [],
};

const text: Kind = { kind: "string" };
const filled: Kind = { kind: "string", filled: true };
const flag: Kind = { kind: "boolean" };
const open: Kind = { kind: "open" };
const texts: Kind = { kind: "list", of: text };
const fields: Kind = { kind: "list", of: filled };
const opens: Kind = { kind: "list", of: open };
const positive: Kind = { kind: "integer", least: 1 };
const table = (keys: Keys): Kind => ({ kind: "table", keys });
const tables = (keys: Keys): Kind => ({ kind: "list", of: table(keys) });
const oneOf = (values: readonly string[]): Kind => ({ kind: "string", oneOf: values });

const indexed: readonly RuleType[] = ["eql", "query", "threshold", "new_terms", "threat_match", "saved_query"];

const attackEntry: Keys = {
  id: { is: filled, required: true },
  name: { is: filled, required: true },
  reference: { is: text, required: true },
};
const technique: Keys = { ...attackEntry, subtechnique: { is: tables(attackEntry) } };
const threat: Keys = {
  framework: { is: text, required: true },
  tactic: { is: table(attackEntry), required: true },
  technique: { is: tables(technique) },
};
const mapping: Keys = {
  field: { is: filled, required: true },
  operator: { is: oneOf(["equals"]) },
  value: { is: text },
};
const fieldAndCount: Keys = {
  field: { is: filled, required: true },
  value: { is: { kind: "integer", least: 0 }, required: true },
};
const windowStart: Keys = {
  field: { is: oneOf(["history_window_start"]), required: true },
  value: { is: { kind: "string", format: "dateMath" }, required: true },
};
const stringOrStrings: Kind = { kind: "either", kinds: [text, texts], words: "a string or a list of strings" };
const threatEntry: Keys = {
  field: { is: filled, required: true },
  type: { is: oneOf(["mapping"]), required: true },
  value: { is: filled, required: true },
  negate: { is: flag },
};

/** A threshold rule suppresses by its own fields (kibana …/threshold_attributes.gen.ts, ThresholdAlertSuppression). */
const suppressedByFields: readonly RuleType[] = ruleTypes.filter((type) => type !== "threshold");

/** `[rule]`, and a rule of Kibana's API (elastic-rules facts §2). */
export const ruleKeys: Keys = {
  name: { is: filled, required: true },
  description: { is: text, required: true },
  rule_id: { is: filled, required: true },
  type: { is: oneOf(ruleTypes), required: true },
  severity: { is: oneOf(severities), required: true },
  risk_score: { is: { kind: "integer", least: 0, most: 100 }, required: true },
  author: { is: texts, required: "toml" },

  actions: { is: opens },
  alert_suppression: {
    is: table({
      group_by: {
        is: { kind: "list", of: filled, least: 1, most: 3 },
        required: suppressedByFields,
        only: suppressedByFields,
      },
      duration: {
        is: table({ value: { is: positive, required: true }, unit: { is: oneOf(["s", "m", "h"]), required: true } }),
        required: ["threshold"],
      },
      missing_fields_strategy: { is: oneOf(["suppress", "doNotSuppress"]), only: suppressedByFields },
    }),
  },
  building_block_type: { is: text },
  enabled: { is: flag },
  exceptions_list: {
    is: tables({
      id: { is: text, required: true },
      list_id: { is: filled, required: true },
      namespace_type: { is: oneOf(["single", "agnostic"]), required: true },
      type: { is: filled, required: true },
    }),
  },
  false_positives: { is: texts },
  from: { is: { kind: "string", format: "dateMath" } },
  interval: { is: { kind: "string", format: "interval" } },
  investigation_fields: {
    is: {
      kind: "either",
      kinds: [table({ field_names: { is: fields, required: true } }), fields],
      words: "a table with `field_names`",
    },
  },
  license: { is: text },
  max_signals: { is: positive },
  meta: { is: open },
  namespace: { is: text },
  note: { is: text },
  output_index: { is: text },
  references: { is: texts },
  related_integrations: { is: opens },
  required_fields: { is: opens },
  response_actions: { is: opens },
  risk_score_mapping: { is: tables({ ...mapping, risk_score: { is: { kind: "integer", least: 0, most: 100 } } }) },
  rule_name_override: { is: text },
  setup: { is: text },
  severity_mapping: { is: tables({ ...mapping, severity: { is: oneOf(severities) } }) },
  tags: { is: texts },
  threat: { is: tables(threat) },
  threat_mappings: { is: opens },
  throttle: { is: text },
  timeline_id: { is: text },
  timeline_title: { is: text },
  timestamp_override: { is: text },
  timestamp_override_fallback_disabled: { is: flag },
  to: { is: { kind: "string", format: "dateMath" } },
  version: { is: positive },

  language: { is: text, required: ["eql", "esql"] },
  query: { is: text, required: ["eql", "esql", "threshold", "new_terms", "threat_match"] },
  index: { is: fields, only: indexed },
  data_view_id: { is: text, only: indexed },
  filters: { is: opens, only: indexed },
  saved_id: { is: filled, required: ["saved_query"], only: ["query", "saved_query", "threshold"] },

  event_category_override: { is: filled, only: ["eql"] },
  tiebreaker_field: { is: filled, only: ["eql"] },
  timestamp_field: { is: filled, only: ["eql"] },

  threshold: {
    is: table({
      field: {
        is: {
          kind: "either",
          kinds: [filled, { kind: "list", of: filled, most: 5 }],
          words: "a list of at most 5 fields",
        },
        required: true,
      },
      value: { is: positive, required: true },
      cardinality: { is: tables(fieldAndCount) },
    }),
    required: ["threshold"],
    only: ["threshold"],
  },
  new_terms: {
    is: table({
      field: { is: oneOf(["new_terms_fields"]), required: true },
      value: { is: { kind: "list", of: filled, least: 1, most: 3 }, required: true },
      history_window_start: { is: { kind: "list", of: table(windowStart), least: 1 }, required: true },
    }),
    only: ["new_terms"],
  },
  new_terms_fields: { is: { kind: "list", of: filled, least: 1, most: 3 }, only: ["new_terms"] },
  history_window_start: { is: { kind: "string", format: "dateMath" }, only: ["new_terms"] },

  threat_index: { is: fields, required: ["threat_match"], only: ["threat_match"] },
  threat_query: { is: text, required: ["threat_match"], only: ["threat_match"] },
  threat_language: { is: oneOf(kueries), only: ["threat_match"] },
  threat_filters: { is: opens, only: ["threat_match"] },
  threat_indicator_path: { is: text, only: ["threat_match"] },
  threat_mapping: {
    is: {
      kind: "list",
      of: table({ entries: { is: { kind: "list", of: table(threatEntry), least: 1 }, required: true } }),
      least: 1,
    },
    required: ["threat_match"],
    only: ["threat_match"],
  },
  concurrent_searches: { is: positive, only: ["threat_match"] },
  items_per_search: { is: positive, only: ["threat_match"] },

  anomaly_threshold: { is: { kind: "integer", least: 0 }, required: ["machine_learning"], only: ["machine_learning"] },
  machine_learning_job_id: { is: stringOrStrings, required: ["machine_learning"], only: ["machine_learning"] },

  // What only a response or an export has.
  alias_purpose: { is: text },
  alias_target_id: { is: text },
  created_at: { is: text },
  created_by: { is: text },
  execution_summary: { is: open },
  id: { is: text },
  immutable: { is: flag },
  outcome: { is: text },
  revision: { is: { kind: "integer", least: 0 } },
  rule_source: { is: open },
  updated_at: { is: text },
  updated_by: { is: text },
};

/** `[metadata]` of detection-rules; Kibana never sees it. */
export const metadataKeys: Keys = {
  creation_date: { is: { kind: "string", format: "day" }, required: true },
  updated_date: { is: { kind: "string", format: "day" }, required: true },
  maturity: { is: oneOf(["development", "experimental", "beta", "production", "deprecated"]) },
  bypass_bbr_timing: { is: flag },
  comments: { is: text },
  deprecated_reason: { is: text },
  deprecation_date: { is: { kind: "string", format: "day" } },
  extended: { is: open },
  integration: { is: stringOrStrings },
  min_stack_comments: { is: text },
  min_stack_version: { is: { kind: "string", format: "version" } },
  os_type_list: { is: texts },
  promotion: { is: flag },
  query_schema_validation: { is: flag },
  related_endpoint_rules: { is: texts },
};

/** `[transform]` of detection-rules: plug-ins for the investigation guide. */
export const transformKeys: Keys = { osquery: { is: opens }, investigate: { is: opens } };

/** An exception item as Kibana exports it; its entries are in {@link entryKeys}. */
export const exceptionItemKeys: Keys = {
  list_id: { is: filled, required: true },
  name: { is: text, required: true },
  entries: { is: { kind: "list", of: open, least: 1 }, required: true },
  type: { is: oneOf(["simple"]) },
  item_id: { is: text },
  description: { is: text },
  namespace_type: { is: oneOf(["single", "agnostic"]) },
  os_types: { is: { kind: "list", of: oneOf(["linux", "macos", "windows"]) } },
  expire_time: { is: { kind: "string", format: "timestamp" } },
  comments: { is: opens },
  meta: { is: open },
  tags: { is: texts },
  _version: { is: text },
  created_at: { is: text },
  created_by: { is: text },
  id: { is: text },
  tie_breaker_id: { is: text },
  updated_at: { is: text },
  updated_by: { is: text },
};

const entryBase: Keys = {
  id: { is: text },
  field: { is: filled, required: true },
  type: { is: text, required: true },
  operator: { is: oneOf(["included", "excluded"]), required: true },
};

export type EntryType = "match" | "match_any" | "wildcard" | "exists" | "list" | "nested";

/** What may stand in a `nested` entry (kibana …/io-ts-list-types/src/common/entries_nested.ts). */
export const innerEntryTypes: readonly EntryType[] = ["match", "match_any", "exists"];

/** The entries of an exception item, by type. */
export const entryKeys: Readonly<Record<EntryType, Keys>> = {
  match: { ...entryBase, value: { is: filled, required: true } },
  match_any: { ...entryBase, value: { is: { kind: "list", of: filled, least: 1 }, required: true } },
  wildcard: { ...entryBase, value: { is: filled, required: true } },
  exists: entryBase,
  list: {
    ...entryBase,
    list: { is: table({ id: { is: filled, required: true }, type: { is: filled, required: true } }), required: true },
  },
  nested: {
    id: { is: text },
    field: { is: filled, required: true },
    type: { is: text, required: true },
    entries: { is: { kind: "list", of: open, least: 1 }, required: true },
  },
};
