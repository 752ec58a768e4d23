import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { putText, setAzureUserAgent, setSourceIp } from "./azureMembers.ts";
import { parseAzureTimestamp } from "./azureTimestamp.ts";
import { addressText } from "./callerFields.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { taken } from "./members.ts";
import type { NormalizeOptions } from "./record.ts";
import { addRelated } from "./related.ts";
import { printTimestamp } from "./timestamp.ts";
import { uriParts } from "./uriParts.ts";

/**
 * What the pipelines of Microsoft Graph and of Azure AD Graph have in common: a request over HTTP.
 *
 * `log` and `properties` are copies whose names are in snake case; what is moved is taken out of them.
 */
export interface GraphRequest {
  readonly document: EcsObject;
  readonly log: JsonObject;
  readonly properties: JsonObject;
}

/** The first of the addresses that is one, with its places; else the first as `source.address`. */
export function setGraphCaller(
  { document }: GraphRequest,
  addresses: readonly (JsonValue | undefined)[],
  options: NormalizeOptions,
): void {
  const ip = addresses.map((value) => addressText(textOf(value))).find((text) => text !== undefined);
  const first = addresses.find((value) => value !== undefined);
  if (ip === undefined) setJson(document, "source.address", first);
  else {
    setSourceIp(document, ip, options);
    const found = options.geo?.(ip);
    if (found?.geo !== undefined) setField(document, "client.geo", found.geo);
    if (found?.as !== undefined) setField(document, "client.as", found.as);
  }
}

/** `user.id`, `client.user.id` and `related.user`: the user, or the service principal that asked for itself. */
export function setGraphUser({ document, properties }: GraphRequest, service: string | undefined): void {
  putText(document, "service.id", service);
  putText(document, "user.id", service);
  // With both Elastic's rename fails and the whole pipeline with it; a token is of one or of the other.
  if (service === undefined) putText(document, "user.id", textOf(taken(properties, "user_id")));
  const user = getField(document, "user.id");
  if (typeof user !== "string") return;
  setField(document, "client.user.id", user);
  addRelated(document, "related.user", [user]);
}

/** `event.duration`, in 64 bits: unlike in other Azure streams the number is made a long first. */
export function setGraphDuration({ document, log, properties }: GraphRequest): void {
  const durations = [taken(log, "duration_ms"), taken(properties, "duration_ms")].map(textOf);
  const digits = durations.find((text) => text !== undefined && /^[+-]?\d{1,18}$/.test(text));
  if (digits === undefined) return;
  const nanos = BigInt.asIntN(64, BigInt(digits.replace("+", "")) * 1_000_000n);
  setField(document, "event.duration", Number.isSafeInteger(Number(nanos)) ? Number(nanos) : nanos);
}

/** The region that answered, and the tenant as the cloud's account. */
export function setGraphCloud({ document, log, properties }: GraphRequest, service: string): JsonValue | undefined {
  const [ofLog, ofProperties] = [taken(log, "location"), taken(properties, "location")];
  const region = textOf(ofLog ?? ofProperties);
  putText(document, "destination.geo.region_name", region);
  putText(document, "cloud.region", region);
  setField(document, "cloud.service.name", service);
  const [tenant, ofToken] = [taken(log, "tenant_id"), taken(properties, "tenant_id")];
  putText(document, "cloud.account.id", textOf(tenant ?? ofToken));
  return tenant ?? ofToken;
}

/** Members of the properties for `setHttp`. */
export interface HttpNames {
  readonly method: string;
  readonly status: string;
}

/** `http.*`, `url.*` and `user_agent.*`. */
export function setGraphHttp(
  { document, properties }: GraphRequest,
  names: HttpNames,
  options: NormalizeOptions,
): { readonly method: string | undefined; readonly status: number | undefined } {
  const method = taken(properties, names.method);
  const status = taken(properties, names.status);
  setJson(document, "http.request.id", taken(properties, "request_id"));
  setJson(document, "http.request.method", method);
  setJson(document, "http.response.bytes", taken(properties, "response_size_bytes"));
  setJson(document, "http.response.status_code", status);
  const uri = properties.get("request_uri");
  const url = typeof uri === "string" ? uriParts(uri) : undefined;
  if (url !== undefined) {
    setField(document, "url", url);
    properties.delete("request_uri");
  }
  setAzureUserAgent(document, taken(properties, "user_agent"), options);
  return { method: textOf(method), status: status instanceof JsonNumber ? status.toNumber() : undefined };
}

/** Lists that arrive as texts, and values that arrive as texts of another type. */
export function convertGraphProperties(
  { properties }: GraphRequest,
  separators: Readonly<Record<string, string>>,
): void {
  for (const [name, separator] of Object.entries(separators)) {
    const text = properties.get(name);
    if (typeof text === "string") properties.set(name, partsOf(text, separator));
  }
  for (const name of ["token_issued_at", "time_generated"]) toDate(properties, name);
  const method = properties.get("client_auth_method");
  if (typeof method === "string" && /^-?\d{1,9}$/.test(method)) {
    properties.set("client_auth_method", new JsonNumber(String(Number(method))));
  }
  for (const name of ["billed_size", "is_billable"]) {
    const value = taken(properties, `_${name}`);
    if (value !== undefined) properties.set(name, value);
  }
  const billable = properties.get("is_billable");
  if (billable === "true" || billable === "false") properties.set("is_billable", billable === "true");
}

/** Without the space around the parts and without empty ones, which Elastic's pipelines drop in the end. */
function partsOf(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function toDate(properties: JsonObject, name: string): void {
  const text = properties.get(name);
  const ms = typeof text === "string" ? parseAzureTimestamp(text) : undefined;
  if (ms !== undefined) properties.set(name, printTimestamp(ms));
}
