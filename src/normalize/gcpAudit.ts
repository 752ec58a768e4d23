import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { beginDocument, eventOf, timeDetail } from "./addedFields.ts";
import { addressText, setSourceAddress, setUserAgent } from "./callerFields.ts";
import { dropBlank } from "./dropEmpty.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { setAccess } from "./gcpAccess.ts";
import { setAuthorization } from "./gcpAuthorization.ts";
import { setOrchestrator } from "./gcpOrchestrator.ts";
import { copyMembers, memberFields } from "./members.ts";
import {
  type Identity,
  isJsonObject,
  type NormalizedEvent,
  type NormalizeOptions,
  type Normalizer,
  type Recognized,
  type Rejected,
} from "./record.ts";
import { recordId } from "./recordId.ts";
import { addRelated } from "./related.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

/**
 * Google Cloud audit log entries to ECS, as the GCP integration's `audit` pipeline does it (ecs-mapping facts §3;
 * elastic/integrations, `packages/gcp/data_stream/audit`).
 *
 * `gcp.audit.resource_name` is set for Kubernetes too, as current versions do: the rules on GKE need it. Entity fields
 * (`related.entity`, `*.entity.id`) are not set. Where the pipeline would give up over a value of the wrong type, the
 * value is left out.
 */
export const gcpAudit: Normalizer = { identify, normalize };

function identify({ dataset, record }: Recognized): Identity {
  const provider = providerOf(record);
  const action = actionOf(record);
  return { dataset, ...(provider === undefined ? {} : { provider }), ...(action === undefined ? {} : { action }) };
}

/** The kind of audit log: what follows the first `%2F` of its name. */
function providerOf(record: JsonObject): string | undefined {
  const name = record.get("logName");
  const slash = typeof name === "string" ? name.indexOf("%2F") : -1;
  const provider = slash < 0 ? "" : String(name).slice(slash + 3);
  return provider === "" ? undefined : provider;
}

function actionOf(record: JsonObject): string | undefined {
  const method = textOf(valueAt(record, "protoPayload", "methodName"));
  return method || textOf(valueAt(record, "jsonPayload", "access", "methodName")) || undefined;
}

function normalize(recognized: Recognized, options: NormalizeOptions): NormalizedEvent | Rejected {
  const { record } = recognized;
  const atMs = parseIsoTimestamp(textOf(record.get("timestamp")) ?? "");
  if (atMs === undefined) {
    return { kind: "rejected", reason: "no usable time", detail: timeDetail(record, "timestamp") };
  }
  const { document, original } = beginDocument(recognized, "gcp", atMs, options);
  fill(document, record, options);
  return eventOf(recognized, document, entryId(record) ?? recordId(original), atMs);
}

/**
 * Entries are the same when log, time and insert id are (Google's LogEntry reference, `insertId`), so that an entry
 * read from a sink and one read by `gcloud` count once.
 */
function entryId(record: JsonObject): string | undefined {
  const insertId = textOf(record.get("insertId"));
  if (insertId === undefined || insertId === "") return undefined;
  return recordId([record.get("logName"), record.get("timestamp"), insertId].map((part) => String(part)).join("\n"));
}

/** Members that become fields as they are. */
const copied = memberFields([
  ["insertId", "event.id"],
  ["logName", "log.logger"],
  ["severity", "log.level"],
  ["resource.labels.project_id", "cloud.project.id"],
  ["resource.labels.instance_id", "cloud.instance.id"],
  ["resource.labels.location", "cloud.availability_zone"],
  ["resource.labels.resource_container", "gcp.audit.resource.labels.resource_container"],
  ["resource.type", "gcp.audit.resource.type"],
  ["labels", "gcp.audit.labels"],
  ["protoPayload.@type", "gcp.audit.type"],
  ["protoPayload.authenticationInfo.principalEmail", "client.user.email"],
  ["protoPayload.authenticationInfo.principalSubject", "client.user.id"],
  ["protoPayload.authenticationInfo.authoritySelector", "gcp.audit.authentication_info.authority_selector"],
  ["protoPayload.authenticationInfo.serviceAccountKeyName", "gcp.audit.authentication_info.service_account_key_name"],
  [
    "protoPayload.authenticationInfo.serviceAccountDelegationInfo",
    "gcp.audit.authentication_info.service_account_delegation_info",
  ],
  ["protoPayload.authenticationInfo.thirdPartyPrincipal", "gcp.audit.authentication_info.third_party_principal"],
  ["protoPayload.metadata", "gcp.audit.metadata"],
  [
    "protoPayload.policyViolationInfo.orgPolicyViolationInfo.violationInfo",
    "gcp.audit.policy_violation_info.violations",
  ],
  ["protoPayload.policyViolationInfo.orgPolicyViolationInfo.payload", "gcp.audit.policy_violation_info.payload"],
  [
    "protoPayload.policyViolationInfo.orgPolicyViolationInfo.resourceType",
    "gcp.audit.policy_violation_info.resource_type",
  ],
  [
    "protoPayload.policyViolationInfo.orgPolicyViolationInfo.resourceTags",
    "gcp.audit.policy_violation_info.resource_tags",
  ],
  ["protoPayload.serviceData.policyDelta.bindingDeltas", "gcp.audit.service_data.policy_delta.binding_deltas"],
  ["protoPayload.resourceName", "gcp.audit.resource_name"],
  ["protoPayload.resourceLocation.currentLocations", "gcp.audit.resource_location.current_locations"],
  ["protoPayload.serviceName", "service.name"],
  ["protoPayload.status.message", "gcp.audit.status.message"],
  ["protoPayload.status.details", "gcp.audit.status.details"],
]);

function fill(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  const kept = dropBlank(record, isDots);
  setField(document, "cloud.provider", "gcp");
  copyMembers(document, kept, copied);
  setCall(document, record, kept);
  setOrchestrator(document, kept);
  setAuthorization(document, record, kept);
  setAccess(document, kept);
  setCaller(document, kept, options);
}

/** Keys of dots alone, which Elasticsearch cannot index, are dropped with what they hold. */
function isDots(key: string): boolean {
  return /^\.+$/.test(key);
}

function setCall(document: EcsObject, record: JsonObject, kept: JsonObject): void {
  const provider = providerOf(record);
  if (provider !== undefined) setField(document, "event.provider", provider);
  const action = actionOf(record);
  if (action !== undefined) setField(document, "event.action", action);
  setLong(document, "gcp.audit.num_response_items", valueAt(kept, "protoPayload", "numResponseItems"));
  setLong(document, "gcp.audit.status.code", valueAt(kept, "protoPayload", "status", "code"));
  setBody(document, "gcp.audit.request", valueAt(kept, "protoPayload", "request"), "policy");
  setBody(document, "gcp.audit.response", valueAt(kept, "protoPayload", "response"), "status");
  const operation = textOf(valueAt(kept, "operation", "id"));
  const id = getField(document, "event.id");
  if (operation !== undefined && id !== undefined && id !== operation) {
    setField(document, "gcp.audit.logentry_operation.id", operation);
  }
  const received = parseIsoTimestamp(textOf(kept.get("receiveTimestamp")) ?? "");
  if (received !== undefined) setField(document, "gcp.audit.receive_timestamp", printTimestamp(received));
}

/** A request or response. A member that is mostly an object moves to `<member>_value` where it is none. */
function setBody(document: EcsObject, field: string, body: JsonValue | undefined, member: string): void {
  const value = isJsonObject(body) ? body.get(member) : undefined;
  if (!isJsonObject(body) || value === undefined || isJsonObject(value)) {
    setJson(document, field, body);
    return;
  }
  const moved: JsonObject = new Map(body);
  moved.delete(member);
  moved.set(`${member}_value`, value);
  setJson(document, field, moved);
}

/** A whole number, or the digits of one, as the `convert` processor makes a long of it. */
function setLong(document: EcsObject, field: string, value: JsonValue | undefined): void {
  if (value instanceof JsonNumber && value.isInteger) setJson(document, field, value);
  else if (typeof value === "string" && /^[+-]?\d{1,18}$/.test(value)) {
    setJson(document, field, new JsonNumber(BigInt(value.replace("+", "")).toString()));
  }
}

/** Addresses inside Google's network are the words `gce-internal-ip` or `private`, and count as none. */
function setCaller(document: EcsObject, kept: JsonObject, options: NormalizeOptions): void {
  const ofAudit = addressText(textOf(valueAt(kept, "protoPayload", "requestMetadata", "callerIp")));
  const ip = addressText(textOf(valueAt(kept, "jsonPayload", "access", "callerIp"))) ?? ofAudit;
  if (ip !== undefined) setSourceAddress(document, ip, options);
  const agent = textOf(valueAt(kept, "protoPayload", "requestMetadata", "callerSuppliedUserAgent"));
  const text = agent ?? textOf(valueAt(kept, "jsonPayload", "access", "userAgent"));
  if (text !== undefined) setUserAgent(document, text, options);
  const email = getField(document, "client.user.email");
  const id = getField(document, "client.user.id");
  if (email !== undefined) setField(document, "user.email", email);
  if (id !== undefined) setField(document, "user.id", id);
  addRelated(document, "related.ip", [ip]);
  addRelated(document, "related.user", [typeof email === "string" ? email : undefined]);
}
