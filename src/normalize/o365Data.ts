import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { addressText } from "./callerFields.ts";
import { dropBlank } from "./dropEmpty.ts";
import { textOf } from "./ecsValue.ts";
import { jsonOfText } from "./jsonText.ts";
import { setEntities } from "./o365Mail.ts";
import { withoutQueryTime } from "./o365Prepare.ts";
import { isJsonObject } from "./record.ts";
import { addRelated } from "./related.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

/** Members of an alert's data that have a field of their own. */
const knownKeys: ReadonlySet<string> = new Set(
  `ad af aii ail alk als an at cid cpid dm dpn eid etps etype f3u fvs imsgid lon mat md ms od op ot plk pud reid rid sev
  sict sid sip sitmi srt ssic suid tdc te thn tht tid tpid tpt trc ts tsd ttdt ttr upfc upfv ut von wl zfh zfn zmfh zmfn
  zu`.split(/\s+/),
);

const timeKeys: ReadonlySet<string> = new Set(["at", "md", "te", "ts", "ttdt"]);

/**
 * Reads `Data`, which alerts and investigations have as JSON text: all of it goes to `o365.audit.Data.flattened`, what is
 * known beside it, and mails and users to `email.*` and `related.*`. A `Data` that is no JSON is dropped.
 */
export function setData(document: EcsObject, audit: JsonObject): void {
  const text = audit.get("Data");
  audit.delete("Data");
  if (typeof text !== "string") return;
  const isInvestigation = textOf(audit.get("RecordType")) === "64";
  const data = jsonOfText(isInvestigation ? withoutQueryTime(text) : text);
  if (data === undefined || data === null) return;
  const held: JsonObject = new Map([["flattened", data]]);
  if (isJsonObject(data)) setKnown(document, audit, held, data);
  const kept = dropBlank(held);
  if (kept.size > 0) audit.set("Data", kept);
}

function setKnown(document: EcsObject, audit: JsonObject, held: JsonObject, data: JsonObject): void {
  for (const [key, value] of data) {
    const converted = knownKeys.has(key) ? convert(key, value) : undefined;
    if (converted !== undefined) held.set(key, converted);
  }
  const at = (key: string) => textOf(data.get(key));
  for (const key of ["f3u", "suid", "tsd", "trc"]) addRelated(document, "related.user", [mailAddress(at(key))]);
  addRelated(document, "email.sender.address", [at("tsd")]);
  addRelated(document, "email.to.address", [at("trc")]);
  addRelated(document, "email.local_id", [at("aii")]);
  addRelated(document, "email.message_id", [at("imsgid")]);
  addRelated(document, "email.subject", [at("ms")]);
  const user = mailAddress(at("f3u"));
  if (user !== undefined && getField(document, "user.email") === undefined) setField(document, "user.email", user);
  setEntities(document, audit, data.get("Entities"));
}

function convert(key: string, value: JsonValue): JsonValue | undefined {
  if (key === "sip") return addressText(textOf(value));
  if (!timeKeys.has(key)) return value;
  const ms = parseIsoTimestamp(textOf(value)?.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\dZ)$/, "$1T$2") ?? "");
  return ms === undefined ? undefined : printTimestamp(ms);
}

function mailAddress(text: string | undefined): string | undefined {
  return text?.split("@").length === 2 ? text : undefined;
}
