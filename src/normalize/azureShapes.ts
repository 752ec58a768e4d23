import type { JsonObject } from "../text/json.ts";
import { adaptAzureLogAnalytics, adaptAzurePowershell, adaptAzureRest } from "./azureAdapters.ts";
import { adaptGraphAudit, adaptLogAnalyticsAudit } from "./azureAuditAdapter.ts";
import type { Adapted } from "./azureExportForm.ts";
import { azureStream, isAzureCategory, isAzureDataset } from "./azureRoute.ts";
import { adaptGraphSignIn, adaptLogAnalyticsSignIn, signInTables } from "./azureSignInAdapter.ts";
import { isJsonObject, type Recognition, type Shape } from "./record.ts";

interface AzureShape {
  readonly shape: Shape;
  readonly is: (object: JsonObject) => boolean;
  readonly adapt: (object: JsonObject) => Adapted;
}

/** Tried in order; the exports' own test is the widest and comes last. */
const shapes: readonly AzureShape[] = [
  { shape: "azure rest", is: isRest, adapt: adaptAzureRest },
  { shape: "azure log analytics", is: isLogAnalytics, adapt: adaptAzureLogAnalytics },
  { shape: "azure log analytics", is: isLogAnalyticsSignIn, adapt: adaptLogAnalyticsSignIn },
  { shape: "azure log analytics", is: isLogAnalyticsAudit, adapt: adaptLogAnalyticsAudit },
  { shape: "azure powershell", is: isPowershell, adapt: adaptAzurePowershell },
  { shape: "microsoft graph", is: isGraphSignIn, adapt: adaptGraphSignIn },
  { shape: "microsoft graph", is: isGraphAudit, adapt: adaptGraphAudit },
  { shape: "azure export", is: isExport, adapt: (record) => ({ record, derived: [] }) },
];

/**
 * Recognises one Azure record, whatever way it was got, and brings it to the form of exports.
 *
 * Answers undefined for what is not Azure's. Records of streams that we cannot produce (sign-ins, audit, firewall…) are
 * rejected by the name of the stream. Envelopes (`records`, `value`, arrays) are opened before.
 */
export function recognizeAzure(object: JsonObject): Recognition | undefined {
  const known = shapes.find(({ is }) => is(object));
  if (known === undefined) return unreadTable(object);
  const { record, derived } = known.adapt(object);
  const dataset = azureStream(record);
  if (!isAzureDataset(dataset)) return { kind: "rejected", reason: `${dataset} is not yet supported` };
  const recognized = { kind: "recognized", shape: known.shape, dataset, record, derived } as const;
  return record === object ? recognized : { ...recognized, original: object };
}

/** Tables of Log Analytics that hold events of the streams that we produce, but not as their exports hold them. */
const unreadTables: readonly string[] = [
  "AADGraphActivityLogs",
  "AADRiskyUsers",
  "AADUserRiskEvents",
  "ADFSSignInLogs",
  "AKSAudit",
  "AKSAuditAdmin",
  "AzureDiagnostics",
  "MicrosoftGraphActivityLogs",
];

function unreadTable(object: JsonObject): Recognition | undefined {
  const table = object.get("Type");
  if (typeof table !== "string" || !isText(object, "TimeGenerated") || !unreadTables.includes(table)) return undefined;
  return { kind: "rejected", reason: `table ${table} of Log Analytics is not yet supported` };
}

function isRest(object: JsonObject): boolean {
  const operation = object.get("operationName");
  return isText(object, "eventTimestamp") && isJsonObject(operation) && isText(operation, "value");
}

function isLogAnalytics(object: JsonObject): boolean {
  return (
    isText(object, "TimeGenerated") && (isText(object, "OperationNameValue") || object.get("Type") === "AzureActivity")
  );
}

function isLogAnalyticsSignIn(object: JsonObject): boolean {
  if (!isText(object, "TimeGenerated")) return false;
  const table = object.get("Type");
  if (typeof table === "string") return signInTables.has(table);
  return isText(object, "AppId") && object.has("ResultType") && object.has("ConditionalAccessStatus");
}

function isLogAnalyticsAudit(object: JsonObject): boolean {
  if (!isText(object, "TimeGenerated")) return false;
  const table = object.get("Type");
  if (typeof table === "string") return table === "AuditLogs";
  return object.has("TargetResources") && object.has("InitiatedBy") && isText(object, "OperationName");
}

/** The resource `signIn`, which has no `category` and no `time`. */
function isGraphSignIn(object: JsonObject): boolean {
  if (!isText(object, "createdDateTime") || object.has("category") || object.has("time")) return false;
  return isText(object, "appId") && isJsonObject(object.get("status")) && object.has("conditionalAccessStatus");
}

/** The resource `directoryAudit`. */
function isGraphAudit(object: JsonObject): boolean {
  if (!isText(object, "activityDateTime") || !isText(object, "activityDisplayName") || object.has("time")) return false;
  return object.has("initiatedBy") || object.has("targetResources");
}

function isPowershell(object: JsonObject): boolean {
  const operation = object.get("OperationName");
  const named = typeof operation === "string" || (isJsonObject(operation) && isText(operation, "Value"));
  return named && isText(object, "EventTimestamp") && (object.has("Claims") || object.has("ResourceId"));
}

/** A time and a category that the router knows, a resource id, or an operation with one of its companions. */
function isExport(object: JsonObject): boolean {
  const category = object.get("category") ?? object.get("Category") ?? object.get("CategoryValue");
  if (typeof category === "string" && isText(object, "EventTimeString")) return true;
  if (!isText(object, "time")) return isAzureCategory(category) && hasOtherTime(object);
  if (isAzureCategory(category)) return true;
  const resourceId = object.get("resourceId") ?? object.get("ResourceId");
  if (typeof resourceId === "string" && resourceId.startsWith("/")) return true;
  return isText(object, "operationName") && companions.some((key) => object.has(key));
}

/** Some services name the time of a sign-in otherwise (integrations #15083); Azure AD Graph's is in its properties. */
function hasOtherTime(object: JsonObject): boolean {
  const properties = object.get("properties");
  return isText(object, "createdDateTime") || (isJsonObject(properties) && isText(properties, "timeGenerated"));
}

const companions = ["category", "resultType", "callerIpAddress", "correlationId"];

function isText(object: JsonObject, key: string): boolean {
  return typeof object.get(key) === "string";
}
