import { setAt, setField } from "../ecs/document.ts";
import { type EcsObject, emptyObject } from "../ecs/value.ts";
import type { JsonMembers, JsonObject, JsonValue } from "../text/json.ts";
import { dropEmpty } from "./dropEmpty.ts";
import { scalarsOf, setJson, textOf, valueAt } from "./ecsValue.ts";
import { hashMapOrder } from "./javaMap.ts";
import { isJsonObject } from "./record.ts";
import { parseIsoTimestamp, printTimestamp } from "./timestamp.ts";

/** ECS fields that take a member of the record as it is (ecs-mapping facts §1); of two sources the first found wins. */
const copied: readonly (readonly [field: string, ...sources: string[]])[] = [
  ["cloud.region", "awsRegion"],
  ["cloud.account.id", "userIdentity.accountId", "recipientAccountId", "awsAccountId"],
  ["event.id", "eventID"],
  ["source.address", "sourceIPAddress"],
  ["tls.cipher", "tlsDetails.cipherSuite"],
  ["tls.client.server_name", "tlsDetails.clientProvidedHostHeader"],
  ["user.target.name", "requestParameters.userName"],
  ["user.target.id", "responseElements.user.userId"],
  ["user.changes.name", "requestParameters.newUserName"],
  ["group.name", "requestParameters.groupName"],
  ["group.id", "responseElements.group.groupId"],
];

/** The same below `aws.cloudtrail.`. */
const copiedOwn: readonly (readonly [field: string, ...sources: string[]])[] = [
  ["event_version", "eventVersion"],
  ["event_type", "eventType"],
  ["event_category", "eventCategory"],
  ["request_id", "requestID"],
  ["api_version", "apiVersion"],
  ["read_only", "readOnly"],
  ["error_code", "errorCode"],
  ["error_message", "errorMessage"],
  ["recipient_account_id", "recipientAccountId"],
  // Real records spell it ID; the pipeline reads either.
  ["shared_event_id", "sharedEventID", "sharedEventId"],
  ["vpc_endpoint_id", "vpcEndpointId"],
  ["vpc_endpoint_account_id", "vpcEndpointAccountId"],
  ["session_credential_from_console", "sessionCredentialFromConsole"],
  ["tls_details.key_exchange", "tlsDetails.keyExchange"],
  ["addendum.reason", "addendum.reason"],
  ["addendum.updated_fields", "addendum.updatedFields"],
  ["addendum.original_request_id", "addendum.originalRequestID"],
  ["addendum.original_event_id", "addendum.originalEventID"],
  ["user_identity.type", "userIdentity.type"],
  ["user_identity.arn", "userIdentity.arn"],
  ["user_identity.access_key_id", "userIdentity.accessKeyId"],
  ["user_identity.invoked_by", "userIdentity.invokedBy"],
  ["user_identity.invoked_by_delegate.account_id", "userIdentity.invokedByDelegate.accountId"],
  ["user_identity.credential_id", "userIdentity.credentialId"],
  ["user_identity.identity_provider", "userIdentity.identityProvider"],
  ["user_identity.on_behalf_of.user_id", "userIdentity.onBehalfOf.userId"],
  ["user_identity.on_behalf_of.identity_store_arn", "userIdentity.onBehalfOf.identityStoreArn"],
  ["user_identity.in_scope_of.issuer_type", "userIdentity.inScopeOf.issuerType"],
  ["user_identity.in_scope_of.credentials_issued_to", "userIdentity.inScopeOf.credentialsIssuedTo"],
  ["user_identity.in_scope_of.source_arn", "userIdentity.inScopeOf.sourceArn"],
  ["user_identity.in_scope_of.source_account", "userIdentity.inScopeOf.sourceAccount"],
];

/** The same from `userIdentity.sessionContext.` to `aws.cloudtrail.user_identity.session_context.`. */
const copiedSession: readonly (readonly [field: string, ...sources: string[]])[] = [
  ["mfa_authenticated", "attributes.mfaAuthenticated"],
  ["session_issuer.type", "sessionIssuer.type"],
  ["session_issuer.principal_id", "sessionIssuer.principalId"],
  ["session_issuer.arn", "sessionIssuer.arn"],
  ["session_issuer.account_id", "sessionIssuer.accountId"],
  ["ec2_role_delivery", "ec2RoleDelivery"],
  ["source_identity", "sourceIdentity"],
  ["web_id_federation_data.federated_provider", "webIdFederationData.federatedProvider"],
  ["assumed_root", "assumedRoot"],
  ["sign_in_session_arn", "signInSessionArn"],
];

interface Copy {
  readonly field: readonly string[];
  readonly sources: readonly Member[];
}

/** A member of one of the record's objects, which are numbered as in {@link containers}. */
interface Member {
  readonly container: number;
  readonly key: string;
}

/** Objects that copies are taken from, each a member of an earlier one; the record itself is number 0. */
const containers: Member[] = [];
const containerNumbers = new Map<string, number>([["", 0]]);

function memberAt(path: string): Member {
  const dot = path.lastIndexOf(".");
  return { container: containerAt(path.slice(0, Math.max(0, dot))), key: path.slice(dot + 1) };
}

function containerAt(path: string): number {
  const known = containerNumbers.get(path);
  if (known !== undefined) return known;
  const number = containers.push(memberAt(path));
  containerNumbers.set(path, number);
  return number;
}

const copies: readonly Copy[] = [
  ...copied,
  ...copiedOwn.map(([field, ...sources]) => [`aws.cloudtrail.${field}`, ...sources] as const),
  ...copiedSession.map(
    ([field, source]) =>
      [`aws.cloudtrail.user_identity.session_context.${field}`, `userIdentity.sessionContext.${source}`] as const,
  ),
].map(([field, ...sources]) => ({ field: field.split("."), sources: sources.map(memberAt) }));

/** Every copy with the paths of its sources. */
export function copiesByPath(): readonly { readonly field: string; readonly paths: readonly string[] }[] {
  return copies.map(({ field, sources }) => ({ field: field.join("."), paths: sources.map(pathOf) }));
}

function pathOf({ container, key }: Member): string {
  return container === 0 ? key : `${pathOf(containers[container - 1]!)}.${key}`;
}

/** Sets a field that is a copy from the first of its sources that has a value; they are read as the record has them. */
export function setCopy(
  document: EcsObject,
  field: string,
  paths: readonly string[],
  read: (path: string) => JsonValue | undefined,
): void {
  for (const path of paths) {
    const written = read(path);
    const value = written === undefined ? undefined : scalarsOf(dropEmpty(written));
    if (value === undefined) continue;
    setField(document, field, value);
    return;
  }
}

/** Fields whose values stand in the record as they are, with the keys of the members that they may come from. */
export const verbatimFields: ReadonlyMap<string, readonly string[]> = new Map([
  ...copies.map(({ field, sources }) => [field.join("."), sources.map(({ key }) => key)] as const),
  ["event.action", ["eventName"]],
  ["event.provider", ["eventSource"]],
  ["user.id", ["principalId", "userId"]],
  ["user.name", ["userName", "UserName"]],
  ["user_agent.original", ["userAgent"]],
]);

/** Sets every field that is a plain copy; objects where a scalar belongs are left out. */
export function setCopies(document: EcsObject, record: JsonMembers): void {
  const objects: (JsonMembers | undefined | null)[] = [record];
  for (const { field, sources } of copies) {
    for (const { container, key } of sources) {
      const value = scalarsOf(objectAt(objects, container)?.get(key));
      if (value === undefined) continue;
      setAt(document, field, value);
      break;
    }
  }
}

/** The object of that number, kept in `objects` once it was looked for; null when there is none. */
function objectAt(objects: (JsonMembers | undefined | null)[], number: number): JsonMembers | null {
  const known = objects[number];
  if (known !== undefined) return known;
  const { container, key } = containers[number - 1]!;
  const value = objectAt(objects, container)?.get(key);
  return (objects[number] = isJsonObject(value) ? value : null);
}

/** Fields whose value is of another form than the record's. */
export function setConverted(document: EcsObject, record: JsonMembers): void {
  const management = textOf(record.get("managementEvent"));
  if (management !== undefined) setField(document, "aws.cloudtrail.management_event", management);
  setCloudService(document, record);
  setTls(document, record);
  setSessionDetails(document, record);
  setConsoleLogin(document, record);
  const insight = record.get("insightDetails");
  if (isJsonObject(insight)) setJson(document, "aws.cloudtrail.flattened.insight_details", insight);
  setResources(document, record);
}

export function setCloudService(document: EcsObject, record: JsonMembers): void {
  const source = textOf(record.get("eventSource")) ?? "";
  const name = source.endsWith(".amazonaws.com") ? source.slice(0, source.indexOf(".amazonaws.com")) : "";
  if (name !== "") setField(document, "cloud.service.name", name);
}

/** `TLSv1.3` is version `1.3` of protocol `tls`; without a `v` all of it is the version. */
function setTls(document: EcsObject, record: JsonMembers): void {
  const text = textOf(valueAt(record, "tlsDetails", "tlsVersion"));
  if (text === undefined) return;
  const at = text.indexOf("v");
  const [protocol, version] = at < 0 ? ["", text] : [text.slice(0, at).toLowerCase(), text.slice(at + 1)];
  if (protocol !== "") setField(document, "tls.version_protocol", protocol);
  if (version !== "") setField(document, "tls.version", version);
}

const sessionContext = "aws.cloudtrail.user_identity.session_context";

function setSessionDetails(document: EcsObject, record: JsonMembers): void {
  const created = textOf(valueAt(record, "userIdentity", "sessionContext", "attributes", "creationDate"));
  const ms = created === undefined ? undefined : parseIsoTimestamp(withSeparators(created));
  if (ms !== undefined) setField(document, `${sessionContext}.creation_date`, printTimestamp(ms));
  const attributes = valueAt(record, "userIdentity", "sessionContext", "webIdFederationData", "attributes");
  if (isJsonObject(attributes)) {
    setJson(document, `${sessionContext}.web_id_federation_data.attributes`, attributes);
  }
}

/** `20131102T010628Z`, which creation dates also come as, in the form with separators; all else as it is. */
function withSeparators(time: string): string {
  return time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, "$1-$2-$3T$4:$5:$6");
}

export function setConsoleLogin(document: EcsObject, record: JsonMembers): void {
  if (textOf(record.get("eventName")) !== "ConsoleLogin") return;
  const data = record.get("additionalEventData");
  if (!isJsonObject(data)) return;
  const field = "aws.cloudtrail.console_login.additional_eventdata";
  const loginTo = scalarsOf(data.get("LoginTo"));
  if (loginTo !== undefined) setField(document, `${field}.login_to`, loginTo);
  if (data.has("MobileVersion")) setField(document, `${field}.mobile_version`, data.get("MobileVersion") !== "No");
  if (data.has("MFAUsed")) setField(document, `${field}.mfa_used`, data.get("MFAUsed") !== "No");
}

/** Resources that differ in ARN, account or type, in the order of Elastic's HashMap of them. */
export function setResources(document: EcsObject, record: JsonMembers): void {
  const resources = record.get("resources");
  const distinct = new Map<string, EcsObject>();
  for (const resource of Array.isArray(resources) ? resources : [resources]) {
    if (!isJsonObject(resource)) continue;
    const renamed = renameResource(resource);
    const key = ["arn", "account_id", "type"].map((part) => textOf(renamed.get(part)) ?? "").join("_");
    distinct.set(key, resourceFields(renamed));
  }
  const unordered = [...distinct.values()];
  const ordered = hashMapOrder([...distinct.keys()]).map((at) => unordered[at]!);
  if (ordered.length > 0) setField(document, "aws.cloudtrail.resources", ordered);
}

function renameResource(resource: JsonObject): JsonObject {
  const renamed: JsonObject = new Map(resource);
  for (const [from, to] of [
    ["ARN", "arn"],
    ["accountId", "account_id"],
  ] as const) {
    const value = renamed.get(from);
    if (value === undefined) continue;
    renamed.delete(from);
    renamed.set(to, value);
  }
  return renamed;
}

function resourceFields(resource: JsonObject): EcsObject {
  const fields = emptyObject();
  for (const [key, value] of resource) {
    const scalars = scalarsOf(value);
    if (scalars !== undefined) fields[key] = scalars;
  }
  return fields;
}
