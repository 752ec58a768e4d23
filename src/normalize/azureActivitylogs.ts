import { parseAddress } from "../ecs/address.ts";
import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { type JsonObject, type JsonValue, parseJson } from "../text/json.ts";
import { azureIdentity, renamed } from "./azureClaims.ts";
import { azureAction, azureNormalizer, setAzureResource } from "./azureDocument.ts";
import { azureDuration } from "./azureDuration.ts";
import { azureEventTypes, azureOutcome } from "./azureStatus.ts";
import { azureUser } from "./azureUser.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { isJsonObject, type NormalizeOptions, type Normalizer } from "./record.ts";
import { addRelated } from "./related.ts";

/**
 * The `azure.activitylogs` pipeline (ecs-mapping facts §2): a record in export form to ECS.
 *
 * Every key of the record that the pipeline does not move stays under `azure.activitylogs`. There is never an
 * `event.category`, a `user.id` or a `cloud.account.id`, and no `user.*` for callers without a `name` claim, which is
 * all service principals and managed identities.
 */
export const azureActivitylogs: Normalizer = azureNormalizer({
  action: azureAction,
  fill: ({ document, text }, record, options) => {
    const properties = parsedText(record.get("properties"));
    const log = activityLog(record, properties);
    setJson(document, "azure.activitylogs", log);
    setEvent(document, record, log, properties);
    setField(document, "event.original", text);
    setCaller(document, record.get("callerIpAddress"), record.get("location"), options);
    setUser(document);
    setCorrelation(document, record, options);
    setField(document, "cloud.provider", "azure");
  },
});

/** Keys of the record that leave `azure.activitylogs` for fields of their own. */
const movedKeys = ["time", "resourceId", "callerIpAddress", "level", "durationMs", "location", "correlationId"];

const snakeNames: ReadonlyMap<string, string> = new Map([
  ["resultType", "result_type"],
  ["resultSignature", "result_signature"],
  ["operationName", "operation_name"],
  ["operationVersion", "operation_version"],
  ["tenantId", "tenant_id"],
  ["Level", "level"],
]);

const propertyNames: ReadonlyMap<string, string> = new Map([
  ["serviceRequestId", "service_request_id"],
  ["statusCode", "status_code"],
]);

/** `azure.activitylogs`: the record without what is moved, keys renamed, identity and properties treated. */
function activityLog(record: JsonObject, properties: JsonValue | undefined): JsonObject {
  const kept: JsonObject = new Map(record);
  for (const key of movedKeys) kept.delete(key);
  const log = renamed(kept, snakeNames);
  const identity = log.get("identity");
  if (typeof identity === "string") {
    log.delete("identity");
    log.set("identity_name", identity);
  } else if (isJsonObject(identity)) log.set("identity", azureIdentity(identity));
  const category = eventCategory(properties);
  if (category !== undefined) log.set("event_category", category);
  if (properties !== undefined) log.set("properties", isJsonObject(properties) ? treated(properties) : properties);
  return log;
}

/** None when `properties` is no object: Elastic's script fails on it, and the error is ignored. */
function eventCategory(properties: JsonValue | undefined): JsonValue | undefined {
  if (properties === undefined || properties === null) return "Administrative";
  if (!isJsonObject(properties)) return undefined;
  return properties.get("eventCategory") ?? (isNothing(properties.get("policies")) ? "Administrative" : "Policy");
}

function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

/** Bodies parsed, two keys renamed, and without what is moved to `message` and `event_category`. */
function treated(properties: JsonObject): JsonObject {
  const result = renamed(properties, propertyNames);
  result.delete("eventCategory");
  result.delete("statusMessage");
  for (const key of ["responseBody", "requestBody"]) {
    if (typeof result.get(key) === "string") result.set(key, parsedText(result.get(key))!);
  }
  return result;
}

/** A JSON text read, as the `json` processor does it, which refuses repeated keys; anything else as it is. */
function parsedText(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "string") return value;
  const result = parseJson(value);
  return result.ok && result.duplicateKeys === 0 ? result.value : value;
}

function setEvent(document: EcsObject, record: JsonObject, log: JsonObject, properties: JsonValue | undefined): void {
  const ofProperties = (key: string) => (isJsonObject(properties) ? properties.get(key) : undefined);
  const category = log.get("category");
  const type = typeof category === "string" ? azureEventTypes.get(category.toLowerCase()) : undefined;
  put(document, "event.action", azureAction(record));
  put(document, "event.outcome", azureOutcome(log.get("result_type"), ofProperties("result")));
  put(document, "event.duration", azureDuration(record.get("durationMs")));
  if (type !== undefined) setField(document, "event.type", [type]);
  setJson(document, "log.level", record.get("level"));
  setJson(document, "message", ofProperties("statusMessage"));
}

/**
 * `source.ip`, `client.ip` and `related.ip` when the caller's address is one, else only `source.address`.
 *
 * `geo.name` is the record's location until an address is found: then all of `geo` is that of the address.
 */
function setCaller(
  document: EcsObject,
  caller: JsonValue | undefined,
  location: JsonValue | undefined,
  options: NormalizeOptions,
): void {
  setJson(document, "geo.name", location);
  if (typeof caller !== "string" || parseAddress(caller) === undefined) {
    setJson(document, "source.address", caller);
    return;
  }
  setField(document, "source.ip", caller);
  setField(document, "client.ip", caller);
  addRelated(document, "related.ip", [caller]);
  const found = options.geo?.(caller);
  if (found?.geo !== undefined) {
    setField(document, "geo", found.geo);
    setField(document, "source.geo", found.geo);
  }
  if (found?.as !== undefined) setField(document, "source.as", found.as);
}

const initiatedBy = "azure.activitylogs.identity.claims_initiated_by_user";

function setUser(document: EcsObject): void {
  const claim = getField(document, `${initiatedBy}.name`);
  const user = typeof claim === "string" ? azureUser(claim) : undefined;
  put(document, "user.name", user?.name);
  put(document, "user.domain", user?.domain);
  put(document, "user.email", user?.email);
  addRelated(document, "related.user", [user?.name]);
  const fullname = getField(document, `${initiatedBy}.fullname`);
  put(document, "user.full_name", typeof fullname === "string" ? fullname : undefined);
}

function setCorrelation(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  setJson(document, "azure.correlation_id", record.get("correlationId"));
  const resourceId = record.get("resourceId");
  if (typeof resourceId === "string") setAzureResource(document, resourceId, options);
  else setJson(document, "azure.resource.id", resourceId);
  const principal = getField(document, "azure.activitylogs.identity.authorization.evidence.principal_id");
  addRelated(document, "related.entity", [textOf(resourceId), typeof principal === "string" ? principal : undefined]);
}

function put(document: EcsObject, field: string, value: string | number | bigint | undefined): void {
  if (value !== undefined) setField(document, field, value);
}
