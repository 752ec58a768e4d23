import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { azureNamedAction, azureNormalizer } from "./azureDocument.ts";
import { azureDuration } from "./azureDuration.ts";
import { copiedObject, putText, renameMembers, setAzureShared, setSourceIp } from "./azureMembers.ts";
import { targetResources } from "./azureTargetResources.ts";
import { addressText } from "./callerFields.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { taken } from "./members.ts";
import { isJsonObject, type NormalizeOptions, type Normalizer } from "./record.ts";
import { addRelated } from "./related.ts";

/**
 * The `azure.auditlogs` pipeline (integrations, `azure/data_stream/auditlogs` @121e0c39): Entra ID's audit log.
 *
 * There is no `event.category` and no `event.type`, and the user agent stays in
 * `azure.auditlogs.properties.userAgent`: `user_agent.*` is never set. Names below `initiated_by` keep their case
 * (`initiated_by.user.userPrincipalName`). The outcome is moved out of the properties.
 */
export const azureAuditlogs: Normalizer = azureNormalizer({
  action: azureNamedAction,
  fill: ({ document, text, action }, record, options) => {
    const log: JsonObject = new Map(record);
    log.delete("time");
    const properties = copiedObject(log, "properties");
    putText(document, "event.action", action);
    setField(document, "event.original", text);
    const resourceId = taken(log, "resourceId");
    const tenantId = taken(log, "tenantId");
    const correlationId = taken(log, "correlationId");
    setMoved(document, log);
    setCaller(document, taken(log, "callerIpAddress"), options);
    setOutcome(document, properties);
    renameMembers(log, logNames);
    renameMembers(properties, propertyNames);
    renameMembers(copiedObject(properties, "additional_details"), { userAgent: "user_agent" });
    setTargets(properties);
    setUser(document, properties);
    setJson(document, "azure.auditlogs", log);
    setAzureShared(document, { resourceId, tenantId, correlationId }, options);
  },
});

const logNames = {
  operationName: "operation_name",
  resultSignature: "result_signature",
  resultDescription: "result_description",
  operationVersion: "operation_version",
  Level: "level",
};

const propertyNames = {
  activityDisplayName: "activity_display_name",
  activityDateTime: "activity_datetime",
  additionalDetails: "additional_details",
  resultReason: "result_reason",
  resultDescription: "result_description",
  correlationId: "correlation_id",
  loggedByService: "logged_by_service",
  operationType: "operation_type",
  initiatedBy: "initiated_by",
};

function setMoved(document: EcsObject, log: JsonObject): void {
  setJson(document, "log.level", taken(log, "level"));
  const duration = azureDuration(taken(log, "durationMs"));
  if (duration !== undefined) setField(document, "event.duration", duration);
}

function setCaller(document: EcsObject, caller: JsonValue | undefined, options: NormalizeOptions): void {
  const ip = addressText(textOf(caller));
  if (ip !== undefined) setSourceIp(document, ip, options);
  else setJson(document, "source.address", caller);
}

function setOutcome(document: EcsObject, properties: JsonObject): void {
  const result = properties.get("result");
  const outcome = typeof result === "string" ? result.toLowerCase() : undefined;
  if (outcome !== "success" && outcome !== "failure") return;
  setField(document, "event.outcome", outcome);
  properties.delete("result");
}

function setTargets(properties: JsonObject): void {
  const list = properties.get("targetResources");
  if (list === undefined || list === null) return;
  const { resources, isWhole } = targetResources(list);
  properties.set("target_resources", resources);
  if (isWhole) properties.delete("targetResources");
}

function setUser(document: EcsObject, properties: JsonObject): void {
  const ofUser = (key: string) => textOf(valueAt(properties, "initiated_by", "user", key));
  const [name, fullName, id] = ["userPrincipalName", "displayName", "id"].map(ofUser);
  putText(document, "user.name", name);
  putText(document, "user.full_name", fullName);
  putText(document, "user.id", id);
  addRelated(document, "related.user", [id, name, fullName]);
  const principal = textOf(valueAt(properties, "initiated_by", "app", "servicePrincipalId"));
  addRelated(document, "related.entity", [id, principal, ...targetIds(properties)]);
}

function* targetIds(properties: JsonObject): Iterable<string | undefined> {
  const resources = properties.get("target_resources");
  if (!isJsonObject(resources)) return;
  for (const resource of resources.values()) if (isJsonObject(resource)) yield textOf(resource.get("id"));
}
