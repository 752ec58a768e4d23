import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { azureNamedAction, azureNormalizer } from "./azureDocument.ts";
import { azureDuration } from "./azureDuration.ts";
import { copiedObject, putText, renameMembers, setAzureShared } from "./azureMembers.ts";
import { parseAzureTimestamp } from "./azureTimestamp.ts";
import { addressText, setSourceAddress } from "./callerFields.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { jsonOfText } from "./jsonText.ts";
import { taken } from "./members.ts";
import type { NormalizeOptions, Normalizer } from "./record.ts";
import { addRelated } from "./related.ts";
import { printTimestamp } from "./timestamp.ts";

/**
 * The `azure.identity_protection` pipeline (integrations, `azure/data_stream/identity_protection` @0f91c63c, user names
 * as its fixtures of 2026 have them, whole): risky users and their risk detections.
 *
 * Its fields stand under `azure.identityprotection`. There is no `client.ip`, no `related.ip` and no outcome.
 */
export const azureIdentityProtection: Normalizer = azureNormalizer({
  action: azureNamedAction,
  fill: ({ document, text, action }, record, options) => {
    const log: JsonObject = new Map(record);
    for (const name of dropped) log.delete(name);
    const properties = copiedObject(log, "properties");
    putText(document, "event.action", action);
    setField(document, "event.original", text);
    const shared = {
      resourceId: taken(log, "resourceId"),
      tenantId: taken(log, "tenantId"),
      correlationId: taken(log, "correlationId"),
    };
    setCaller(document, log, options);
    const duration = azureDuration(taken(log, "durationMs"));
    if (duration !== undefined) setField(document, "event.duration", duration);
    renameMembers(log, logNames);
    for (const name of droppedProperties) properties.delete(name);
    renameMembers(properties, propertyNames);
    for (const [name, newName] of Object.entries(dateNames)) setDate(properties, name, newName);
    parseInfo(properties);
    setUser(document, properties);
    setJson(document, "azure.identityprotection", log);
    setAzureShared(document, shared, options);
  },
});

/** Undocumented members that the pipeline removes. */
const dropped = ["time", "identity", "Level", "location"];
const droppedProperties = ["resourceTenantId", "homeTenantId", "crossTenantAccessType"];

const logNames = {
  operationName: "operation_name",
  operationVersion: "operation_version",
  resultSignature: "result_signature",
};

const propertyNames = {
  isDeleted: "is_deleted",
  isGuest: "is_guest",
  isProcessing: "is_processing",
  riskType: "risk_type",
  riskEventType: "risk_event_type",
  riskState: "risk_state",
  riskLevel: "risk_level",
  riskDetail: "risk_detail",
  userId: "user_id",
  userDisplayName: "user_display_name",
  userPrincipalName: "user_principal_name",
  userType: "user_type",
  detectionTimingType: "detection_timing_type",
  requestId: "request_id",
  correlationId: "correlation_id",
  tokenIssuerType: "token_issuer_type",
  ipAddress: "ip_address",
};

const dateNames = {
  lastUpdatedDateTime: "last_updated_datetime",
  riskLastUpdatedDateTime: "risk_last_updated_datetime",
  activityDateTime: "activity_datetime",
  detectedDateTime: "detected_datetime",
};

function setCaller(document: EcsObject, log: JsonObject, options: NormalizeOptions): void {
  const caller = taken(log, "callerIpAddress");
  const ip = addressText(textOf(caller));
  if (ip === undefined) setJson(document, "source.address", caller);
  else setSourceAddress(document, ip, options);
}

/** A time that cannot be read is removed. */
function setDate(properties: JsonObject, name: string, newName: string): void {
  const text = taken(properties, name);
  const ms = typeof text === "string" ? parseAzureTimestamp(text) : undefined;
  if (ms !== undefined) properties.set(newName, printTimestamp(ms));
}

/** `additionalInfo` is a JSON text; one that cannot be read stays. */
function parseInfo(properties: JsonObject): void {
  const text = properties.get("additionalInfo");
  const info = typeof text === "string" ? jsonOfText(text) : undefined;
  if (info === undefined || info === null) return;
  properties.set("additional_info", info);
  properties.delete("additionalInfo");
}

function setUser(document: EcsObject, properties: JsonObject): void {
  const [id, name, fullName] = ["user_id", "user_principal_name", "user_display_name"].map((key) =>
    textOf(properties.get(key)),
  );
  putText(document, "user.id", id);
  putText(document, "user.name", name);
  putText(document, "user.email", name);
  putText(document, "user.full_name", fullName);
  addRelated(document, "related.user", [id, name, fullName]);
}
