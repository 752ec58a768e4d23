import { JsonNumber, type JsonObject, type JsonValue, parseJson } from "../text/json.ts";
import { type Adapted, exportForm } from "./azureExportForm.ts";
import { isJsonObject } from "./record.ts";
import { printTimestamp } from "./timestamp.ts";

/** A record as the REST API, the CLI and the portal give it: `operationName.value`, `status.value`. */
export function adaptAzureRest(record: JsonObject): Adapted {
  return exportForm({
    time: record.get("eventTimestamp"),
    operation: labelled(record.get("operationName")),
    category: labelled(record.get("category")),
    status: labelled(record.get("status")),
    subStatus: labelled(record.get("subStatus")),
    description: record.get("description"),
    address: member(record.get("httpRequest"), "clientIpAddress"),
    authorization: record.get("authorization"),
    claims: record.get("claims"),
    level: record.get("level"),
    correlationId: record.get("correlationId"),
    resourceId: record.get("resourceId"),
    tenantId: record.get("tenantId"),
    properties: record.get("properties"),
  });
}

/**
 * A row of Log Analytics' `AzureActivity`, whose claims, authorization, request and properties are JSON texts.
 *
 * `TenantId` there is the workspace's id, not the tenant's, and is left out.
 */
export function adaptAzureLogAnalytics(row: JsonObject): Adapted {
  const request = parsed(row.get("HTTPRequest"));
  return exportForm({
    time: row.get("TimeGenerated"),
    operation: filled(row, "OperationNameValue", "OperationName"),
    category: filled(row, "CategoryValue", "Category"),
    status: filled(row, "ActivityStatusValue", "ActivityStatus"),
    subStatus: filled(row, "ActivitySubstatusValue", "ActivitySubstatus"),
    description: undefined,
    address: filled(row, "CallerIpAddress") ?? member(request, "clientIpAddress"),
    authorization: parsed(filled(row, "Authorization", "Authorization_d")),
    claims: parsed(filled(row, "Claims", "Claims_d")),
    level: filled(row, "Level"),
    correlationId: filled(row, "CorrelationId"),
    resourceId: filled(row, "ResourceId", "_ResourceId"),
    properties: parsed(filled(row, "Properties", "Properties_d")),
  });
}

/** What PowerShell's `Get-AzActivityLog | ConvertTo-Json` prints: `Claims.Content`, `Properties.Content`. */
export function adaptAzurePowershell(record: JsonObject): Adapted {
  const request = record.get("HttpRequest");
  return exportForm({
    time: powershellTime(record.get("EventTimestamp")),
    operation: labelled(record.get("OperationName")),
    category: labelled(record.get("Category")),
    status: labelled(record.get("Status")),
    subStatus: labelled(record.get("SubStatus")),
    description: filled(record, "Description"),
    address: member(request, "ClientIpAddress"),
    authorization: lowerKeys(record.get("Authorization")),
    claims: content(record.get("Claims")),
    level: levelName(record.get("Level")),
    correlationId: record.get("CorrelationId"),
    resourceId: record.get("ResourceId"),
    tenantId: record.get("TenantId"),
    properties: content(record.get("Properties")),
  });
}

/** `{value, localizedValue}`, in either case, or the value itself. */
function labelled(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? (value.get("value") ?? value.get("Value")) : value;
}

function member(object: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(object) ? object.get(key) : undefined;
}

/** The first of the columns that holds something. */
function filled(row: JsonObject, ...columns: readonly string[]): JsonValue | undefined {
  return columns
    .map((column) => row.get(column))
    .find((value) => value !== undefined && value !== null && value !== "");
}

/** The object in a JSON text; anything else as it is. */
function parsed(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "string") return value;
  const result = parseJson(value);
  return result.ok && isJsonObject(result.value) ? result.value : value;
}

function content(value: JsonValue | undefined): JsonValue | undefined {
  const inner = member(value, "Content");
  return inner === undefined ? value : inner;
}

/** `/Date(1709950000000)/`, as Windows PowerShell prints times, in ISO 8601; others as they are. */
function powershellTime(time: JsonValue | undefined): JsonValue | undefined {
  const ticks = typeof time === "string" ? /^\/Date\((-?\d{1,14})\)\/$/.exec(time) : null;
  return ticks === null ? time : printTimestamp(Number(ticks[1]));
}

const levels = ["Critical", "Error", "Warning", "Informational", "Verbose"];

/** The name of a level that was printed as its number, 1 to 5. */
function levelName(level: JsonValue | undefined): JsonValue | undefined {
  return level instanceof JsonNumber ? (levels[level.toNumber() - 1] ?? level) : level;
}

/** `Action`, `Scope` and the like with a small first letter. */
function lowerKeys(value: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(value)) return value;
  return new Map([...value].map(([key, item]) => [key.slice(0, 1).toLowerCase() + key.slice(1), item]));
}
