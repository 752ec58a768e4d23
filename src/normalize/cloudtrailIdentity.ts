import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers, JsonObject } from "../text/json.ts";
import { textOf, valueAt } from "./ecsValue.ts";
import { isJsonObject } from "./record.ts";
import { addRelated } from "./related.ts";

/**
 * Says who acted: `user.*` or `service.name`, and the session's share of `related.user`, by `userIdentity.type`
 * (ecs-mapping facts §1, Who).
 *
 * `record` is a prepared one, empty members dropped. An actor that is an AWS service has no `user.name` and `user.id`.
 */
export function setIdentity(document: EcsObject, record: JsonMembers): void {
  const identity = record.get("userIdentity");
  if (isJsonObject(identity)) {
    const service = actingService(identity);
    if (service !== undefined) setField(document, "service.name", service);
    else setUser(document, identity, record);
    setSession(document, identity);
  }
  setEmailFromName(document);
}

/** The AWS service that acted of itself, or through a role that is linked to it. */
function actingService(identity: JsonObject): string | undefined {
  const type = textOf(identity.get("type"));
  const invokedBy = textOf(identity.get("invokedBy"));
  if (type === "AWSService") return invokedBy;
  const path = type === "AssumedRole" ? serviceRolePath(identity) : undefined;
  if (path === undefined) return undefined;
  const slash = path.indexOf("/");
  return invokedBy ?? (slash > 0 ? path.slice(0, slash) : undefined);
}

const serviceRoleMark = ":role/aws-service-role/";

function serviceRolePath(identity: JsonObject): string | undefined {
  const arn = textOf(valueAt(identity, "sessionContext", "sessionIssuer", "arn"));
  const start = arn === undefined ? -1 : arn.indexOf(serviceRoleMark);
  return start < 0 ? undefined : arn!.slice(start + serviceRoleMark.length);
}

function setUser(document: EcsObject, identity: JsonObject, record: JsonMembers): void {
  const type = textOf(identity.get("type"));
  const name = userName(identity) ?? signInName(record);
  if (name !== undefined) setField(document, "user.name", name);
  const behalf = type === "IdentityCenterUser" ? textOf(valueAt(identity, "onBehalfOf", "userId")) : undefined;
  const id = textOf(identity.get("principalId")) ?? behalf;
  if (id !== undefined) setField(document, "user.id", id);
}

function issuerNamesUser(type: string | undefined): boolean {
  return type === "AssumedRole" || type === "FederatedUser";
}

/** The name of the role, or of the user, that the session was issued for. */
function issuerName(identity: JsonObject): string | undefined {
  return textOf(valueAt(identity, "sessionContext", "sessionIssuer", "userName"));
}

function userName(identity: JsonObject): string | undefined {
  const issuer = issuerNamesUser(textOf(identity.get("type"))) ? issuerName(identity) : undefined;
  return issuer ?? textOf(identity.get("userName"));
}

/** IAM Identity Center's sign-in names the user beside the identity, in `additionalEventData`. */
function signInName(record: JsonMembers): string | undefined {
  if (textOf(record.get("eventName")) !== "UserAuthentication") return undefined;
  const data = record.get("additionalEventData");
  return isJsonObject(data) ? textOf(data.get("UserName")) : undefined;
}

/** Whether that name becomes `user.name`: then it moves, and `additionalEventData` is left without it. */
export function movesSignInName(record: JsonMembers): boolean {
  if (signInName(record) === undefined) return false;
  const identity = record.get("userIdentity");
  return isJsonObject(identity) && actingService(identity) === undefined && userName(identity) === undefined;
}

function setSession(document: EcsObject, identity: JsonObject): void {
  const session = sessionName(identity);
  if (session === undefined) return;
  const at = session.indexOf("@");
  addRelated(document, "related.user", [session, at < 0 ? undefined : session.slice(0, at)]);
  if (at >= 0) setField(document, "user.email", session);
}

/** What follows the last slash of an `:sts:` ARN; it may hold anything the caller chose. */
function sessionName(identity: JsonObject): string | undefined {
  const type = textOf(identity.get("type"));
  if (!issuerNamesUser(type) && type !== "IdentityCenterUser") return undefined;
  const arn = textOf(identity.get("arn")) ?? "";
  const name = /^arn:[a-z0-9-]+:sts:/.test(arn) && arn.includes("/") ? arn.slice(arn.lastIndexOf("/") + 1) : "";
  return name === "" ? undefined : name;
}

function setEmailFromName(document: EcsObject): void {
  const name = getField(document, "user.name");
  if (typeof name !== "string" || name.indexOf("@") <= 0) return;
  if (getField(document, "user.email") === undefined) setField(document, "user.email", name);
}
