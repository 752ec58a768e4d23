import type { Diagnostic } from "../text/diagnostic.ts";
import { type Document, labelAt, problem } from "./document.ts";
import { type Path, printPath } from "./places.ts";
import { listIn, objectIn, objectsIn, type PlainObject, stringIn } from "./plain.ts";
import type { RuleType } from "./rule.ts";

/**
 * What Kibana's API refuses of a rule type's options beyond the shape of each (kibana
 * …/request_validation/{threshold,indicator_match}.ts, …/create_rule/request_schema_validation.ts).
 */
export function optionProblems(
  document: Document,
  path: Path,
  rule: PlainObject,
  type: RuleType,
): readonly Diagnostic[] {
  if (type === "threshold") return thresholdProblems(document, path, rule);
  if (type === "new_terms") return newTermsProblems(document, path, rule);
  return type === "threat_match" ? threatMatchProblems(document, path, rule) : [];
}

/** Kibana looks at the first cardinality only. */
function thresholdProblems(document: Document, path: Path, rule: PlainObject): Diagnostic[] {
  const threshold = objectIn(rule, "threshold");
  const counted = threshold && stringIn(objectsIn(threshold, "cardinality")?.[0] ?? {}, "field");
  if (threshold === undefined || counted === undefined) return [];
  if (![threshold["field"]].flat().includes(counted)) return [];
  const label = labelAt(document, [...path, "threshold", "cardinality", 0, "field"], "value", "the rule groups by it");
  const message = `the cardinality of \`${counted}\` is always 1`;
  return [problem("RULE044", "error", message, label, "count the values of another field")];
}

/** In TOML both stand in `[rule.new_terms]`; the API has two keys. */
function newTermsProblems(document: Document, path: Path, rule: PlainObject): Diagnostic[] {
  if (document.format === "toml" && rule["new_terms"] !== undefined) return [];
  const missing = ["new_terms_fields", "history_window_start"].filter((key) => (rule[key] ?? null) === null);
  return missing.map((key) => missingKey(document, path, key));
}

function threatMatchProblems(document: Document, path: Path, rule: PlainObject): Diagnostic[] {
  const searches = ["concurrent_searches", "items_per_search"];
  const missing = searches.filter((key) => (rule[key] ?? null) === null);
  const pair = missing.length === 1 ? [missingKey(document, path, missing[0]!)] : [];
  const groups = (listIn(rule, "threat_mapping") ?? []).map((_, at) => [...path, "threat_mapping", at]);
  const mapping = objectsIn(rule, "threat_mapping") ?? [];
  return [...pair, ...mapping.flatMap((group, at) => mappingProblems(document, groups[at]!, group))];
}

/** A group that only says what must differ, or says of a pair that it must be alike and differ. */
function mappingProblems(document: Document, path: Path, group: PlainObject): Diagnostic[] {
  const entries = objectsIn(group, "entries") ?? [];
  const negated = entries.filter(({ negate }) => negate === true);
  if (negated.length === 0) return [];
  const at = (entry: PlainObject) => labelAt(document, [...path, "entries", entries.indexOf(entry)], "value");
  if (negated.length === entries.length) {
    const help = "add an entry that must match";
    return [problem("RULE044", "error", "a threat mapping of negated entries only", at(negated[0]!), help)];
  }
  const both = negated.filter(({ field, value }) =>
    entries.some((entry) => entry["negate"] !== true && entry["field"] === field && entry["value"] === value),
  );
  return both.map((entry) =>
    problem("RULE044", "error", "the same fields must match and must not", at(entry), "remove one of the entries"),
  );
}

function missingKey(document: Document, path: Path, name: string): Diagnostic {
  const label = labelAt(document, path, "key", `has no \`${name}\``);
  return problem("RULE012", "error", `\`${printPath([...path, name])}\` is missing`, label);
}
