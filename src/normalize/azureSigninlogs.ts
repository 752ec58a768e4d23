import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { azureNormalizer } from "./azureDocument.ts";
import { azureDuration } from "./azureDuration.ts";
import {
  copiedObject,
  putText,
  renameMembers,
  setAzureShared,
  setAzureUserAgent,
  setSourceIp,
} from "./azureMembers.ts";
import { keysToSnakeCase, snakeAction, snakeCase } from "./azureSnakeCase.ts";
import { addressText } from "./callerFields.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { taken } from "./members.ts";
import { isJsonObject, type NormalizeOptions, type Normalizer } from "./record.ts";
import { addRelated } from "./related.ts";

/**
 * The `azure.signinlogs` pipeline (integrations, `azure/data_stream/signinlogs` @10cc5093): every category whose name
 * ends in `SignInLogs`.
 *
 * All names become snake case and stay under `azure.signinlogs`, but for what is moved. The address comes from the
 * properties alone: a `callerIpAddress` without one gives no `source.ip`. `user.name` is the whole principal name.
 */
export const azureSigninlogs: Normalizer = azureNormalizer({
  action: snakeAction(snakeCase),
  time: (record) => record.get("time") ?? record.get("createdDateTime"),
  fill: ({ document, text, action }, record, options) => {
    const log = keysToSnakeCase(record, snakeCase);
    if (taken(log, "time") === undefined) log.delete("created_date_time");
    const properties = copiedObject(log, "properties");
    putText(document, "event.action", action);
    setConstants(document);
    setField(document, "event.original", text);
    const resourceId = taken(log, "resource_id");
    const tenantId = taken(log, "tenant_id");
    const correlationId = taken(log, "correlation_id");
    setMoved(document, log);
    setCaller(document, properties, options);
    setStatus(document, properties);
    setLocation(document, taken(properties, "location"));
    setAzureUserAgent(document, taken(properties, "user_agent"), options);
    renameMembers(properties, propertyNames);
    byKey(properties, "authentication_processing_details");
    setUser(document, properties);
    setJson(document, "azure.signinlogs", log);
    setAzureShared(document, { resourceId, tenantId, correlationId }, options);
  },
});

/** Names for which snake case is not the last word. */
const propertyNames = {
  created_date_time: "created_at",
  processing_time_in_milliseconds: "processing_time_ms",
  risk_level_during_sign_in: "risk_level_during_signin",
};

function setConstants(document: EcsObject): void {
  setField(document, "event.category", ["authentication"]);
  setField(document, "event.type", ["info"]);
}

function setMoved(document: EcsObject, log: JsonObject): void {
  putText(document, "log.level", textOf(taken(log, "level")));
  const duration = azureDuration(taken(log, "duration_ms"));
  if (duration !== undefined) setField(document, "event.duration", duration);
  setJson(document, "geo.country_iso_code", taken(log, "location"));
}

function setCaller(document: EcsObject, properties: JsonObject, options: NormalizeOptions): void {
  const addresses = ["ipaddress", "ip_address"].map((key) => textOf(taken(properties, key)));
  const address = addresses.find((text) => text !== undefined);
  putText(document, "source.address", address);
  const ip = addressText(address);
  if (ip !== undefined) setSourceIp(document, ip, options);
}

/** Outcome by the error's code, which no error has as 0 or not at all; `message` from the reason and the details. */
function setStatus(document: EcsObject, properties: JsonObject): void {
  const status = copiedObject(properties, "status");
  const outcome = outcomeOf(status.get("error_code"));
  if (outcome !== undefined) setField(document, "event.outcome", outcome);
  const reason = textOf(taken(status, "failure_reason"));
  const details = textOf(taken(status, "additional_details"));
  putText(
    document,
    "message",
    reason !== undefined && details !== undefined ? `${reason} (${details})` : (reason ?? details),
  );
}

function outcomeOf(code: JsonValue | undefined): string | undefined {
  if (code === undefined) return "success";
  if (!(code instanceof JsonNumber)) return undefined;
  const number = code.toNumber();
  if (number > 0) return "failure";
  return number === 0 ? "success" : undefined;
}

/** What Entra says of the place, at the document's root; what it says beyond that is dropped. */
function setLocation(document: EcsObject, location: JsonValue | undefined): void {
  if (!isJsonObject(location)) return;
  setJson(document, "geo.city_name", location.get("city"));
  setJson(document, "geo.region_name", location.get("state"));
  setJson(document, "geo.location.lat", valueAt(location, "geo_coordinates", "latitude"));
  setJson(document, "geo.location.lon", valueAt(location, "geo_coordinates", "longitude"));
}

/** Turns a list of `{key, value}` into one object. */
function byKey(properties: JsonObject, name: string): void {
  const list = properties.get(name);
  if (!Array.isArray(list)) return;
  const object: JsonObject = new Map();
  for (const item of list) {
    const key = isJsonObject(item) ? textOf(item.get("key")) : undefined;
    const value = isJsonObject(item) ? item.get("value") : undefined;
    if (key !== undefined && value !== undefined) object.set(key, value);
  }
  properties.set(name, object);
}

/** Identifiers that go to `related.entity`, in order. */
const entities = [
  ["app_id"],
  ["resource_id"],
  ["service_principal_id"],
  ["service_principal_credential_key_id"],
  ["user_id"],
  ["device_detail", "device_id"],
] as const;

function setUser(document: EcsObject, properties: JsonObject): void {
  const [name, fullName, id] = ["user_principal_name", "user_display_name", "user_id"].map((key) =>
    textOf(properties.get(key)),
  );
  putText(document, "user.name", name);
  if (name !== undefined && name.indexOf("@") > 0) setField(document, "user.email", name);
  putText(document, "user.full_name", fullName);
  putText(document, "user.id", id);
  addRelated(document, "related.user", [id, name, fullName]);
  putText(document, "event.id", textOf(properties.get("id")));
  putText(document, "service.name", textOf(properties.get("service_principal_name")));
  addRelated(
    document,
    "related.entity",
    entities.map((keys) => textOf(valueAt(properties, ...keys))),
  );
}
