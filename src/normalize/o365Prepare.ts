import { type JsonArray, JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { dropBlank } from "./dropEmpty.ts";
import { textOf } from "./ecsValue.ts";
import { jsonOfText } from "./jsonText.ts";
import { isJsonObject } from "./record.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

/**
 * A copy of a record in the form of `o365.audit`: lists of names and values as objects, numbers that are ids as text,
 * JSON texts read, times as times, and at last without null, empty texts, lists and objects.
 *
 * The order counts: a property whose old value is empty is kept with its new one.
 */
export function preparedO365(record: JsonObject): JsonObject {
  const audit: JsonObject = new Map(record);
  for (const key of idNumbers) replace(audit, key, idText);
  for (const [key, name] of objectNames) if (isJsonObject(audit.get(key))) rename(audit, key, name);
  for (const key of ["Parameters", "ExtendedProperties"]) replace(audit, key, (value) => namedValues(value));
  replace(audit, "ModifiedProperties", modifiedValues);
  replace(audit, "AlertLinks", alertLinks);
  replace(audit, "Platform", (value) => platforms.get(textOf(value) ?? "") ?? value);
  replace(audit, "Actions", actions);
  for (const key of ["AdditionalInfo", "OperationProperties"]) replace(audit, key, jsonOrValue);
  for (const key of times) replace(audit, key, timeText);
  replaceIn(audit, "RescanResult", "Timestamp", timeText);
  replaceIn(audit, "ExtendedProperties", "additionalDetails", jsonOrValue);
  if (textOf(audit.get("RecordType")) === "50") {
    rename(audit, "Messages", "ExchangeAggregatedMessages");
    rename(audit, "Folders", "ExchangeAggregatedFolders");
  }
  return dropBlank(audit);
}

const idNumbers = [
  "RecordType",
  "ActorYammerUserId",
  "TargetYammerUserId",
  "YammerNetworkId",
  "Version",
  "InternalLogonType",
  "LogonType",
  "RunningTime",
  "FileSize",
  "UserType",
  "AzureActiveDirectoryEventType",
  "ListBaseType",
];

/** Members that have another name where they are objects. */
const objectNames = [
  ["Sender", "SenderEntity"],
  ["Message", "MessageObject"],
] as const;

const times = ["EndTimeUtc", "LastUpdateTimeUtc", "StartTimeUtc", "StartTime", "FilteringDate"];

/** Microsoft's `Aip` schemas number them. */
const platforms: ReadonlyMap<string, string> = new Map([
  ["0", "Unknown"],
  ["1", "Windows"],
  ["2", "MacOS"],
  ["3", "iOS"],
  ["4", "Android"],
  ["5", "Web Browser"],
]);

type Change = (value: JsonValue) => JsonValue | undefined;

/** Puts another value in a member's place; undefined takes the member away. */
function replace(object: JsonObject, key: string, change: Change): void {
  const value = object.get(key);
  if (value === undefined || value === null) return;
  const changed = change(value);
  if (changed === undefined) object.delete(key);
  else object.set(key, changed);
}

function replaceIn(object: JsonObject, key: string, inner: string, change: Change): void {
  const value = object.get(key);
  if (!isJsonObject(value) || !value.has(inner)) return;
  const copy: JsonObject = new Map(value);
  replace(copy, inner, change);
  object.set(key, copy);
}

function rename(object: JsonObject, from: string, to: string): void {
  const value = object.get(from);
  if (value === undefined || value === null) return;
  object.delete(from);
  object.set(to, value);
}

/** A number's whole part as text. */
function idText(value: JsonValue): JsonValue {
  if (!(value instanceof JsonNumber)) return value;
  return value.isInteger ? value.text : String(Math.trunc(value.toNumber()));
}

/** `[{Name, Value}, …]` as an object; a text goes to `_raw`. */
function namedValues(value: JsonValue): JsonValue {
  if (typeof value === "string") return new Map([["_raw", value]]);
  if (!Array.isArray(value)) return value;
  const named: JsonObject = new Map();
  for (const pair of value) {
    const name = isJsonObject(pair) ? textOf(pair.get("Name")) : undefined;
    const held = isJsonObject(pair) ? (pair.get("Value") ?? null) : null;
    if (name !== undefined && held !== null) named.set(name, held);
  }
  return named;
}

/**
 * `[{Name, OldValue, NewValue}, …]` as an object of both values by name, spaces and dots in names as `_`.
 *
 * A property of which one value is null or missing is left out, as in Elastic's script.
 */
function modifiedValues(value: JsonValue): JsonValue | undefined {
  if (typeof value === "string") return new Map([["_raw", value]]);
  if (!Array.isArray(value)) return value;
  const modified: JsonObject = new Map();
  for (const property of value) {
    if (!isJsonObject(property)) continue;
    const name = textOf(property.get("Name"))?.replaceAll(/[ .]/g, "_");
    const newValue = property.get("NewValue") ?? null;
    const oldValue = property.get("OldValue") ?? null;
    if (name === undefined || newValue === null || oldValue === null) continue;
    modified.set(
      name,
      new Map([
        ["NewValue", newValue],
        ["OldValue", oldValue],
      ]),
    );
  }
  return modified.size > 0 ? modified : undefined;
}

/** The addresses of `[{AlertLinkHref}, …]`. */
function alertLinks(value: JsonValue): JsonValue | undefined {
  if (!Array.isArray(value)) return value;
  const links = value.flatMap((link) => (isJsonObject(link) ? (link.get("AlertLinkHref") ?? []) : []));
  const texts = links.filter((link) => typeof link === "string");
  return texts.length > 0 ? texts : undefined;
}

/** Actions of investigations come as JSON texts, in which one of two members `QueryTime` is for people. */
function actions(value: JsonValue): JsonValue {
  const list: JsonArray = Array.isArray(value) ? value : [value];
  const objects = list.filter(isJsonObject);
  const texts = list.filter((action) => typeof action === "string");
  return [...objects, ...texts.map((text) => jsonOfText(withoutQueryTime(text)) ?? text)];
}

/** The text without the `QueryTime` that is written with AM or PM. */
export function withoutQueryTime(text: string): string {
  return text.replaceAll(/,"QueryTime":"[0-9/]+\s\d+:\d+:\d+\s[AP]M"|"QueryTime":"[0-9/]+\s\d+:\d+:\d+\s[AP]M",/g, "");
}

/** What a JSON text holds; a text that is none is dropped, anything else stays. */
function jsonOrValue(value: JsonValue): JsonValue | undefined {
  return typeof value === "string" ? jsonOfText(value) : value;
}

function timeText(value: JsonValue): JsonValue | undefined {
  const ms = parseIsoTimestamp(textOf(value) ?? "");
  return ms === undefined ? undefined : printTimestamp(ms);
}
