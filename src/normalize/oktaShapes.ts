import type { JsonObject, JsonValue } from "../text/json.ts";
import { valueAt } from "./ecsValue.ts";
import { isJsonObject, type Recognition, type Shape } from "./record.ts";

/**
 * What a JSON object is in Okta's terms; undefined when it is no System Log event.
 *
 * Takes an event as the System Log API and log streams give it, one inside an event of EventBridge, and one inside the
 * call of an event hook; a call with several events is rejected by name, for one record is one event here.
 */
export function recognizeOkta(object: JsonObject): Recognition | undefined {
  if (logEvent(object) !== undefined) return recognized(object, "okta system log event");
  const bridged = typeof object.get("detail-type") === "string" ? logEvent(object.get("detail")) : undefined;
  if (bridged !== undefined) return recognized(bridged, "okta eventbridge");
  const events = valueAt(object, "data", "events");
  return Array.isArray(events) ? recognizeHook(events) : undefined;
}

function recognizeHook(events: readonly JsonValue[]): Recognition | undefined {
  const first = logEvent(events[0]);
  if (first === undefined) return undefined;
  if (events.length === 1) return recognized(first, "okta event hook");
  const detail = `it holds ${events.length} events; write those of data.events one to a line`;
  return { kind: "rejected", reason: "Okta event hook of several events", detail };
}

function recognized(record: JsonObject, shape: Shape): Recognition {
  return { kind: "recognized", shape, dataset: "okta.system", record, derived: [] };
}

/** The value, if it is a System Log event. */
function logEvent(value: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const isTimed = typeof value.get("eventType") === "string" && typeof value.get("published") === "string";
  return isTimed && (value.has("uuid") || isJsonObject(value.get("actor"))) ? value : undefined;
}
