import { durationMs } from "../text/duration.ts";
import { listIn, numberIn, objectIn, objectsIn, type PlainObject, stringIn, stringsIn } from "./plain.ts";
import type {
  NewTermsOptions,
  Rule,
  RuleSeverity,
  SuppressionOptions,
  ThreatMatchOptions,
  ThresholdOptions,
} from "./rule.ts";

type Options = Pick<
  Rule,
  | "filters"
  | "threshold"
  | "newTerms"
  | "threatMatch"
  | "suppression"
  | "severityMapping"
  | "riskScoreMapping"
  | "ruleNameOverride"
>;

/** What a validated document in the API's shape says beyond its query; an option that is not set is absent. */
export function ruleOptions(api: PlainObject): Options {
  const type = stringIn(api, "type");
  const threshold = objectIn(api, "threshold");
  const suppression = objectIn(api, "alert_suppression");
  const filters = listIn(api, "filters") ?? [];
  const name = stringIn(api, "rule_name_override") ?? "";
  return {
    ...(filters.length === 0 ? {} : { filters }),
    ...(type === "threshold" && threshold !== undefined ? { threshold: thresholdOf(threshold) } : {}),
    ...(type === "new_terms" ? { newTerms: newTermsOf(api) } : {}),
    ...(type === "threat_match" ? { threatMatch: threatMatchOf(api) } : {}),
    ...(suppression === undefined ? {} : { suppression: suppressionOf(suppression) }),
    ...mappings(api),
    ...(name === "" ? {} : { ruleNameOverride: name }),
  };
}

/** `field` is one field, several, or the empty string for none. */
function thresholdOf(threshold: PlainObject): ThresholdOptions {
  const one = stringIn(threshold, "field");
  return {
    fields: one === undefined ? (stringsIn(threshold, "field") ?? []) : one === "" ? [] : [one],
    value: numberIn(threshold, "value") ?? 1,
    cardinality: (objectsIn(threshold, "cardinality") ?? []).map((each) => ({
      field: stringIn(each, "field") ?? "",
      value: numberIn(each, "value") ?? 0,
    })),
  };
}

function newTermsOf(api: PlainObject): NewTermsOptions {
  return {
    fields: stringsIn(api, "new_terms_fields") ?? [],
    historyWindowStart: stringIn(api, "history_window_start") ?? "",
  };
}

/** `threat.indicator` holds the indicator unless the rule says otherwise (kibana, DEFAULT_INDICATOR_SOURCE_PATH). */
function threatMatchOf(api: PlainObject): ThreatMatchOptions {
  return {
    index: stringsIn(api, "threat_index") ?? [],
    query: stringIn(api, "threat_query") ?? "*:*",
    language: stringIn(api, "threat_language") ?? "kuery",
    filters: listIn(api, "threat_filters") ?? [],
    indicatorPath: stringIn(api, "threat_indicator_path") ?? "threat.indicator",
    mapping: (objectsIn(api, "threat_mapping") ?? []).map((group) => ({
      entries: (objectsIn(group, "entries") ?? []).map((entry) => ({
        field: stringIn(entry, "field") ?? "",
        value: stringIn(entry, "value") ?? "",
        negate: entry["negate"] === true,
      })),
    })),
  };
}

function suppressionOf(suppression: PlainObject): SuppressionOptions {
  const duration = objectIn(suppression, "duration");
  const unit = duration && (stringIn(duration, "unit") as "s" | "m" | "h" | undefined);
  const missing = stringIn(suppression, "missing_fields_strategy");
  return {
    fields: stringsIn(suppression, "group_by") ?? [],
    ...(duration === undefined ? {} : { durationMs: durationMs(numberIn(duration, "value") ?? 0, unit ?? "m") }),
    missing: missing === "doNotSuppress" ? missing : "suppress",
  };
}

function mappings(api: PlainObject): Pick<Rule, "severityMapping" | "riskScoreMapping"> {
  const severities = (objectsIn(api, "severity_mapping") ?? []).flatMap((mapping) => {
    const severity = stringIn(mapping, "severity") as RuleSeverity | undefined;
    return severity === undefined ? [] : [{ ...mappingOf(mapping), severity }];
  });
  const scores = (objectsIn(api, "risk_score_mapping") ?? []).map((mapping) => {
    const riskScore = numberIn(mapping, "risk_score");
    return { ...mappingOf(mapping), ...(riskScore === undefined ? {} : { riskScore }) };
  });
  return {
    ...(severities.length === 0 ? {} : { severityMapping: severities }),
    ...(scores.length === 0 ? {} : { riskScoreMapping: scores }),
  };
}

function mappingOf(mapping: PlainObject): { field: string; operator: string; value: string } {
  const text = (key: string) => stringIn(mapping, key) ?? "";
  return { field: text("field"), operator: text("operator"), value: text("value") };
}
