import type { JsonObject } from "../text/json.ts";
import { dynamic, lowerFirst, present, recordColumns } from "./azureColumns.ts";
import type { Adapted } from "./azureExportForm.ts";
import { valueAt } from "./ecsValue.ts";

const derived = ["labels.eqlite_adapted", "azure.auditlogs.category"];

/**
 * A `directoryAudit` of Microsoft Graph, which is what an export has as `properties`, brought to the form of exports.
 *
 * The tenant, the level and the duration are not in it and stay missing.
 */
export function adaptGraphAudit(audit: JsonObject): Adapted {
  const record = present({
    time: audit.get("activityDateTime"),
    operationName: audit.get("activityDisplayName"),
    category: "AuditLogs",
    resultDescription: audit.get("resultReason"),
    correlationId: audit.get("correlationId"),
    identity: initiator(audit),
    properties: audit,
  });
  return { record, derived };
}

function initiator(audit: JsonObject) {
  return valueAt(audit, "initiatedBy", "user", "displayName") ?? valueAt(audit, "initiatedBy", "app", "displayName");
}

const ownColumns = [
  "TenantId",
  "SourceSystem",
  "Type",
  "TableName",
  "Level",
  "Resource",
  "ResourceGroup",
  "_ResourceId",
];

/** A row of Log Analytics' `AuditLogs`; its `Category` is the property's, and `TenantId` the workspace's id. */
export function adaptLogAnalyticsAudit(row: JsonObject): Adapted {
  const record: JsonObject = new Map();
  const properties: JsonObject = new Map();
  for (const [column, value] of row) {
    if (value === null || value === "" || ownColumns.includes(column)) continue;
    const ofRecord = recordColumns[column];
    if (ofRecord !== undefined) record.set(ofRecord, value);
    else if (column === "AADOperationType") properties.set("operationType", value);
    else properties.set(lowerFirst(column), dynamic(value));
  }
  record.set("category", "AuditLogs");
  const correlation = properties.get("correlationId");
  if (correlation !== undefined) record.set("correlationId", correlation);
  record.set("properties", properties);
  return { record, derived };
}
