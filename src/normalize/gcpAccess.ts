import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { copyMembers, memberFields } from "./members.ts";
import { isJsonObject } from "./record.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

/** Members of Access Transparency entries, which say what Google's own staff did. */
const accessMembers = memberFields([
  ["jsonPayload.access.callerIpGeo.regionCode", "gcp.audit.access.caller_ip_geo.region_code"],
  ["jsonPayload.access.methodName", "gcp.audit.access.method_name"],
  ["jsonPayload.access.principalEmail", "gcp.audit.access.principal_email"],
  ["jsonPayload.access.principalSubject", "gcp.audit.access.principal_subject"],
  ["jsonPayload.access.serviceName", "gcp.audit.access.service_name"],
  ["jsonPayload.access.userAgent", "gcp.audit.access.user_agent"],
  ["jsonPayload.access.principalEmail", "client.user.email"],
  ["jsonPayload.access.serviceName", "service.name"],
  ["jsonPayload.actionType", "gcp.audit.action_type"],
  ["jsonPayload.affectedResources", "gcp.audit.affected_resources"],
  ["jsonPayload.learnMoreUri", "gcp.audit.learn_more_uri"],
]);

/** Sets `gcp.audit.*` of an Access Transparency entry; what an AuditLog has set already stays. */
export function setAccess(document: EcsObject, kept: JsonObject): void {
  if (!isJsonObject(kept.get("jsonPayload"))) return;
  copyMembers(document, kept, accessMembers);
  const time = parseIsoTimestamp(textOf(valueAt(kept, "jsonPayload", "actionTime")) ?? "");
  if (time !== undefined) setField(document, "gcp.audit.action_time", printTimestamp(time));
  const sources = valueAt(kept, "jsonPayload", "sourceLogIds");
  setJson(document, "gcp.audit.source_log_ids", Array.isArray(sources) ? sources.map(sourceLog) : sources);
}

const sourceNames: ReadonlyMap<string, string> = new Map([
  ["insertId", "insert_id"],
  ["queryUri", "query_uri"],
  ["resourceContainer", "resource_container"],
]);

function sourceLog(source: JsonValue): JsonValue {
  if (!isJsonObject(source)) return source;
  const renamed: JsonObject = new Map();
  for (const [key, value] of source) {
    if (key !== "logTime") renamed.set(sourceNames.get(key) ?? key, value);
  }
  const time = parseIsoTimestamp(textOf(source.get("logTime")) ?? "");
  if (time !== undefined) renamed.set("log_time", printTimestamp(time));
  return renamed;
}
