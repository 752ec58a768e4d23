import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonArray, JsonObject, JsonValue } from "../text/json.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { hashMapOrder } from "./javaMap.ts";
import { jsonOfText } from "./jsonText.ts";
import { copyMembers, memberFields } from "./members.ts";
import { isJsonObject } from "./record.ts";

const field = "okta.debug_context.debug_data";

const copied = memberFields([
  ["deviceFingerprint", `${field}.device_fingerprint`],
  ["requestId", `${field}.request_id`],
  ["requestUri", `${field}.request_uri`],
  ["threatSuspected", `${field}.threat_suspected`],
  ["url", `${field}.url`],
  ["dtHash", `${field}.dt_hash`],
  ["clientSecret", `${field}.client_secret`],
  ["requestedScopes", `${field}.requested_scopes`],
  ["grantedScopes", `${field}.granted_scopes`],
  ["grantType", `${field}.grant_type`],
  ["factor", `${field}.factor`],
]);

/**
 * Sets `okta.debug_context.debug_data.*` and the whole of it below `.flattened`, where Okta's texts of the form
 * `{New IP=POSITIVE, Velocity=NEGATIVE}` have become objects.
 *
 * Level and reasons of the risk come from `logOnlySecurityData` before `risk`; positive behaviours are a list in the order
 * of Java's HashMap.
 */
export function setDebugData(document: EcsObject, debug: JsonObject): void {
  const flattened: JsonObject = new Map(debug);
  const security = flattened.get("logOnlySecurityData");
  const parsed = typeof security === "string" ? jsonOfText(security) : undefined;
  if (parsed !== undefined) flattened.set("logOnlySecurityData", parsed);
  readBehaviors(flattened);
  readRisk(flattened);
  setJson(document, `${field}.flattened`, flattened);
  copyMembers(document, debug, copied);
  setRisk(document, flattened);
  const behaviors = positiveBehaviors(flattened.get("behaviors"));
  if (behaviors.length > 0) setField(document, `${field}.risk_behaviors`, behaviors);
}

function readBehaviors(flattened: JsonObject): void {
  const text = flattened.get("behaviors");
  const pairs = typeof text === "string" ? pairsOf(withoutBraces(text)) : undefined;
  if (pairs !== undefined) flattened.set("behaviors", pairs);
}

/** A risk whose reasons hold commas cannot be read as pairs: then its level and reasons are looked for. */
function readRisk(flattened: JsonObject): void {
  const risk = flattened.get("risk");
  if (typeof risk !== "string") return;
  const text = withoutBraces(risk);
  const pairs = pairsOf(text);
  const found = pairs ?? levelAndReasons(text);
  flattened.delete("risk");
  if (pairs === undefined) flattened.set("risk_object", risk);
  flattened.set("risk", found.size > 0 ? found : text);
}

function withoutBraces(text: string): string {
  return text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
}

/** `a=b, c=d` as the `kv` processor reads it; undefined when a part has no `=`. A key that is repeated has a list. */
function pairsOf(text: string): JsonObject | undefined {
  const pairs: JsonObject = new Map();
  for (const part of text.split(", ")) {
    const at = part.indexOf("=");
    if (at < 0) return undefined;
    const [key, value] = [part.slice(0, at), part.slice(at + 1)];
    const held = pairs.get(key);
    if (held === undefined) pairs.set(key, value);
    else if (Array.isArray(held)) held.push(value);
    else pairs.set(key, [held, value] satisfies JsonArray);
  }
  return pairs;
}

function levelAndReasons(text: string): JsonObject {
  const found: JsonObject = new Map();
  const level = /level=(\S+)/.exec(text)?.[1];
  if (level !== undefined) found.set("level", level);
  const start = text.indexOf("reasons=");
  if (start >= 0) found.set("reasons", reasonsOf(text.slice(start + "reasons=".length)));
  return found;
}

/** Up to the next `, key=`, or all of it. */
function reasonsOf(text: string): string {
  for (let at = text.indexOf(", "); at >= 0; at = text.indexOf(", ", at + 1)) {
    const word = text.slice(at + 2, endOfWord(text, at + 2));
    if (word.indexOf("=") > 0) return text.slice(0, at);
  }
  return text;
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/\s/.test(text[end]!)) end++;
  return end;
}

function setRisk(document: EcsObject, flattened: JsonObject): void {
  const risks = [valueAt(flattened, "logOnlySecurityData", "risk"), flattened.get("risk")].filter(isJsonObject);
  const level = firstText(risks, "level");
  if (level !== undefined) setField(document, `${field}.risk_level`, level);
  const reasons = splitReasons(firstText(risks, "reasons") ?? "");
  if (reasons.length > 0) setField(document, `${field}.risk_reasons`, reasons);
}

function firstText(objects: readonly JsonObject[], key: string): string | undefined {
  return objects.map((object) => textOf(object.get(key))).find((text) => text !== undefined && text !== "");
}

/** As Java splits: empty parts at the end are no parts. */
function splitReasons(text: string): string[] {
  const parts = text.split(",").map((part, at) => (at === 0 ? part : part.trimStart()));
  while (parts.at(-1) === "") parts.pop();
  return parts;
}

function positiveBehaviors(behaviors: JsonValue | undefined): string[] {
  if (!isJsonObject(behaviors)) return [];
  const keys = [...behaviors.keys()];
  return hashMapOrder(keys)
    .map((at) => keys[at]!)
    .filter((key) => behaviors.get(key) === "POSITIVE");
}
