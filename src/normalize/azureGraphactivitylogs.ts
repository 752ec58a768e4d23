import { setField } from "../ecs/document.ts";
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
import { copiedObject, putText, setAzureShared } from "./azureMembers.ts";
import { keysToSnakeCase, snakeAction, snakeCaseOfGraph } from "./azureSnakeCase.ts";
import { setJson, textOf } from "./ecsValue.ts";
import { taken } from "./members.ts";
import type { Normalizer } from "./record.ts";

/**
 * The `azure.graphactivitylogs` pipeline (integrations, `azure/data_stream/graphactivitylogs` @10cc5093): requests to
 * Microsoft Graph.
 *
 * `event.type` is `access` for reads alone; earlier versions had it for every request. Scopes, roles and wids become
 * lists.
 */
export const azureGraphactivitylogs: Normalizer = azureNormalizer({
  action: snakeAction(snakeCaseOfGraph),
  fill: ({ document, text, action }, record, options) => {
    const log = keysToSnakeCase(record, snakeCaseOfGraph);
    log.delete("time");
    const properties = copiedObject(log, "properties");
    const request: GraphRequest = { document, log, properties };
    putText(document, "event.action", action);
    setField(document, "event.original", text);
    setGraphCaller(request, [taken(log, "caller_ip_address"), taken(properties, "ip_address")], options);
    setIds(request);
    setGraphUser(request, textOf(properties.get("service_principal_id")));
    putText(document, "log.level", textOf(taken(log, "level")));
    setGraphDuration(request);
    const tenantId = setGraphCloud(request, "Microsoft Graph");
    const { method, status } = setGraphHttp(request, httpNames, options);
    setEvent(request, method, status);
    convertGraphProperties(request, { roles: " ", scopes: " ", wids: " " });
    const shared = { resourceId: taken(log, "resource_id"), tenantId, correlationId: taken(log, "correlation_id") };
    setJson(document, "azure.graphactivitylogs", log);
    setAzureShared(document, shared, options);
  },
});

const httpNames = { method: "request_method", status: "response_status_code" };

function setIds({ document, properties }: GraphRequest): void {
  putText(document, "device.id", textOf(properties.get("c_device_id")));
  putText(document, "session.id", textOf(properties.get("c_sid")));
  putText(document, "token.id", textOf(properties.get("sign_in_activity_id")));
}

/** `event.type` by method; others than these have none. */
const types: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, "access"],
  ["GET", "access"],
  ["HEAD", "access"],
  ["POST", "creation"],
  ["PATCH", "change"],
  ["PUT", "change"],
  ["DELETE", "deletion"],
]);

function setEvent({ document }: GraphRequest, method: string | undefined, status: number | undefined): void {
  setField(document, "event.category", ["api"]);
  const type = types.get(method);
  const list = [...(type === undefined ? [] : [type]), ...(status === 401 || status === 403 ? ["denied"] : [])];
  if (list.length > 0) setField(document, "event.type", list);
  if (status === undefined) return;
  if (status >= 400) setField(document, "event.outcome", "failure");
  else if (status >= 200 && status < 300) setField(document, "event.outcome", "success");
}
