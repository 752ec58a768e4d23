import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers } from "../text/json.ts";
import { addressText, setSourceAddress, setUserAgent } from "./callerFields.ts";
import { cloudtrailCategories } from "./cloudtrailCategories.ts";
import { isEmptyText } from "./dropEmpty.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import type { Identity, NormalizeOptions, UserAgentPart } from "./record.ts";
import { addRelated } from "./related.ts";

/** What is known of a record's event before the rest of it is read. */
export function identityOfCall(record: JsonMembers): Identity {
  const provider = keptText(record, "eventSource");
  const action = keptText(record, "eventName");
  return {
    dataset: "aws.cloudtrail",
    ...(provider === undefined ? {} : { provider }),
    ...(action === undefined ? {} : { action }),
  };
}

/** The text of a member that the drop rule would leave. */
export function keptText(record: JsonMembers, key: string): string | undefined {
  const text = textOf(record.get(key));
  return text === undefined || isEmptyText(text) ? undefined : text;
}

/** Provider, action and what follows from them; both are single texts, as dispatch has them. */
export function setCall(document: EcsObject, record: JsonMembers): void {
  const provider = textOf(record.get("eventSource"));
  if (provider !== undefined) setField(document, "event.provider", provider);
  const action = textOf(record.get("eventName"));
  if (action !== undefined) setField(document, "event.action", action);
  setOutcome(document, record, action);
}

function setOutcome(document: EcsObject, record: JsonMembers, action: string | undefined): void {
  const failed = record.has("errorCode") || record.has("errorMessage");
  const login = action === "ConsoleLogin" ? textOf(valueAt(record, "responseElements", "ConsoleLogin")) : undefined;
  setField(document, "event.outcome", login?.toLowerCase() ?? (failed ? "failure" : "success"));
  const known = action === undefined ? undefined : cloudtrailCategories.get(action);
  setField(document, "event.type", [...(known?.type ?? ["info"])]);
  if (known !== undefined) setField(document, "event.category", [...known.category]);
}

/** `sourceIPAddress` may also be a service's name or `AWS Internal`, which stays in `source.address` alone. */
export function setSource(document: EcsObject, record: JsonMembers, options: NormalizeOptions): void {
  const ip = addressText(textOf(record.get("sourceIPAddress")));
  if (ip !== undefined) setSourceAddress(document, ip, options);
  const viaService = addressText(textOf(valueAt(record, "serviceEventDetails", "sourceIpAddress")));
  addRelated(document, "related.ip", [ip, viaService]);
}

/** What called, or one part of what that is. */
export function setAgent(
  document: EcsObject,
  record: JsonMembers,
  options: NormalizeOptions,
  part?: UserAgentPart,
): void {
  const agent = textOf(record.get("userAgent"));
  if (agent !== undefined) setUserAgent(document, agent, options, part);
}
