import { type Document, embeddedSource } from "./document.ts";
import { listIn, numberIn, objectIn, objectsIn, type PlainObject, stringIn, stringsIn } from "./plain.ts";
import type { ExceptionItem, Rule, RuleSeverity, RuleType, Threat, ThreatTechnique } from "./rule.ts";
import { ruleOptions } from "./ruleOptions.ts";

/**
 * The rule of a document that has been validated.
 *
 * `api` is the document in the shape of Kibana's API, `path` where the rule stands in the file's document. Defaults are
 * Kibana's: from `now-6m` to `now` every `5m`, at most 100 alerts, enabled, version 1 (elastic-rules facts §2).
 */
export function ruleOf(
  document: Document,
  path: readonly string[],
  api: PlainObject,
  exceptions: readonly ExceptionItem[],
): Rule {
  const query = stringIn(api, "query");
  return {
    id: stringIn(api, "rule_id") ?? "",
    name: stringIn(api, "name") ?? "",
    description: stringIn(api, "description") ?? "",
    type: stringIn(api, "type") as RuleType,
    severity: stringIn(api, "severity") as RuleSeverity,
    riskScore: numberIn(api, "risk_score") ?? 0,
    buildingBlock: (stringIn(api, "building_block_type") ?? "") !== "",
    enabled: api["enabled"] !== false,
    tags: stringsIn(api, "tags") ?? [],
    threat: (objectsIn(api, "threat") ?? []).map(threatOf),
    falsePositives: stringsIn(api, "false_positives") ?? [],
    references: stringsIn(api, "references") ?? [],
    author: stringsIn(api, "author") ?? [],
    from: stringIn(api, "from") ?? "now-6m",
    to: stringIn(api, "to") ?? "now",
    interval: stringIn(api, "interval") ?? "5m",
    maxSignals: numberIn(api, "max_signals") ?? 100,
    version: numberIn(api, "version") ?? 1,
    ...optionalText(api),
    ...ruleOptions(api),
    ...(listIn(api, "index") === undefined ? {} : { index: stringsIn(api, "index")! }),
    ...(query === undefined ? {} : { query, querySource: embeddedSource(document, [...path, "query"], query) }),
    exceptions,
    source: document.source,
    parameters: api,
  };
}

/** Keys of the API that a rule has under another name when they are set; an empty string is not set. */
const optionalKeys = {
  language: "language",
  license: "license",
  note: "note",
  setup: "setup",
  event_category_override: "eventCategoryOverride",
  timestamp_override: "timestampOverride",
  timestamp_field: "timestampField",
  tiebreaker_field: "tiebreakerField",
} as const;

type OptionalName = (typeof optionalKeys)[keyof typeof optionalKeys];

function optionalText(api: PlainObject): { readonly [name in OptionalName]?: string } {
  const set: { [name in OptionalName]?: string } = {};
  for (const [key, name] of Object.entries(optionalKeys)) {
    const value = stringIn(api, key);
    if (value !== undefined && value !== "") set[name] = value;
  }
  return set;
}

function threatOf(threat: PlainObject): Threat {
  return {
    framework: stringIn(threat, "framework") ?? "",
    tactic: attackEntryOf(objectIn(threat, "tactic")),
    technique: (objectsIn(threat, "technique") ?? []).map(techniqueOf),
  };
}

function techniqueOf(technique: PlainObject): ThreatTechnique {
  const below = objectsIn(technique, "subtechnique");
  return { ...attackEntryOf(technique), ...(below === undefined ? {} : { subtechnique: below.map(attackEntryOf) }) };
}

function attackEntryOf(entry: PlainObject | undefined): { id: string; name: string; reference: string } {
  const text = (key: string) => (entry && stringIn(entry, key)) ?? "";
  return { id: text("id"), name: text("name"), reference: text("reference") };
}
