import type { JsonObject, JsonValue } from "../text/json.ts";
import { isJsonObject } from "./record.ts";

/** Members that a resource keeps, and their new names. */
const resourceNames = [
  ["displayName", "display_name"],
  ["id", "id"],
  ["type", "type"],
  ["ipAddress", "ip_address"],
  ["userPrincipalName", "user_principal_name"],
] as const;

const propertyNames = [
  ["displayName", "display_name"],
  ["newValue", "new_value"],
  ["oldValue", "old_value"],
] as const;

/** What became of `targetResources`; `isWhole` tells whether the list itself is dropped. */
export interface TargetResources {
  readonly resources: JsonObject;
  readonly isWhole: boolean;
}

/**
 * The list of target resources as an object whose keys are `0`, `1`, …, each with `modified_properties` alike, which
 * is why rules name `target_resources.0.modified_properties.1.new_value`. Members other than these are dropped.
 *
 * Elastic's script fails, unnoticed, at a resource without a list of modified properties: it and those before it are
 * there, those after it are not, and the list stays as it was (auditlogs `default.yml`, `ignore_failure`).
 */
export function targetResources(list: JsonValue): TargetResources {
  const resources: JsonObject = new Map();
  if (!Array.isArray(list)) return { resources, isWhole: false };
  for (const [at, item] of list.entries()) {
    const resource: JsonObject = new Map();
    resources.set(String(at), resource);
    if (!isJsonObject(item)) return { resources, isWhole: false };
    copy(item, resource, resourceNames);
    const changed = modifiedProperties(item.get("modifiedProperties"));
    resource.set("modified_properties", changed.properties);
    if (!changed.isWhole) return { resources, isWhole: false };
  }
  return { resources, isWhole: true };
}

function modifiedProperties(list: JsonValue | undefined): { properties: JsonObject; isWhole: boolean } {
  const properties: JsonObject = new Map();
  if (!Array.isArray(list)) return { properties, isWhole: false };
  for (const [at, item] of list.entries()) {
    const property: JsonObject = new Map();
    properties.set(String(at), property);
    if (!isJsonObject(item)) return { properties, isWhole: false };
    copy(item, property, propertyNames);
  }
  return { properties, isWhole: true };
}

function copy(from: JsonObject, to: JsonObject, names: readonly (readonly [string, string])[]): void {
  for (const [name, newName] of names) {
    const value = from.get(name);
    if (value !== undefined && value !== null) to.set(newName, value);
  }
}
