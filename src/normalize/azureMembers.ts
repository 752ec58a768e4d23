import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { setAzureResource } from "./azureDocument.ts";
import { setSourceAddress, setUserAgent } from "./callerFields.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { taken } from "./members.ts";
import { isJsonObject, type NormalizeOptions } from "./record.ts";
import { addRelated } from "./related.ts";

/** Renames members; what already stands under a new name is replaced. */
export function renameMembers(object: JsonObject, names: Readonly<Record<string, string>>): void {
  for (const [from, to] of Object.entries(names)) {
    if (object.has(from)) object.set(to, taken(object, from)!);
  }
}

/** A copy of the member that may be changed; of what is no object, an empty one that stands nowhere. */
export function copiedObject(object: JsonObject, key: string): JsonObject {
  const value = object.get(key);
  if (!isJsonObject(value)) return new Map();
  const copy: JsonObject = new Map(value);
  object.set(key, copy);
  return copy;
}

/** Sets a text field, if there is one. */
export function putText(document: EcsObject, field: string, value: string | undefined): void {
  if (value !== undefined && value !== "") setField(document, field, value);
}

/** `source.ip`, `client.ip`, `related.ip` and the source's place. */
export function setSourceIp(document: EcsObject, ip: string, options: NormalizeOptions): void {
  setSourceAddress(document, ip, options);
  setField(document, "client.ip", ip);
  addRelated(document, "related.ip", [ip]);
}

/** `user_agent.*` of a text that is not empty. */
export function setAzureUserAgent(document: EcsObject, value: JsonValue | undefined, options: NormalizeOptions): void {
  const original = textOf(value);
  if (original !== undefined && original !== "") setUserAgent(document, original, options);
}

const tenantForm = /\/tenants\/(\{?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\}?)\/providers\/./i;

/**
 * What the shared pipeline sets: the provider, the resource, and the tenant, if the record does not name it, as the
 * resource's id spells it.
 */
export function setAzureShared(
  document: EcsObject,
  {
    resourceId,
    tenantId,
    correlationId,
  }: Readonly<Record<"resourceId" | "tenantId" | "correlationId", JsonValue | undefined>>,
  options: NormalizeOptions,
): void {
  setField(document, "cloud.provider", "azure");
  setJson(document, "azure.correlation_id", correlationId);
  setJson(document, "azure.tenant_id", tenantId ?? undefined);
  if (typeof resourceId !== "string") {
    setJson(document, "azure.resource.id", resourceId);
    return;
  }
  if (resourceId !== "") setAzureResource(document, resourceId, options);
  const ofResource = tenantForm.exec(resourceId)?.[1];
  if (ofResource !== undefined && textOf(tenantId) === undefined) setField(document, "azure.tenant_id", ofResource);
}
