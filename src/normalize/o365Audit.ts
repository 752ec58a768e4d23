import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { beginDocument, eventOf, timeDetail } from "./addedFields.ts";
import { setUserAgent } from "./callerFields.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { takeAt } from "./members.ts";
import { o365Action, o365Categories, o365Kind, o365Provider } from "./o365Actions.ts";
import { o365Code } from "./o365Codes.ts";
import { setData } from "./o365Data.ts";
import { setMail } from "./o365Mail.ts";
import { setEndpoints, setHost, setRelatedIds, setRelatedNames, setUserNames } from "./o365People.ts";
import { preparedO365 } from "./o365Prepare.ts";
import { setSchemaFields } from "./o365Schemas.ts";
import { setSeverity } from "./o365Severity.ts";
import type { Identity, NormalizedEvent, NormalizeOptions, Normalizer, Recognized, Rejected } from "./record.ts";
import { recordId } from "./recordId.ts";
import { parseIsoTimestamp } from "./timestamp.ts";

/**
 * Microsoft 365 audit records to ECS, as the o365 integration's `audit` pipeline does it (elastic/integrations,
 * `packages/o365/data_stream/audit`): whatever is not moved stands below `o365.audit` under its own name.
 *
 * Attachments of mails are not listed in `email.attachments`, and tenants have no names of the user's choice. Where the
 * pipeline would give up over a value of the wrong type, the value is left out.
 */
export const o365Audit: Normalizer = { identify, normalize };

function identify({ dataset, record }: Recognized): Identity {
  const provider = o365Provider(record);
  const action = o365Action(record);
  return { dataset, ...(provider === undefined ? {} : { provider }), ...(action === undefined ? {} : { action }) };
}

function normalize(recognized: Recognized, options: NormalizeOptions): NormalizedEvent | Rejected {
  const { record } = recognized;
  const atMs = parseIsoTimestamp(textOf(record.get("CreationTime")) ?? "");
  if (atMs === undefined) {
    return { kind: "rejected", reason: "no usable time", detail: timeDetail(record, "CreationTime") };
  }
  const { document, original } = beginDocument(recognized, "o365", atMs, options);
  fill(document, record, options);
  return eventOf(recognized, document, textOf(record.get("Id")) || recordId(original), atMs);
}

function fill(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  const audit = preparedO365(record);
  const code = o365Code(record);
  setEvent(document, record, code);
  setSeverity(document, audit);
  setSchemaFields(document, audit, code);
  setEndpoints(document, record, audit, code, options);
  setUserNames(document);
  setRelatedNames(document, audit);
  setAgent(document, audit, options);
  setHost(document, record, audit);
  setMail(document, audit);
  setData(document, audit);
  for (const key of ["Workload", "Operation"]) audit.delete(key);
  setJson(document, "o365.audit", audit);
  setRelatedIds(document);
}

function setEvent(document: EcsObject, record: JsonObject, code: string | undefined): void {
  const action = o365Action(record);
  const provider = o365Provider(record);
  const { category, type } = o365Categories(code, action);
  if (action !== undefined) setField(document, "event.action", action);
  if (provider !== undefined) setField(document, "event.provider", provider);
  if (code !== undefined) setField(document, "event.code", code);
  setField(document, "event.kind", o365Kind(code));
  setField(document, "event.category", category);
  setField(document, "event.type", type);
  const status = textOf(record.get("ResultStatus"))?.toLowerCase();
  setField(document, "event.outcome", status === "failed" || status === "false" ? "failure" : "success");
}

/** The user agent stands in one of three places; the first two are taken out of `o365.audit`. */
function setAgent(document: EcsObject, audit: JsonObject, options: NormalizeOptions): void {
  const own = textOf(takeAt(audit, ["UserAgent"]));
  const ofProperties = textOf(takeAt(audit, ["ExtendedProperties", "UserAgent"]));
  const ofDetails = textOf(valueAt(audit, "ExtendedProperties", "additionalDetails", "User-Agent"));
  const text = own ?? ofProperties ?? ofDetails;
  if (text !== undefined) setUserAgent(document, text, options);
}
