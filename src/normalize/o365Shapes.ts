import { type JsonObject, type JsonValue, parseJson } from "../text/json.ts";
import { isJsonObject, type Recognition, type Rejected, type Shape } from "./record.ts";

/**
 * What a JSON object is in Microsoft 365's terms; undefined when it is no audit record.
 *
 * Takes a record as the Management Activity API gives it, and those of `Search-UnifiedAuditLog`, of Purview's export and
 * of Microsoft Graph's audit log query, which hold that same record in `AuditData`, as text or as it is.
 */
export function recognizeO365(object: JsonObject): Recognition | undefined {
  if (auditRecord(object) !== undefined) return recognized(object, "o365 audit record");
  const text = object.get("AuditData");
  if (typeof text === "string" && holders.some((key) => object.has(key))) return recognizeText(text);
  const data = auditRecord(object.get("auditData"));
  return data && recognized(data, "o365 graph audit record");
}

/** Columns that stand beside `AuditData`. */
const holders = ["RecordType", "Operations", "Operation", "CreationDate", "UserIds", "UserId"];

function recognizeText(text: string): Recognition {
  const parsed = parseJson(text);
  if (!parsed.ok) return broken(`AuditData: ${parsed.reason} at ${parsed.offset}`);
  const record = auditRecord(parsed.value);
  return record === undefined ? broken("AuditData is no audit record") : recognized(record, "o365 unified audit log");
}

function broken(detail: string): Rejected {
  return { kind: "rejected", reason: "broken unified audit log entry", detail };
}

function recognized(record: JsonObject, shape: Shape): Recognition {
  return { kind: "recognized", shape, dataset: "o365.audit", record, derived: [] };
}

/** The value, if it is an audit record. */
function auditRecord(value: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const isTimed = typeof value.get("Operation") === "string" && typeof value.get("CreationTime") === "string";
  return isTimed && ["RecordType", "Workload", "OrganizationId"].some((key) => value.has(key)) ? value : undefined;
}
