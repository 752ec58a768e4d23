import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { beginDocument, eventOf } from "./addedFields.ts";
import { addressText, setSourceAddress, setUserAgent } from "./callerFields.ts";
import { cloudtrailCategories } from "./cloudtrailCategories.ts";
import { setConverted, setCopies } from "./cloudtrailFields.ts";
import { setRelatedHosts } from "./cloudtrailHosts.ts";
import { setIdentity } from "./cloudtrailIdentity.ts";
import { prepareRecord, setParameters } from "./cloudtrailParameters.ts";
import { isEmptyText } from "./dropEmpty.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import type { Identity, NormalizedEvent, NormalizeOptions, Normalizer, Recognized, Rejected } from "./record.ts";
import { recordId } from "./recordId.ts";
import { addRelated } from "./related.ts";
import { parseIsoTimestamp } from "./timestamp.ts";

/**
 * CloudTrail records to ECS, as the AWS integration's `cloudtrail` pipeline does it (ecs-mapping facts §0 and §1).
 *
 * Entity fields (`*.entity.id`, `related.entity`) are not set: the pipeline sets them only with the tag
 * `actor_target_mapping`. Where the pipeline would give up over a value of the wrong type, the value is left out.
 */
export const awsCloudtrail: Normalizer = { identify, normalize };

function identify({ dataset, record }: Recognized): Identity {
  const provider = keptText(record, "eventSource");
  const action = keptText(record, "eventName");
  return { dataset, ...(provider === undefined ? {} : { provider }), ...(action === undefined ? {} : { action }) };
}

/** The text of a member that the drop rule would leave. */
function keptText(record: JsonObject, key: string): string | undefined {
  const text = textOf(record.get(key));
  return text === undefined || isEmptyText(text) ? undefined : text;
}

function normalize(recognized: Recognized, options: NormalizeOptions): NormalizedEvent | Rejected {
  const { record } = recognized;
  const eventTime = textOf(record.get("eventTime"));
  const atMs = eventTime === undefined ? undefined : parseIsoTimestamp(eventTime);
  if (atMs === undefined) return { kind: "rejected", reason: "no usable time", detail: timeDetail(eventTime) };
  const begun = beginDocument(recognized, "aws", atMs, options);
  const { document } = begun;
  setField(document, "cloud.provider", "aws");
  fill(document, prepareRecord(record), options);
  return eventOf(recognized, document, keptText(record, "eventID") ?? recordId(begun.original), atMs);
}

function timeDetail(eventTime: string | undefined): string {
  return eventTime === undefined
    ? "eventTime is missing"
    : `eventTime is not an ISO 8601 time: ${eventTime.slice(0, 64)}`;
}

/** What comes from the record, its empty members dropped. */
function fill(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  setCopies(document, record);
  setConverted(document, record);
  setIdentity(document, record);
  setParameters(document, record);
  setCall(document, record);
  setSource(document, record, options);
  const agent = textOf(record.get("userAgent"));
  if (agent !== undefined) setUserAgent(document, agent, options);
  setRelatedUsers(document, record);
  setRelatedHosts(document, record);
}

/** Provider, action and what follows from them; both are single texts, as {@link identify} answers them. */
function setCall(document: EcsObject, record: JsonObject): void {
  const provider = textOf(record.get("eventSource"));
  if (provider !== undefined) setField(document, "event.provider", provider);
  const action = textOf(record.get("eventName"));
  if (action !== undefined) setField(document, "event.action", action);
  setOutcome(document, record, action);
}

function setOutcome(document: EcsObject, record: JsonObject, action: string | undefined): void {
  const failed = record.has("errorCode") || record.has("errorMessage");
  const login = action === "ConsoleLogin" ? textOf(valueAt(record, "responseElements", "ConsoleLogin")) : undefined;
  setField(document, "event.outcome", login?.toLowerCase() ?? (failed ? "failure" : "success"));
  const known = action === undefined ? undefined : cloudtrailCategories.get(action);
  setField(document, "event.type", [...(known?.type ?? ["info"])]);
  if (known !== undefined) setField(document, "event.category", [...known.category]);
}

/** `sourceIPAddress` may also be a service's name or `AWS Internal`, which stays in `source.address` alone. */
function setSource(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  const ip = addressText(textOf(record.get("sourceIPAddress")));
  if (ip !== undefined) setSourceAddress(document, ip, options);
  const viaService = addressText(textOf(valueAt(record, "serviceEventDetails", "sourceIpAddress")));
  addRelated(document, "related.ip", [ip, viaService]);
}

/** After the session's name, which setIdentity has put first (ecs-mapping facts §1, order of `related.user`). */
function setRelatedUsers(document: EcsObject, record: JsonObject): void {
  addRelated(document, "related.user", [
    textOf(valueAt(record, "requestParameters", "userName")),
    textOf(valueAt(record, "requestParameters", "newUserName")),
    textOf(valueAt(record, "responseElements", "user", "userId")),
    ...["user.id", "user.name", "user.changes.name", "aws.cloudtrail.user_identity.on_behalf_of.user_id"].map(
      (field) => {
        const value = getField(document, field);
        return typeof value === "string" ? value : undefined;
      },
    ),
  ]);
}
