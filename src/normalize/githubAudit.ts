import { parseAddress } from "../ecs/address.ts";
import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { beginDocument, eventOf, timeDetail } from "./addedFields.ts";
import { setUserAgent } from "./callerFields.ts";
import { dropBlank } from "./dropEmpty.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { convertGithub } from "./githubConversions.ts";
import { copyMembers, memberFields, moveMembers } from "./members.ts";
import type { Identity, NormalizedEvent, NormalizeOptions, Normalizer, Recognized, Rejected } from "./record.ts";
import { recordId } from "./recordId.ts";
import { addRelated } from "./related.ts";

/**
 * GitHub audit log events to ECS, as the GitHub integration's `audit` pipeline does it (elastic/integrations,
 * `packages/github/data_stream/audit`): whatever is not moved stands below `github` under its own name.
 *
 * `source.ip` is never set: the caller's address is `github.actor_ip`. Where the pipeline would give up over a value of
 * the wrong type, the value is left out; an action without a dot has no `github.category` and no `event.type`.
 */
export const githubAudit: Normalizer = { identify, normalize };

function identify({ dataset, record }: Recognized): Identity {
  const action = textOf(record.get("action"));
  return action === undefined || action === "" ? { dataset } : { dataset, action };
}

function normalize(recognized: Recognized, options: NormalizeOptions): NormalizedEvent | Rejected {
  const { record } = recognized;
  const atMs = unixMs(record.get("@timestamp")) ?? unixMs(record.get("created_at"));
  if (atMs === undefined) {
    const key = record.has("@timestamp") ? "@timestamp" : "created_at";
    return { kind: "rejected", reason: "no usable time", detail: timeDetail(record, key) };
  }
  const { document, original } = beginDocument(recognized, "github", atMs, options);
  fill(document, dropBlank(record), options);
  const id = textOf(record.get("_document_id")) || recordId(original);
  return eventOf(recognized, document, id, atMs);
}

/** Milliseconds since 1970, a number or its digits; undefined for any other time and beyond the year 9999. */
function unixMs(value: JsonValue | undefined): number | undefined {
  const text = value instanceof JsonNumber ? value.text : value;
  return typeof text === "string" && /^\d{1,15}$/.test(text) && Number(text) <= 253_402_300_799_999
    ? Number(text)
    : undefined;
}

const moved = memberFields([
  ["_document_id", "event.id"],
  ["action", "event.action"],
  ["actor", "user.name"],
  ["user", "user.target.name"],
  ["data.old_user", "user.target.group.name"],
  ["actor_location.country_code", "client.geo.country_iso_code"],
]);

const copied = memberFields([
  ["actor_id", "user.id"],
  ["user_id", "user.target.id"],
  ["transport_protocol_name", "network.protocol"],
]);

/** `kept` is a copy of the record without its empty members; it changes. */
function fill(document: EcsObject, kept: JsonObject, options: NormalizeOptions): void {
  kept.delete("@timestamp");
  kept.delete("created_at");
  convertGithub(kept);
  const named = kept.has("user");
  moveMembers(document, kept, moved);
  copyMembers(document, kept, copied);
  setJson(document, "github", kept);
  setAction(document);
  setGroup(document, named);
  const agent = textOf(kept.get("user_agent"));
  if (agent !== undefined) setUserAgent(document, agent, options);
  setRelated(document);
}

/** Actions that report a finding. */
const alertActions = ["code_scanning.alert_created", "secret_scanning_alert.create"];

function setAction(document: EcsObject): void {
  const action = textAt(document, "event.action");
  if (action !== undefined && alertActions.includes(action.toLowerCase())) setField(document, "event.kind", "alert");
  const parts = action === undefined ? null : /^([a-z_]+)\.(.*)/.exec(action);
  const category = parts?.[1];
  const isPeople = category === "team" || category === "org";
  setField(document, "event.category", ["configuration", "web", ...(isPeople ? ["iam"] : [])]);
  if (category !== undefined) setField(document, "github.category", category);
  if (action === undefined || parts !== null) setField(document, "event.type", typesOf(parts?.[2] ?? "", isPeople));
}

/** `event.type` by what the rest of the action contains, wherever in it. */
function typesOf(rest: string, isPeople: boolean): string[] {
  const types = [
    ...(isPeople ? ["group", "user"] : []),
    ...(rest.includes("create") || rest.includes("add") ? ["creation"] : []),
    ...(rest.includes("delete") || rest.includes("remove") ? ["deletion"] : []),
  ];
  return types.length > 0 ? types : ["change"];
}

/** The team or organisation that was acted on, and that of the user acted on, unless the event names an older one. */
function setGroup(document: EcsObject, namesUser: boolean): void {
  const action = textAt(document, "event.action") ?? "";
  const field = action.startsWith("team.") ? "github.team" : action.startsWith("org.") ? "github.org" : undefined;
  const group = field === undefined ? undefined : getField(document, field);
  if (group === undefined) return;
  setField(document, "group.name", group);
  if (namesUser && getField(document, "user.target.group.name") === undefined) {
    setField(document, "user.target.group.name", group);
  }
}

function setRelated(document: EcsObject): void {
  const users = ["user.name", "user.target.name", "github.actor_id", "github.user_id", "github.blocked_user"];
  addRelated(
    document,
    "related.user",
    users.map((field) => textAt(document, field)),
  );
  const addresses = ["github.actor_ip", "github.actor_location.ip"].map((field) => textAt(document, field));
  addRelated(
    document,
    "related.ip",
    addresses.filter((address) => address !== undefined && parseAddress(address) !== undefined),
  );
  addRelated(document, "related.hash", [textAt(document, "github.data.head_sha")]);
}

function textAt(document: EcsObject, field: string): string | undefined {
  const value = getField(document, field);
  return typeof value === "string" ? value : undefined;
}
