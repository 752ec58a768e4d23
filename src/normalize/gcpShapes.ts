import { type JsonObject, type JsonValue, parseJson } from "../text/json.ts";
import { textOf } from "./ecsValue.ts";
import { isJsonObject, type Recognition, type Shape } from "./record.ts";

const auditLogType = "type.googleapis.com/google.cloud.audit.AuditLog";

/**
 * What a JSON object is in Google Cloud's terms; undefined when it is no log entry.
 *
 * Takes a LogEntry as `gcloud logging read` and sinks write it, or a Pub/Sub message that holds one. Entries whose payload
 * is no AuditLog are skipped, as the pipeline drops them; so are those of other logs, which Elastic sends elsewhere.
 */
export function recognizeGcp(object: JsonObject): Recognition | undefined {
  if (isLogEntry(object)) return recognizeEntry(object, "gcp log entry");
  const inside = messageOf(object);
  return inside !== undefined && isLogEntry(inside) ? recognizeEntry(inside, "gcp pubsub message") : undefined;
}

function isLogEntry(object: JsonObject): boolean {
  const payload = object.get("protoPayload");
  if (isJsonObject(payload) && (typeof payload.get("@type") === "string" || object.has("logName"))) return true;
  const isNamed = typeof object.get("logName") === "string" && object.has("timestamp");
  return isNamed && (object.has("jsonPayload") || object.has("textPayload"));
}

function recognizeEntry(record: JsonObject, shape: Shape): Recognition {
  return isAudit(record)
    ? { kind: "recognized", shape, dataset: "gcp.audit", record, derived: [] }
    : { kind: "skipped", reason: "Google Cloud log entry that is no audit log" };
}

/** Access Transparency entries have no AuditLog, but the pipeline reads them. */
function isAudit(record: JsonObject): boolean {
  const payload = record.get("protoPayload");
  if (!isJsonObject(payload)) return textOf(record.get("logName"))?.endsWith("%2Faccess_transparency") ?? false;
  const type = payload.get("@type") ?? undefined;
  return type === undefined || type === auditLogType;
}

/** The JSON in a Pub/Sub message: `{"message":{"data":"…base64…"}}`, as pushed, pulled or printed by `gcloud`. */
function messageOf(object: JsonObject): JsonObject | undefined {
  const message = object.get("message");
  const data = isJsonObject(message) ? message.get("data") : undefined;
  const text = typeof data === "string" ? textOfBase64(data) : undefined;
  const parsed = text === undefined ? undefined : parseJson(text);
  const value: JsonValue | undefined = parsed?.ok ? parsed.value : undefined;
  return isJsonObject(value) ? value : undefined;
}

function textOfBase64(data: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(atob(data), (unit) => unit.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
