import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { azureAction, azureNormalizer } from "./azureDocument.ts";
import { azureDuration } from "./azureDuration.ts";
import { copiedObject, putText, renameMembers, setAzureShared, setSourceIp } from "./azureMembers.ts";
import { azureEventTypes, azureOutcome } from "./azureStatus.ts";
import { parseAzureTimestamp } from "./azureTimestamp.ts";
import { addressText } from "./callerFields.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { jsonOfText } from "./jsonText.ts";
import { taken } from "./members.ts";
import { isJsonObject, type NormalizeOptions, type Normalizer } from "./record.ts";

/**
 * The `azure.platformlogs` pipeline (integrations, `azure/data_stream/platformlogs` @5a1e6a5d, with the field names
 * from before 1.41 that it keeps too): resource logs of every category without a stream of its own.
 *
 * Names keep their case. `properties.log`, which AKS sends as a JSON text, is parsed; a text that is no JSON becomes
 * `message`. A number as `durationMs` gives no `event.duration`, an address with a port no `source.ip`.
 */
export const azurePlatformlogs: Normalizer = azureNormalizer({
  action: (record) => azureAction(record) ?? textOf(record.get("EventName")),
  time: timeOf,
  fill: ({ document, text, action }, record, options) => {
    const log: JsonObject = new Map(record);
    for (const name of ["time", "EventName"]) log.delete(name);
    if (log.get("") === "") log.delete("");
    if (action !== undefined) setField(document, "event.action", action);
    setField(document, "event.original", text);
    renameMembers(log, { Identity: "identity" });
    if (typeof log.get("identity") === "string") renameMembers(log, { identity: "identity_name" });
    setProperties(log);
    setLog(document, copiedObject(log, "properties"));
    setCaller(document, log, options);
    setMoved(document, log);
    setEvent(document, log);
    const shared = {
      resourceId: first(log, "resourceId", "ResourceId"),
      tenantId: first(log, "tenantId", "TenantId"),
      correlationId: taken(log, "correlationId"),
    };
    renameMembers(log, logNames);
    setJson(document, "azure.platformlogs", log);
    setAzureShared(document, shared, options);
  },
});

const logNames = {
  operationName: "operation_name",
  resultType: "result_type",
  resultSignature: "result_signature",
  resultDescription: "result_description",
  Status: "status",
};

/** `EventTimeString` counts before `time`, if it can be read. */
function timeOf(record: JsonObject): JsonValue | undefined {
  const text = record.get("EventTimeString");
  return typeof text === "string" && parseAzureTimestamp(text) !== undefined ? text : record.get("time");
}

/** Takes the first of the members that is there; the others stay. */
function first(log: JsonObject, ...names: readonly string[]): JsonValue | undefined {
  const name = names.find((name) => log.get(name) !== undefined && log.get(name) !== null);
  return name === undefined ? undefined : taken(log, name);
}

/** Properties as an object, from a text in JSON or in its likeness with single quotes, or from `EventProperties`. */
function setProperties(log: JsonObject): void {
  const properties = log.get("properties");
  if (typeof properties === "string") {
    const parsed = jsonOfText(properties.replaceAll("'", '"'));
    if (parsed === undefined) log.delete("properties");
    else log.set("properties", parsed);
  }
  const event = log.get("EventProperties");
  const parsed = typeof event === "string" ? jsonOfText(event) : undefined;
  if (parsed !== undefined) log.set("properties", parsed);
  if (log.get("properties") !== undefined && log.get("properties") !== null) log.delete("EventProperties");
}

function setLog(document: EcsObject, properties: JsonObject): void {
  renameMembers(properties, { statusCode: "status_code" });
  const text = properties.get("log");
  if (typeof text !== "string") return;
  const parsed = jsonOfText(text);
  if (parsed === undefined || typeof parsed === "string") {
    properties.delete("log");
    setField(document, "message", parsed ?? text);
  } else properties.set("log", parsed);
}

function setCaller(document: EcsObject, log: JsonObject, options: NormalizeOptions): void {
  const caller = first(log, "callerIpAddress", "EventIpAddress");
  const ip = addressText(textOf(caller));
  setJson(document, "geo.name", taken(log, "location"));
  if (ip === undefined) {
    setJson(document, "source.address", caller);
    return;
  }
  setSourceIp(document, ip, options);
  // The address's place replaces the record's at the root.
  const geo = options.geo?.(ip)?.geo;
  if (geo !== undefined) setField(document, "geo", geo);
}

function setMoved(document: EcsObject, log: JsonObject): void {
  setJson(document, "log.level", taken(log, "level"));
  setJson(document, "cloud.region", taken(log, "Region"));
  setJson(document, "host.name", taken(log, "Host"));
  const durationMs = taken(log, "durationMs");
  const duration = typeof durationMs === "string" ? azureDuration(durationMs) : undefined;
  if (duration !== undefined) setField(document, "event.duration", duration);
}

const statusOutcomes: ReadonlyMap<unknown, string> = new Map([
  ["success", "success"],
  ["failure", "failure"],
  ["unknown", "unknown"],
  ["Succeeded", "success"],
  ["Failed", "failure"],
]);

function setEvent(document: EcsObject, log: JsonObject): void {
  const properties = log.get("properties");
  const outcome = azureOutcome(log.get("resultType"), valueAt(log, "properties", "result"));
  putText(document, "event.outcome", outcome ?? statusOutcomes.get(log.get("Status")));
  const category = log.get("category");
  const type = typeof category === "string" ? azureEventTypes.get(category.toLowerCase()) : undefined;
  if (type !== undefined) setField(document, "event.type", [type]);
  const isObject = isJsonObject(properties);
  if (!isObject && properties !== undefined && properties !== null) return;
  const given = isObject ? properties.get("eventCategory") : undefined;
  const policies = isObject ? properties.get("policies") : undefined;
  log.set("event_category", given ?? ((policies ?? null) === null ? "Administrative" : "Policy"));
}
