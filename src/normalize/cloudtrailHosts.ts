import { getField } from "../ecs/document.ts";
import { type EcsObject, isEcsObject } from "../ecs/value.ts";
import type { JsonMembers, JsonValue } from "../text/json.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import { isJsonObject } from "./record.ts";
import { addRelated } from "./related.ts";

/** Sets `related.hosts`: names of hosts that are not AWS's, and ids of EC2 instances (ecs-mapping facts §1). */
export function setRelatedHosts(document: EcsObject, record: JsonMembers): void {
  addRelated(document, "related.hosts", [
    ...hostNames(document),
    textOf(valueAt(record, "requestParameters", "computerName")),
    ...instancesOfResources(document),
    ...instancesOf(record.get("requestParameters")),
    ...instancesOf(record.get("responseElements")),
  ]);
}

function hostNames(document: EcsObject): string[] {
  const names: string[] = [];
  const server = getField(document, "tls.client.server_name");
  if (typeof server === "string" && !server.endsWith(".amazonaws.com")) names.push(server);
  const address = getField(document, "source.address");
  if (typeof address === "string" && getField(document, "source.ip") === undefined && isHostName(address)) {
    names.push(address);
  }
  return names;
}

/** An address may also be `AWS Internal` or the name of a service. */
function isHostName(address: string): boolean {
  return address.includes(".") && !address.includes(" ") && !address.endsWith(".amazonaws.com");
}

function instancesOfResources(document: EcsObject): string[] {
  const resources = getField(document, "aws.cloudtrail.resources");
  if (!Array.isArray(resources)) return [];
  return resources.flatMap((resource) => {
    const arn = isEcsObject(resource) ? resource["arn"] : undefined;
    if (typeof arn !== "string" || !arn.includes(":instance/")) return [];
    return instanceId(arn.slice(arn.lastIndexOf("/") + 1));
  });
}

function instancesOf(container: JsonValue | undefined): string[] {
  if (!isJsonObject(container)) return [];
  const ids = container.get("instanceIds");
  const items = valueAt(container, "instancesSet", "items");
  return [
    ...["instanceId", "target", "resourceId"].map((key) => container.get(key)),
    ...(Array.isArray(ids) ? ids : []),
    ...(Array.isArray(items) ? items.map((item) => (isJsonObject(item) ? item.get("instanceId") : undefined)) : []),
  ].flatMap(instanceId);
}

function instanceId(value: JsonValue | undefined): string[] {
  return typeof value === "string" && value.length >= 10 && value.startsWith("i-") ? [value] : [];
}
