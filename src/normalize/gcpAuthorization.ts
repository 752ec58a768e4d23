import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonArray, JsonObject, JsonValue } from "../text/json.ts";
import { setJson, valueAt } from "./ecsValue.ts";
import { isJsonObject } from "./record.ts";

/**
 * Sets `gcp.audit.authorization_info` and what is told from it: outcome, category and type (ecs-mapping facts §3).
 *
 * Needs `gcp.audit.status.code`. A category and a type come only from exactly one permission that was asked for, or from
 * a long operation; `record` is as delivered, for permissions without content count as well.
 */
export function setAuthorization(document: EcsObject, record: JsonObject, kept: JsonObject): void {
  setJson(document, "gcp.audit.authorization_info", renamed(valueAt(kept, "protoPayload", "authorizationInfo")));
  const granted = onlyPermission(valueAt(record, "protoPayload", "authorizationInfo"));
  setField(document, "event.outcome", outcome(document, granted));
  const operation = operationPhase(record.get("operation"));
  const category = [
    ...(operation === undefined ? [] : ["session"]),
    ...(granted === "none" ? [] : ["network", "configuration"]),
  ];
  const type = [
    ...(operation === "start" || operation === "end" ? [operation] : []),
    ...(granted === true ? ["access", "allowed"] : []),
    ...(granted === false ? ["access", "denied"] : []),
  ];
  if (category.length > 0) setField(document, "event.category", category);
  if (type.length > 0) setField(document, "event.type", type);
}

/** `resourceAttributes` renamed up to the first element without them: there the pipeline's loop ends. */
function renamed(info: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(info)) return info;
  const result: JsonArray = [...info];
  for (const [at, element] of info.entries()) {
    if (!isJsonObject(element) || !element.has("resourceAttributes")) break;
    const attributes = element.get("resourceAttributes")!;
    const copy: JsonObject = new Map(element);
    copy.delete("resourceAttributes");
    copy.set("resource_attributes", attributes);
    result[at] = copy;
  }
  return result;
}

/** Whether the only permission asked for was granted; `none` unless there was exactly one, undefined if it is not said. */
function onlyPermission(info: JsonValue | undefined): boolean | "none" | undefined {
  if (!Array.isArray(info) || info.length !== 1) return "none";
  const [element] = info;
  const granted = isJsonObject(element) ? element.get("granted") : undefined;
  return typeof granted === "boolean" ? granted : undefined;
}

function outcome(document: EcsObject, granted: boolean | "none" | undefined): string {
  const code = getField(document, "gcp.audit.status.code");
  if (code !== undefined) return code === 0 ? "success" : "failure";
  if (typeof granted !== "boolean") return "unknown";
  return granted ? "success" : "failure";
}

/** Where in a long operation the entry stands; undefined for one that is an operation by itself, or none. */
function operationPhase(operation: JsonValue | undefined): "start" | "end" | "middle" | undefined {
  if (!isJsonObject(operation)) return undefined;
  const first = operation.get("first") === true;
  const last = operation.get("last") === true;
  if (first && last) return undefined;
  if (first) return "start";
  return last ? "end" : "middle";
}
