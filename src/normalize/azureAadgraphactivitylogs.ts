import { setField } from "../ecs/document.ts";
import type { JsonObject } from "../text/json.ts";
import { azureNormalizer } from "./azureDocument.ts";
import {
  convertGraphProperties,
  type GraphRequest,
  setGraphCaller,
  setGraphCloud,
  setGraphDuration,
  setGraphHttp,
  setGraphUser,
} from "./azureGraphRequest.ts";
import { copiedObject, putText, renameMembers, setAzureShared } from "./azureMembers.ts";
import { keysToSnakeCase, snakeAction, snakeCaseOfGraph } from "./azureSnakeCase.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { taken } from "./members.ts";
import { isJsonObject, type Normalizer } from "./record.ts";
import { addRelated } from "./related.ts";
import { uriParts } from "./uriParts.ts";

/**
 * The `azure.aadgraphactivitylogs` pipeline (integrations, `azure/data_stream/aadgraphactivitylogs` @08110a7f):
 * requests to the retired Azure AD Graph.
 *
 * The time is `properties.timeGenerated`; where there is none, ours takes `time`, since a stack would take the time of
 * arrival. The resource's id stays where it is, so there is no `azure.resource.*`.
 */
export const azureAadgraphactivitylogs: Normalizer = azureNormalizer({
  action: requestAction,
  time: (record) => propertyOf(record, "time_generated") ?? record.get("time"),
  fill: ({ document, text, action }, record, options) => {
    const log = keysToSnakeCase(record, snakeCaseOfGraph);
    const properties = copiedObject(log, "properties");
    const request: GraphRequest = { document, log, properties };
    putText(document, "event.action", action);
    setField(document, "event.original", text);
    for (const name of plumbing) properties.delete(`__udi_required_fields_${name}`);
    renameMembers(properties, { issued_at: "token_issued_at" });
    setGraphCaller(request, [taken(properties, "caller_ip_address")], options);
    putText(document, "device.id", textOf(properties.get("device_id")));
    putText(document, "session.id", textOf(properties.get("session_id")));
    setGraphUser(request, textOf(properties.get("service_principal_id")));
    addRelated(document, "related.user", [textOf(properties.get("app_id"))]);
    setGraphDuration(request);
    const tenantId = setGraphCloud(request, "Azure AD Graph");
    putText(document, "event.id", textOf(properties.get("request_id")));
    const { method, status } = setGraphHttp(request, httpNames, options);
    setEvent(request, method, status);
    convertGraphProperties(request, { roles: ",", scopes: " ", wids: "," });
    setJson(document, "azure.aadgraphactivitylogs", log);
    setAzureShared(document, { resourceId: undefined, tenantId, correlationId: undefined }, options);
  },
});

const httpNames = { method: "http_method", status: "http_status_code" };
const plumbing = ["event_time", "region_scope", "tenant_id", "unique_id"];

function setEvent({ document }: GraphRequest, method: string | undefined, status: number | undefined): void {
  setField(document, "event.category", ["iam", "web"]);
  const type = types.get(method);
  setField(document, "event.type", type === undefined ? ["access"] : ["access", type]);
  if (status === undefined || status < 200) return;
  setField(document, "event.outcome", status < 300 ? "success" : status < 400 ? "unknown" : "failure");
}

const types: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, "info"],
  ["GET", "info"],
  ["HEAD", "info"],
  ["POST", "change"],
  ["PATCH", "change"],
  ["PUT", "change"],
  ["DELETE", "deletion"],
]);

const verbs: ReadonlyMap<string, string> = new Map([
  ["GET", "read"],
  ["HEAD", "read"],
  ["POST", "execute"],
  ["PATCH", "update"],
  ["PUT", "update"],
  ["DELETE", "delete"],
]);

const operation = snakeAction(snakeCaseOfGraph);

/**
 * `event.action` from method and collection: `GET /v2/{tenant}/servicePrincipals` is `service-principals-read`; the
 * operation's name, which is always the same, where there is no such path.
 */
function requestAction(record: JsonObject): string | undefined {
  const method = propertyOf(record, "http_method");
  const uri = propertyOf(record, "request_uri");
  const path = typeof uri === "string" ? uriParts(uri)?.["path"] : undefined;
  if (typeof method !== "string" || method === "" || typeof path !== "string") return operation(record);
  const parts = splitAsJava(path);
  const name = (parts.length >= 4 && parts[1] === "v2" ? parts[3] : parts[2]) ?? "";
  if (name === "") return operation(record);
  return `${hyphenated(name.startsWith("$") ? name.slice(1) : name)}-${verbs.get(method) ?? method.toLowerCase()}`;
}

/** Painless' `splitOnToken` keeps empty parts, at the end too. */
function splitAsJava(path: string): readonly string[] {
  return path.split("/", 5);
}

/** `oauth2PermissionGrants` to `oauth2-permission-grants`. */
function hyphenated(name: string): string {
  return name.replace(/(?<=\P{Lu})\p{Lu}/gu, "-$&").toLowerCase();
}

/** A member of the properties by its name in snake case. */
function propertyOf(record: JsonObject, name: string) {
  const properties = record.get("properties");
  if (!isJsonObject(properties)) return undefined;
  for (const [key, value] of properties) if (value !== null && snakeCaseOfGraph(key) === name) return value;
  return undefined;
}
