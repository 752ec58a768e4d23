import type { Document } from "./document.ts";
import { isPlainObject } from "./plain.ts";
import type { RuleType } from "./rule.ts";
import { ruleTypes } from "./schema.ts";

/** What one JSON object of a rule file or of an export is. */
export type DocumentKind =
  | "rule"
  | "exception list"
  | "exception item"
  | "action connector"
  | "export details"
  | "unknown";

/**
 * Recognises a line of Kibana's export by its keys (elastic-rules facts §2).
 *
 * A rule is also recognised without its `rule_id`, so that the missing key can be named.
 */
export function kindOf(document: Document): DocumentKind {
  const { value } = document;
  const has = (key: string) => Object.hasOwn(value, key);
  if (has("exported_count") || has("exported_rules_count")) return "export details";
  if (has("list_id") && !has("rule_id")) return has("entries") || has("item_id") ? "exception item" : "exception list";
  if (value["type"] === "action" && isPlainObject(value["attributes"])) return "action connector";
  const rulelike = ["rule_id", "risk_score", "severity", "query"].some(has);
  return rulelike || ruleTypes.includes(value["type"] as RuleType) ? "rule" : "unknown";
}
