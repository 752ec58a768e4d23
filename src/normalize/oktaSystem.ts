import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { beginDocument, eventOf, timeDetail } from "./addedFields.ts";
import { addressText, setSourceAddress, setUserAgent } from "./callerFields.ts";
import { dropBlank } from "./dropEmpty.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { jsonOfText } from "./jsonText.ts";
import { copyMembers, memberFields } from "./members.ts";
import { oktaCategory } from "./oktaCategories.ts";
import { setDebugData } from "./oktaDebugData.ts";
import { setTargets } from "./oktaTargets.ts";
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
import { parseIsoTimestamp } from "./timestamp.ts";

/**
 * Okta System Log events to ECS, as the Okta integration's `system` pipeline does it (elastic/integrations,
 * `packages/okta/data_stream/system`), its debug data kept as flattened, which is the default.
 *
 * There is no `user.id` and no `event.provider`. `tags` are not set. Where the pipeline would give up over a value of the
 * wrong type, the value is left out.
 */
export const oktaSystem: Normalizer = { identify, normalize };

function identify({ dataset, record }: Recognized): Identity {
  const action = textOf(record.get("eventType"));
  return action === undefined || action === "" ? { dataset } : { dataset, action };
}

function normalize(recognized: Recognized, options: NormalizeOptions): NormalizedEvent | Rejected {
  const { record } = recognized;
  const atMs = parseIsoTimestamp(textOf(record.get("published")) ?? "");
  if (atMs === undefined) {
    return { kind: "rejected", reason: "no usable time", detail: timeDetail(record, "published") };
  }
  const { document, original } = beginDocument(recognized, "okta", atMs, options);
  fill(document, dropBlank(record), options);
  return eventOf(recognized, document, textOf(record.get("uuid")) || recordId(original), atMs);
}

const copied = memberFields([
  ["uuid", "event.id"],
  ["uuid", "okta.uuid"],
  ["displayMessage", "okta.display_message"],
  ["eventType", "event.action"],
  ["eventType", "okta.event_type"],
  ["actor.alternateId", "okta.actor.alternate_id"],
  ["actor.displayName", "okta.actor.display_name"],
  ["actor.id", "okta.actor.id"],
  ["actor.type", "okta.actor.type"],
  ["client.device", "okta.client.device"],
  ["client.id", "okta.client.id"],
  ["client.userAgent.browser", "okta.client.user_agent.browser"],
  ["client.userAgent.os", "okta.client.user_agent.os"],
  ["client.userAgent.rawUserAgent", "okta.client.user_agent.raw_user_agent"],
  ["client.zone", "okta.client.zone"],
  ["client.geographicalContext.geolocation", "client.geo.location"],
  ["client.geographicalContext.city", "client.geo.city_name"],
  ["client.geographicalContext.state", "client.geo.region_name"],
  ["client.geographicalContext.country", "client.geo.country_name"],
  ["outcome.reason", "okta.outcome.reason"],
  ["outcome.result", "okta.outcome.result"],
  ["transaction.id", "okta.transaction.id"],
  ["transaction.type", "okta.transaction.type"],
  ["transaction.detail.requestApiTokenId", "okta.transaction.detail.request_api_token_id"],
  ["authenticationContext.authenticationProvider", "okta.authentication_context.authentication_provider"],
  ["authenticationContext.authenticationStep", "okta.authentication_context.authentication_step"],
  ["authenticationContext.credentialProvider", "okta.authentication_context.credential_provider"],
  ["authenticationContext.credentialType", "okta.authentication_context.credential_type"],
  ["authenticationContext.externalSessionId", "okta.authentication_context.external_session_id"],
  // Not seen in the pipeline's stored versions; Elastic's rule on session replay asks for it by this name.
  ["authenticationContext.rootSessionId", "okta.authentication_context.root_session_id"],
  // The pipeline sends the interface here, and only where there is no provider.
  ["authenticationContext.interface", "okta.authentication_context.authentication_provider"],
  ["authenticationContext.issuer", "okta.authentication_context.issuer"],
  ["securityContext.asNumber", "okta.security_context.as.number"],
  ["securityContext.asOrg", "okta.security_context.as.organization.name"],
  ["securityContext.asOrg", "client.as.organization.name"],
  ["securityContext.domain", "okta.security_context.domain"],
  ["securityContext.domain", "client.domain"],
  ["securityContext.domain", "source.domain"],
  ["securityContext.isProxy", "okta.security_context.is_proxy"],
  ["securityContext.isp", "okta.security_context.isp"],
]);

function fill(document: EcsObject, kept: JsonObject, options: NormalizeOptions): void {
  copyMembers(document, kept, copied);
  setEvent(document, kept);
  setDevice(document, kept.get("device"));
  setClient(document, kept, options);
  setJson(document, "okta.request.ip_chain", ipChain(valueAt(kept, "request", "ipChain")));
  const debug = valueAt(kept, "debugContext", "debugData");
  if (isJsonObject(debug)) setDebugData(document, debug);
  setTargets(document, kept.get("target"));
  setActor(document, kept);
}

/** Results that count as outcomes, in any case; all others are unknown. */
const outcomes: ReadonlyMap<string, string> = new Map([
  ["success", "success"],
  ["allow", "success"],
  ["failure", "failure"],
  ["deny", "failure"],
]);

function setEvent(document: EcsObject, kept: JsonObject): void {
  const result = textOf(valueAt(kept, "outcome", "result"))?.toLowerCase() ?? "";
  setField(document, "event.outcome", outcomes.get(result) ?? "unknown");
  const { category, type } = oktaCategory(textOf(kept.get("eventType")) ?? "");
  if (category.length > 0) setField(document, "event.category", [...category]);
  if (type.length > 0) setField(document, "event.type", [...type]);
}

/** The device as it is; what its management says may come as JSON text. */
function setDevice(document: EcsObject, device: JsonValue | undefined): void {
  setJson(document, "okta.device", device);
  const integrator = isJsonObject(device) ? device.get("device_integrator") : undefined;
  const parsed = typeof integrator === "string" ? jsonOfText(integrator) : undefined;
  if (parsed !== undefined) setJson(document, "okta.device.device_integrator", parsed);
}

function setClient(document: EcsObject, kept: JsonObject, options: NormalizeOptions): void {
  const ip = addressText(textOf(valueAt(kept, "client", "ipAddress")));
  if (ip !== undefined) {
    setField(document, "okta.client.ip", ip);
    setField(document, "client.ip", ip);
    setSourceAddress(document, ip, options);
  }
  addRelated(document, "related.ip", [ip]);
  const agent = textOf(valueAt(kept, "client", "userAgent", "rawUserAgent"));
  if (agent !== undefined) setUserAgent(document, agent, options);
}

function ipChain(chain: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(chain) ? chain.map(ipChainLink) : chain;
}

function ipChainLink(link: JsonValue): JsonValue {
  if (!isJsonObject(link)) return link;
  const renamed = renamedKey(link, "geographicalContext", "geographical_context");
  const place = renamed.get("geographical_context");
  if (isJsonObject(place)) renamed.set("geographical_context", renamedKey(place, "postalCode", "postal_code"));
  return renamed;
}

function renamedKey(object: JsonObject, from: string, to: string): JsonObject {
  return new Map([...object].map(([key, value]) => [key === from ? to : key, value]));
}

/** The actor as user, source user and client user; the name is what grok's USER finds first in the alternate id. */
function setActor(document: EcsObject, kept: JsonObject): void {
  const id = textOf(valueAt(kept, "actor", "id"));
  const fullName = textOf(valueAt(kept, "actor", "displayName"));
  const name = /[a-zA-Z0-9._-]+/.exec(textOf(valueAt(kept, "actor", "alternateId")) ?? "")?.[0];
  for (const role of ["client.user", "source.user", "user"]) {
    if (name !== undefined) setField(document, `${role}.name`, name);
    if (fullName !== undefined) setField(document, `${role}.full_name`, fullName);
    if (id !== undefined && role !== "user") setField(document, `${role}.id`, id);
  }
  const target = getField(document, "user.target.full_name");
  addRelated(document, "related.user", [fullName, typeof target === "string" ? target : undefined, name]);
}
