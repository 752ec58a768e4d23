import { getField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { isJsonObject } from "./record.ts";
import { addRelated } from "./related.ts";

/** Members whose text, or texts, are added to a list of the document, each once. */
const added: readonly (readonly [path: string, field: string])[] = [
  ["InternetMessageId", "email.message_id"],
  ["Item.InternetMessageId", "email.message_id"],
  ["NetworkMessageId", "email.local_id"],
  ["P1Sender", "email.sender.address"],
  ["Recipients", "email.to.address"],
  ["SenderIp", "related.ip"],
  ["SenderIP", "related.ip"],
  ["Subject", "email.subject"],
  ["Item.Subject", "email.subject"],
];

const addedPaths = added.map(([path, field]) => ({ keys: path.split("."), field }));

/** Where rules of a mailbox send what they catch. */
const forwards = ["ForwardAsAttachmentTo", "ForwardTo", "RedirectTo"];

/** Sets `email.*` from a record of any schema; attachments are not listed. */
export function setMail(document: EcsObject, audit: JsonObject): void {
  setIdentity(audit);
  for (const key of forwards) {
    const value = valueAt(audit, "Parameters", key);
    const addresses = typeof value === "string" ? value.split(";").map((address) => address.trim()) : [];
    addRelated(document, "email.to.address", addresses);
  }
  setJson(document, "email.from.address", valueAt(audit, "Parameters", "From"));
  for (const { keys, field } of addedPaths) addRelated(document, field, textsOf(valueAt(audit, ...keys)));
  addRelated(document, "email.sender.address", ofField(document, "source.user.email"));
  addRelated(document, "email.to.address", ofField(document, "destination.user.email"));
}

/** Commands that are given as one text name the message they are about as `-Identity "…"`. */
function setIdentity(audit: JsonObject): void {
  const text = valueAt(audit, "Parameters", "_raw");
  if (audit.has("NetworkMessageId") || typeof text !== "string") return;
  const identity = /^-?Identity\s"?(.*?)"?$/.exec(text)?.[1];
  if (identity !== undefined && identity !== "") audit.set("NetworkMessageId", identity);
}

function ofField(document: EcsObject, field: string): string[] {
  const value = getField(document, field);
  const list = Array.isArray(value) ? value : [value];
  return list.filter((element) => typeof element === "string");
}

function textsOf(value: JsonValue | undefined): (string | undefined)[] {
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}

/** Members of an investigation's entities, and where they go. */
const entityFields: readonly (readonly [key: string, field: string])[] = [
  ["InternetMessageId", "email.message_id"],
  ["NetworkMessageId", "email.local_id"],
  ["P1Sender", "email.sender.address"],
  ["P2Sender", "email.from.address"],
  ["Recipient", "email.to.address"],
  ["SenderIP", "related.ip"],
  ["Subject", "email.subject"],
  ["Upn", "related.user"],
];

/** Sets `email.*` and `related.*` from the entities of an investigation, and three lists of `o365.audit`. */
export function setEntities(document: EcsObject, audit: JsonObject, entities: JsonValue | undefined): void {
  if (!Array.isArray(entities)) return;
  const objects = entities.filter(isJsonObject);
  const valuesOf = (key: string) => objects.flatMap((entity) => entity.get(key) ?? []);
  for (const [key, field] of entityFields) addRelated(document, field, valuesOf(key).map(textOf));
  const recipients = valuesOf("Recipient");
  if (getField(document, "user.email") === undefined) setJson(document, "user.email", recipients);
  for (const key of ["OriginalDeliveryLocation", "PhishConfidenceLevel", "ThreatDetectionMethods"]) {
    const values = valuesOf(key);
    if (values.length > 0) audit.set(key, values);
  }
}
