import { parseAddress } from "../ecs/address.ts";
import { getField, setField } from "../ecs/document.ts";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import { type JsonObject, printJson } from "../text/json.ts";
import { cloudtrailCategories } from "./cloudtrailCategories.ts";
import { setConverted, setCopies } from "./cloudtrailFields.ts";
import { setRelatedHosts } from "./cloudtrailHosts.ts";
import { setIdentity } from "./cloudtrailIdentity.ts";
import { prepareRecord, setParameters } from "./cloudtrailParameters.ts";
import { isEmptyText } from "./dropEmpty.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import type {
  Dataset,
  Identity,
  NormalizedEvent,
  NormalizeOptions,
  Normalizer,
  Recognized,
  Rejected,
} from "./record.ts";
import { recordId } from "./recordId.ts";
import { addRelated } from "./related.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

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
  const { dataset, record, derived } = recognized;
  const eventTime = textOf(record.get("eventTime"));
  const atMs = eventTime === undefined ? undefined : parseIsoTimestamp(eventTime);
  if (atMs === undefined) return { kind: "rejected", reason: "no usable time", detail: timeDetail(eventTime) };
  const document = emptyObject();
  const original = printJson(record);
  setAdded(document, dataset, original, printTimestamp(atMs), options);
  fill(document, prepareRecord(record), options);
  const id = keptText(record, "eventID") ?? recordId(original);
  return { kind: "event", dataset, document, id, atMs, derived };
}

function timeDetail(eventTime: string | undefined): string {
  return eventTime === undefined
    ? "eventTime is missing"
    : `eventTime is not an ISO 8601 time: ${eventTime.slice(0, 64)}`;
}

/** What the shipper, the index and the pipeline's constants add. */
function setAdded(
  document: EcsObject,
  dataset: Dataset,
  original: string,
  time: string,
  options: NormalizeOptions,
): void {
  setField(document, "@timestamp", time);
  setField(document, "ecs.version", "8.11.0");
  setField(document, "data_stream.type", "logs");
  setField(document, "data_stream.dataset", dataset);
  setField(document, "data_stream.namespace", "default");
  setField(document, "event.dataset", dataset);
  setField(document, "event.module", "aws");
  setField(document, "event.kind", "event");
  setField(document, "event.original", original);
  if (options.ingested !== "none") setField(document, "event.ingested", time);
  setField(document, "cloud.provider", "aws");
}

/** What comes from the record, its empty members dropped. */
function fill(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  setCopies(document, record);
  setConverted(document, record);
  setIdentity(document, record);
  setParameters(document, record);
  setCall(document, record);
  setSource(document, record, options);
  setUserAgent(document, record, options);
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
  if (ip !== undefined) {
    setField(document, "source.ip", ip);
    const found = options.geo?.(ip);
    if (found?.geo !== undefined) setField(document, "source.geo", found.geo);
    if (found?.as !== undefined) setField(document, "source.as", found.as);
  }
  const viaService = addressText(textOf(valueAt(record, "serviceEventDetails", "sourceIpAddress")));
  addRelated(document, "related.ip", [ip, viaService]);
}

function addressText(text: string | undefined): string | undefined {
  return text !== undefined && parseAddress(text) !== undefined ? text : undefined;
}

function setUserAgent(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  const original = textOf(record.get("userAgent"));
  if (original === undefined) return;
  if (options.userAgent === undefined) setField(document, "user_agent.original", original);
  else setField(document, "user_agent", options.userAgent(original));
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
