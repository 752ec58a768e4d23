import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import { memberFields, moveMembers } from "./members.ts";
import { o365Action } from "./o365Actions.ts";
import { severityNumber } from "./o365Severity.ts";
import { isJsonObject } from "./record.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

const moved = memberFields([
  ["SharePointMetaData.From", "user.id"],
  ["SharePointMetaData.FileName", "file.name"],
  ["SharePointMetaData.FilePathUrl", "url.original"],
  ["SharePointMetaData.UniqueId", "file.inode"],
  ["SharePointMetaData.UniqueID", "file.inode"],
  ["SharePointMetaData.FileOwner", "file.owner"],
  ["ExchangeMetaData.From", "source.user.email"],
  ["PolicyId", "rule.id"],
  ["PolicyName", "rule.name"],
]);

/** Sets what records of data loss prevention have of their own: file, mail, rules, severity and outcome. */
export function setDlp(document: EcsObject, audit: JsonObject, code: string): void {
  if (code === "ComplianceDLPExchange") setField(document, "message", message(document, audit));
  moveMembers(document, audit, moved);
  const changed = parseIsoTimestamp(textOf(valueAt(audit, "SharePointMetaData", "LastModifiedTime")) ?? "");
  if (changed !== undefined) setField(document, "file.mtime", printTimestamp(changed));
  const recipients = ["To", "CC", "BCC"].flatMap((key) => textsOf(valueAt(audit, "ExchangeMetaData", key)));
  if (recipients.length > 0) setField(document, "destination.user.email", recipients);
  const exception = audit.get("ExceptionInfo");
  if (typeof exception === "string") audit.set("ExceptionInfo", new Map([["Reason", exception]]));
  const policies = audit.get("PolicyDetails");
  if (Array.isArray(policies)) setPolicies(document, audit, policies);
}

/** The text that the pipeline makes. */
function message(document: EcsObject, audit: JsonObject): string {
  const operation = o365Action(audit) ?? "";
  const id = getField(document, "user.id");
  const user = typeof id === "string" ? id : "";
  const subject = textOf(valueAt(audit, "ExchangeMetaData", "Subject")) ?? "";
  if (operation === "" && user === "" && subject === "") return "Office365 Alert";
  return `Office365 Alert: ${operation} detected in email sent by ${user} with subject '${subject}'`;
}

function textsOf(value: JsonValue | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((element) => textOf(element) ?? []);
}

interface PolicyFindings {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly severity: number;
  readonly isBlocked: boolean;
}

function setPolicies(document: EcsObject, audit: JsonObject, policies: readonly JsonValue[]): void {
  const rules = policies.flatMap((policy) => {
    const list = isJsonObject(policy) ? policy.get("Rules") : undefined;
    return Array.isArray(list) ? list.filter(isJsonObject) : [];
  });
  const { ids, names, severity, isBlocked } = findings(rules);
  addTexts(document, "rule.id", ids);
  addTexts(document, "rule.name", names);
  setField(document, "event.severity", severity);
  setField(document, "event.outcome", isBlocked ? blockedOutcome(audit) : "success");
}

function findings(rules: readonly JsonObject[]): PolicyFindings {
  const named = rules.filter((rule) => rule.has("RuleId") && rule.has("RuleName"));
  return {
    ids: named.flatMap((rule) => textOf(rule.get("RuleId")) ?? []),
    names: named.flatMap((rule) => textOf(rule.get("RuleName")) ?? []),
    severity: rules.reduce(
      (most, rule) => Math.max(most, severityNumber(textOf(rule.get("Severity"))?.toLowerCase() ?? "")),
      0,
    ),
    isBlocked: rules.some((rule) => textsOf(rule.get("Actions")).includes("BlockAccess")),
  };
}

/** Blocked is a failure, unless it was undone or excepted. */
function blockedOutcome(audit: JsonObject): string {
  const action = o365Action(audit);
  if (action === "DlpRuleUndo") return "success";
  if (action === "DlpInfo") return "failure";
  return audit.has("ExceptionInfo") ? "success" : "failure";
}

function addTexts(document: EcsObject, field: string, texts: readonly string[]): void {
  const held = getField(document, field);
  const before = held === undefined ? [] : Array.isArray(held) ? held : [held];
  if (before.length + texts.length > 0) setField(document, field, [...before, ...texts]);
}
