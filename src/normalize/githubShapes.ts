import { JsonNumber, type JsonObject } from "../text/json.ts";
import { isJsonObject, type Recognition } from "./record.ts";

/**
 * What a JSON object is in GitHub's terms; undefined when it is no audit log event.
 *
 * The REST API, the export of the site and streams to storage give the same events: an `action` of two or more parts, a
 * time in milliseconds, and something of who did it where.
 */
export function recognizeGithub(object: JsonObject): Recognition | undefined {
  const action = object.get("action");
  if (typeof action !== "string" || !/^[a-z_]+\../.test(action)) return undefined;
  const time = object.get("@timestamp") ?? object.get("created_at");
  if (!(time instanceof JsonNumber) && typeof time !== "string") return undefined;
  if (!companions.some((key) => object.has(key)) || isJsonObject(object.get("actor"))) return undefined;
  return { kind: "recognized", shape: "github audit event", dataset: "github.audit", record: object, derived: [] };
}

const companions = ["_document_id", "actor", "actor_id", "org", "org_id", "business", "repo", "operation_type"];
