import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { exportStatus } from "./azureStatus.ts";
import { isJsonObject } from "./record.ts";

/** What the other shapes say, under the names that exports use; absent where they say nothing. */
export interface AzureParts {
  readonly time: JsonValue | undefined;
  readonly operation: JsonValue | undefined;
  readonly category: JsonValue | undefined;
  readonly status: JsonValue | undefined;
  readonly subStatus: JsonValue | undefined;
  readonly description: JsonValue | undefined;
  readonly address: JsonValue | undefined;
  readonly authorization: JsonValue | undefined;
  readonly claims: JsonValue | undefined;
  readonly level: JsonValue | undefined;
  readonly correlationId: JsonValue | undefined;
  readonly resourceId: JsonValue | undefined;
  readonly tenantId?: JsonValue | undefined;
  readonly properties: JsonValue | undefined;
}

/** An adapted record and the ECS names of what was made up on the way. */
export interface Adapted {
  readonly record: JsonObject;
  readonly derived: readonly string[];
}

/**
 * Brings a record of another shape to the form of exports, which is the only one that Elastic's pipeline reads.
 *
 * Follows Microsoft's table of the two schemas, and does what rules need beyond it: status words become the export's,
 * operation and resource id become upper case, as exports have them (ecs-mapping facts §2). A missing category means
 * Administrative; the duration is 0, as in the table. `authorization.evidence` is never made up.
 */
export function exportForm(parts: AzureParts): Adapted {
  const derived = new Set<string>(["labels.eqlite_adapted", "event.duration"]);
  const record: JsonObject = new Map();
  const put = (key: string, value: JsonValue | undefined) => {
    if (value !== undefined && value !== null) record.set(key, value);
  };
  put("time", parts.time);
  put("resourceId", changed(parts.resourceId, toUpper, resourceFields, derived));
  put("operationName", changed(parts.operation, toUpper, operationFields, derived));
  put("category", parts.category ?? "Administrative");
  if (parts.category === undefined || parts.category === null) derived.add("azure.activitylogs.category");
  put("resultType", changed(parts.status, exportStatus, statusFields, derived));
  put("resultSignature", parts.subStatus);
  put("resultDescription", parts.description);
  record.set("durationMs", new JsonNumber("0"));
  put("callerIpAddress", parts.address);
  put("correlationId", parts.correlationId);
  put("identity", identity(parts));
  put("level", parts.level);
  put("tenantId", parts.tenantId);
  put("properties", withCategory(parts.properties, parts.category));
  return { record, derived: [...derived] };
}

const resourceFields = [
  "azure.resource.id",
  "azure.resource.group",
  "azure.resource.provider",
  "azure.resource.name",
  "azure.resource.namespace",
  "azure.resource.authorization_rule",
  "azure.subscription_id",
  "related.entity",
];
const operationFields = ["event.action", "azure.activitylogs.operation_name"];
const statusFields = ["event.outcome", "azure.activitylogs.result_type"];

function toUpper(text: string): string {
  return text.toUpperCase();
}

/** The changed text; its fields count as derived when it is not what was sent. */
function changed(
  value: JsonValue | undefined,
  change: (text: string) => string,
  fields: readonly string[],
  derived: Set<string>,
): JsonValue | undefined {
  if (typeof value !== "string") return value;
  const result = change(value);
  if (result !== value) for (const field of fields) derived.add(field);
  return result;
}

function identity({ authorization, claims }: AzureParts): JsonObject | undefined {
  const result: JsonObject = new Map();
  if (isJsonObject(authorization)) result.set("authorization", authorization);
  if (isJsonObject(claims)) result.set("claims", claims);
  return result.size > 0 ? result : undefined;
}

/** `properties.eventCategory` is where exports keep the category of old records. */
function withCategory(properties: JsonValue | undefined, category: JsonValue | undefined): JsonValue | undefined {
  if (typeof category !== "string" || (properties !== undefined && properties !== null && !isJsonObject(properties))) {
    return properties;
  }
  const result: JsonObject = new Map(properties ?? []);
  if (!result.has("eventCategory")) result.set("eventCategory", category);
  return result;
}
