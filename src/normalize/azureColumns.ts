import type { JsonObject, JsonValue } from "../text/json.ts";
import { jsonOfText } from "./jsonText.ts";
import { isJsonObject } from "./record.ts";

/** Columns of Log Analytics that are the record's own; of Entra's tables all others are its properties. */
export const recordColumns: Readonly<Record<string, string>> = {
  TimeGenerated: "time",
  ResourceId: "resourceId",
  OperationName: "operationName",
  OperationVersion: "operationVersion",
  ResultType: "resultType",
  ResultSignature: "resultSignature",
  ResultDescription: "resultDescription",
  DurationMs: "durationMs",
  AADTenantId: "tenantId",
  Identity: "identity",
  Location: "location",
};

/** A column's name as a property's. */
export function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/** The object or list in a JSON text; anything else as it is. */
export function dynamic(value: JsonValue): JsonValue {
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  const parsed = jsonOfText(value);
  return Array.isArray(parsed) || isJsonObject(parsed) ? parsed : value;
}

/** An object of the members that are there. */
export function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const object: JsonObject = new Map();
  for (const [name, value] of Object.entries(members))
    if (value !== undefined && value !== null) object.set(name, value);
  return object;
}
