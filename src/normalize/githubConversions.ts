import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { addressText } from "./callerFields.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import { takeAt } from "./members.ts";
import { isJsonObject } from "./record.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

/** Answers the converted value, or undefined when it cannot be converted: then the pipeline drops it. */
type Conversion = (value: JsonValue) => JsonValue | undefined;

const conversions: readonly (readonly [Conversion, names: string])[] = [
  [asBoolean, "repository_public active actor_is_bot audit_log_stream_enabled public_repo"],
  [
    asTexts,
    `actor_id business_id org_id user_id events hook_id version data.trigger_id data.workflow_id data.workflow_run_id
    pull_request_id repo_id repositories_added repositories_removed token_id audit_log_stream_id ruleset_id`,
  ],
  [asLong, "transport_protocol"],
  [(value) => addressText(textOf(value)), "actor_ip actor_location.ip"],
  [asDate, "data.started_at"],
];

const table = conversions.flatMap(([convert, names]) =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => ({ keys: name.split("."), convert })),
);

/** Brings members of an event to the types that GitHub's streams and its API write differently; the record changes. */
export function convertGithub(record: JsonObject): void {
  const events = record.get("events");
  if (Array.isArray(events) && isJsonObject(events[0])) {
    record.delete("events");
    record.set("events_object", events);
  }
  if (!record.has("team")) moveTeam(record);
  for (const { keys, convert } of table) convertAt(record, keys, convert);
}

function moveTeam(record: JsonObject): void {
  const team = takeAt(record, ["data", "team"]);
  if (team !== undefined) record.set("team", team);
}

function convertAt(record: JsonObject, keys: readonly string[], convert: Conversion): void {
  const parent = keys.length === 1 ? record : valueAt(record, ...keys.slice(0, -1));
  const last = keys.at(-1)!;
  if (!isJsonObject(parent) || !parent.has(last)) return;
  const converted = convert(parent.get(last)!);
  if (converted === undefined) parent.delete(last);
  else parent.set(last, converted);
}

function asBoolean(value: JsonValue): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  return text === "true" || text === "false" ? text === "true" : undefined;
}

/** Scalars as texts, one or a list of them; an object stays what it is. */
function asTexts(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((element) => textOf(element) ?? element);
  return textOf(value) ?? value;
}

function asLong(value: JsonValue): JsonValue | undefined {
  const text = textOf(value);
  return text !== undefined && /^-?\d{1,18}$/.test(text) ? new JsonNumber(BigInt(text).toString()) : undefined;
}

function asDate(value: JsonValue): string | undefined {
  const ms = parseIsoTimestamp(textOf(value) ?? "");
  return ms === undefined ? undefined : printTimestamp(ms);
}
