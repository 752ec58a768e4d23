import type { JsonObject } from "../text/json.ts";
import { adaptAzureLogAnalytics, adaptAzurePowershell, adaptAzureRest } from "./azureAdapters.ts";
import type { Adapted } from "./azureExportForm.ts";
import { azureStream, isAzureCategory, isAzureDataset } from "./azureRoute.ts";
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
  { shape: "azure powershell", is: isPowershell, adapt: adaptAzurePowershell },
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
  if (known === undefined) return undefined;
  const { record, derived } = known.adapt(object);
  const dataset = azureStream(record);
  if (!isAzureDataset(dataset)) return { kind: "rejected", reason: `${dataset} is not yet supported` };
  const recognized = { kind: "recognized", shape: known.shape, dataset, record, derived } as const;
  return record === object ? recognized : { ...recognized, original: object };
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

function isPowershell(object: JsonObject): boolean {
  const operation = object.get("OperationName");
  const named = typeof operation === "string" || (isJsonObject(operation) && isText(operation, "Value"));
  return named && isText(object, "EventTimestamp") && (object.has("Claims") || object.has("ResourceId"));
}

/** A time and a category that the router knows, a resource id, or an operation with one of its companions. */
function isExport(object: JsonObject): boolean {
  if (!isText(object, "time")) return false;
  const category = object.get("category") ?? object.get("Category") ?? object.get("CategoryValue");
  if (isAzureCategory(category)) return true;
  const resourceId = object.get("resourceId") ?? object.get("ResourceId");
  if (typeof resourceId === "string" && resourceId.startsWith("/")) return true;
  return isText(object, "operationName") && companions.some((key) => object.has(key));
}

const companions = ["category", "resultType", "callerIpAddress", "correlationId"];

function isText(object: JsonObject, key: string): boolean {
  return typeof object.get(key) === "string";
}
