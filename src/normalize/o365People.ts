import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { addressText, setSourceAddress } from "./callerFields.ts";
import { setJson, textOf, valueAt } from "./ecsValue.ts";
import { takeAt } from "./members.ts";
import { clientEndpoint, type Endpoint, serverEndpoint } from "./o365Client.ts";
import type { NormalizeOptions } from "./record.ts";
import { addRelated } from "./related.ts";

/** Members that may hold the client's address; the first that is there counts, even if it is empty. */
const clientMembers = ["ClientIPAddress", "ClientIP", "ActorIpAddress"];

/**
 * Sets `client.*`, `server.*`, `source.*`, `destination.ip` and `network.type` from the addresses of a record.
 *
 * `record` is as delivered; from `audit` the member that was read is taken away.
 */
export function setEndpoints(
  document: EcsObject,
  record: JsonObject,
  audit: JsonObject,
  code: string | undefined,
  options: NormalizeOptions,
): void {
  const key = clientMembers.find((member) => (record.get(member) ?? null) !== null);
  const client = key === undefined ? undefined : textOf(takeAt(audit, [key]));
  if (client !== undefined) setClient(document, clientEndpoint(client), options);
  if (code !== "ExchangeAdmin" && code !== "ExchangeItem") return;
  const server = textOf(takeAt(audit, ["OriginatingServer"]));
  if (server !== undefined) setServer(document, serverEndpoint(server));
}

function setClient(document: EcsObject, endpoint: Endpoint, options: NormalizeOptions): void {
  setNames(document, "client", endpoint);
  const ip = addressText(endpoint.address);
  if (endpoint.port !== undefined) {
    setField(document, "client.port", endpoint.port);
    setField(document, "source.port", endpoint.port);
  }
  if (ip === undefined) return;
  setField(document, "client.ip", ip);
  setSourceAddress(document, ip, options);
  setField(document, "network.type", ip.includes(":") ? "ipv6" : "ipv4");
  addRelated(document, "related.ip", [ip]);
}

function setServer(document: EcsObject, endpoint: Endpoint): void {
  setNames(document, "server", endpoint);
  const ip = addressText(endpoint.address);
  if (ip === undefined) return;
  setField(document, "server.ip", ip);
  setField(document, "destination.ip", ip);
  addRelated(document, "related.ip", [ip]);
}

function setNames(document: EcsObject, side: string, { address, domain }: Endpoint): void {
  if (address !== undefined && address !== "") setField(document, `${side}.address`, address);
  if (domain !== undefined) setField(document, `${side}.domain`, domain);
}

/** Sets name, domain and e-mail address of users whose id has exactly one `@`. */
export function setUserNames(document: EcsObject): void {
  for (const user of ["user", "user.target", "destination.user"]) {
    const id = textAt(document, `${user}.id`);
    const [name = "", domain = "", ...more] = id?.split("@") ?? [];
    if (id === undefined || !id.includes("@") || more.length > 0) continue;
    setField(document, `${user}.email`, id);
    if (domain !== "") setField(document, `${user}.domain`, domain);
    if (name !== "") setField(document, `${user}.name`, name);
  }
}

/** Sets `organization.*` and `host.*`: the tenant stands for a host, its device for its name if it has one. */
export function setHost(document: EcsObject, record: JsonObject, audit: JsonObject): void {
  const organization = textOf(record.get("OrganizationId"))?.toLowerCase();
  audit.delete("OrganizationId");
  if (organization !== undefined && organization !== "") {
    setField(document, "organization.id", organization);
    setField(document, "host.id", organization);
  }
  const names = ["organization.name", "user.domain"].map((field) => textAt(document, field));
  const name = [textOf(audit.get("DeviceName")), ...names].find((text) => text !== undefined);
  if (name !== undefined) setField(document, "host.name", name);
  setPlatform(document, audit);
}

const systems = [
  ["windows", "windows"],
  ["linux", "linux"],
  ["mac", "macos"],
  ["unix", "unix"],
  ["ios", "ios"],
  ["android", "android"],
] as const;

function setPlatform(document: EcsObject, audit: JsonObject): void {
  const platform = textOf(audit.get("Platform"));
  if (platform === undefined) return;
  const type = systems.find(([word]) => platform.toLowerCase().includes(word))?.[1];
  if (type !== undefined) setField(document, "host.os.type", type);
  setJson(document, "host.os.platform", platform);
}

/** Sets the users, hosts and hashes of `related.*`, in the pipeline's order: first the names, last the ids. */
export function setRelatedNames(document: EcsObject, audit: JsonObject): void {
  const names = ["user.name", "user.target.name", "file.owner"].map((field) => textAt(document, field));
  addRelated(document, "related.user", [...names, textOf(valueAt(audit, "Parameters", "User"))]);
}

/** The rest of {@link setRelatedNames}, once all else is set. */
export function setRelatedIds(document: EcsObject): void {
  const from = (fields: readonly string[]) => fields.map((field) => textAt(document, field));
  addRelated(document, "related.user", from(["user.id", "user.target.id", "user.target.email", "user.email"]));
  addRelated(
    document,
    "related.hosts",
    from(["host.name", "user.domain", "user.target.domain", "url.domain", "server.domain", "client.domain"]),
  );
  addRelated(document, "related.hash", from(["file.hash.sha1", "file.hash.sha256"]));
}

function textAt(document: EcsObject, field: string): string | undefined {
  const value = getField(document, field);
  return typeof value === "string" ? value : undefined;
}
