import type { FieldGroup } from "../../../src/ecs/fieldGroup.ts";
import { fieldsOfGroups } from "../../../src/ecs/fieldGroup.ts";
import { githubFields } from "../../../src/ecs/githubFields.ts";
import { o365Fields } from "../../../src/ecs/o365Fields.ts";

type Members = Record<string, unknown>;

const valueOfType: Readonly<Record<string, unknown>> = {
  boolean: true,
  date: "2026-03-10T02:14:07.000Z",
  ip: "203.0.113.9",
  long: 5,
};

/** A record that has every member that the catalogue declares below a prefix. */
function declaredMembers(groups: readonly FieldGroup[], prefix: string): Members {
  const record: Members = {};
  for (const { name, type } of fieldsOfGroups(groups)) {
    if (!name.startsWith(prefix) || ["nested", "object", "flattened"].includes(type)) continue;
    const keys = name.slice(prefix.length).split(".");
    let object = record;
    for (const key of keys.slice(0, -1)) object = (object[key] ??= {}) as Members;
    object[keys.at(-1)!] = valueOfType[type] ?? "text";
  }
  return record;
}

const { Data: data, ...audit } = declaredMembers(o365Fields, "o365.audit.");

const o365: Members = {
  ...audit,
  CreationTime: "2026-03-10T02:14:07",
  Id: "o-1",
  Operation: "FileAccessed",
  OrganizationId: "11111111-2222-4333-8444-555555555555",
  RecordType: 1,
  UserId: "ana@example.com",
  Workload: "Exchange",
  ClientIPAddress: "203.0.113.7:443",
  OriginatingServer: "mail (203.0.113.8)",
  OrganizationName: "example",
  Severity: "low",
  Platform: "1",
  Parameters: { ForwardTo: "bob@example.com", From: "ana@example.com", ...(audit["Parameters"] as Members) },
  AppAccessContext: { DeviceId: "d", AADSessionId: "s", UniqueTokenId: "t" },
  FilePath: "/f",
  RescanResult: { ...(audit["RescanResult"] as Members), Timestamp: "2026-03-10T02:14:07" },
  StartTime: "2026-03-10T02:14:07",
  StartTimeUtc: "2026-03-10T02:14:07",
  AlertLinks: [{ AlertLinkHref: "https://example.com/alert" }],
  OriginatingDomain: "example.com",
  Data: JSON.stringify(data),
};

const mailMetaData = { From: "ana@example.com", To: ["bob@example.com"], Subject: "s" };
const fileMetaData = {
  FileName: "f",
  FilePathUrl: "https://example.com/f",
  UniqueId: "i",
  FileOwner: "bob",
  LastModifiedTime: "2026-03-10T02:14:07",
};

const ofSchema = (RecordType: number, members: Members = {}): Members => ({ ...o365, RecordType, ...members });

const github: Members = {
  ...declaredMembers(githubFields, "github."),
  "@timestamp": 1773108847123,
  _document_id: "g-1",
  action: "org.add_member",
  actor: "ana",
  user: "bob",
  transport_protocol: 1,
  actor_location: { country_code: "AT", country_name: "Austria", ip: "203.0.113.7" },
};

const gcp: Members = {
  insertId: "i-1",
  logName: "projects/example/logs/cloudaudit.googleapis.com%2Factivity",
  severity: "NOTICE",
  timestamp: "2026-03-10T02:14:07Z",
  receiveTimestamp: "2026-03-10T02:14:08Z",
  labels: { a: "b" },
  operation: { id: "o-1", first: true },
  resource: {
    type: "k8s_cluster",
    labels: { project_id: "p", instance_id: "1", location: "l", cluster_name: "c", resource_container: "r" },
  },
  protoPayload: {
    "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
    serviceName: "k8s.io",
    methodName: "io.k8s.core.v1.pods.get",
    resourceName: "core/v1/namespaces/n/pods/p",
    numResponseItems: "3",
    authenticationInfo: {
      principalEmail: "ana@example.com",
      principalSubject: "user:ana@example.com",
      authoritySelector: "a",
      serviceAccountKeyName: "k",
      serviceAccountDelegationInfo: [{ a: "b" }],
      thirdPartyPrincipal: { a: "b" },
    },
    authorizationInfo: [
      { permission: "p", granted: true, resource: "r", resourceAttributes: { name: "n", service: "s", type: "t" } },
    ],
    requestMetadata: { callerIp: "203.0.113.7", callerSuppliedUserAgent: "kubectl" },
    resourceLocation: { currentLocations: ["l"] },
    serviceData: { policyDelta: { bindingDeltas: [{ action: "ADD", role: "r" }] } },
    policyViolationInfo: {
      orgPolicyViolationInfo: {
        payload: { a: "b" },
        resourceType: "t",
        resourceTags: { a: "b" },
        violationInfo: [{ checkedValue: "v", constraint: "c", errorMessage: "m", policyType: "t" }],
      },
    },
    metadata: { a: "b" },
    request: { a: "b" },
    response: { a: "b" },
    status: { code: 0, message: "m", details: [{ a: "b" }] },
  },
};

const { protoPayload: _protoPayload, ...entry } = gcp;

const gcpAccess: Members = {
  ...entry,
  logName: "organizations/1/logs/cloudaudit.googleapis.com%2Faccess_transparency",
  jsonPayload: {
    access: {
      callerIp: "203.0.113.7",
      callerIpGeo: { regionCode: "AT" },
      methodName: "m",
      principalEmail: "ana@example.com",
      principalSubject: "s",
      serviceName: "s",
      userAgent: "a",
    },
    actionTime: "2026-03-10T02:14:07Z",
    actionType: "t",
    affectedResources: ["r"],
    learnMoreUri: "https://example.com",
    sourceLogIds: [{ insertId: "i", logTime: "2026-03-10T02:14:07Z", queryUri: "q", resourceContainer: "r" }],
  },
};

const okta: Members = {
  uuid: "k-1",
  published: "2026-03-10T02:14:07Z",
  eventType: "user.session.start",
  displayMessage: "m",
  actor: { alternateId: "ana@example.com", displayName: "Ana", id: "1", type: "User" },
  client: {
    device: "Computer",
    id: "c",
    ipAddress: "203.0.113.7",
    zone: "z",
    userAgent: { browser: "b", os: "o", rawUserAgent: "r" },
    geographicalContext: { city: "Linz", state: "Upper Austria", country: "Austria", geolocation: { lat: 1, lon: 2 } },
  },
  device: {
    id: "d",
    name: "n",
    disk_encryption_type: "FULL",
    managed: true,
    registered: true,
    os_platform: "p",
    os_version: "v",
    screen_lock_type: "s",
    secure_hardware_present: true,
    device_integrator: '{"a":"b"}',
  },
  outcome: { result: "SUCCESS", reason: "r" },
  transaction: { id: "t", type: "WEB", detail: { requestApiTokenId: "a" } },
  authenticationContext: {
    authenticationProvider: "p",
    authenticationStep: 0,
    credentialProvider: "c",
    credentialType: "t",
    externalSessionId: "e",
    rootSessionId: "r",
    issuer: { id: "i", type: "t" },
  },
  securityContext: { asNumber: 64496, asOrg: "o", domain: "example.com", isProxy: false, isp: "i" },
  request: { ipChain: [{ ip: "203.0.113.7" }] },
  debugContext: {
    debugData: {
      behaviors: "{New IP=POSITIVE}",
      clientSecret: "c",
      deviceFingerprint: "f",
      dtHash: "h",
      factor: "f",
      grantType: "g",
      grantedScopes: "s",
      requestId: "r",
      requestUri: "u",
      requestedScopes: "s",
      risk: "{reasons=a, level=LOW}",
      threatSuspected: "false",
      url: "u",
    },
  },
  target: [
    { id: "1", type: "User", alternateId: "a", displayName: "d", login: "bob@example.com" },
    { id: "2", type: "UserGroup", alternateId: "a", displayName: "g" },
  ],
};

/** Records of the sources other than AWS and Azure that hold, between them, every member that a pipeline reads. */
export const otherEverything: readonly Members[] = [
  gcp,
  gcpAccess,
  github,
  okta,
  ofSchema(999),
  ofSchema(999, { ClientIPAddress: undefined, ClientIP: "client.example.com" }),
  ofSchema(999, { ClientIPAddress: undefined, ClientIP: undefined }),
  o365,
  ofSchema(2, { LogonUserDisplayName: "Ana", UserId: "", MailboxOwnerUPN: "ana@example.com" }),
  ofSchema(6),
  ofSchema(8, { ObjectId: "bob@example.com" }),
  ofSchema(11, { SharePointMetaData: fileMetaData, PolicyName: "p" }),
  ofSchema(13, { ExchangeMetaData: mailMetaData }),
  ofSchema(22, { TargetUserId: "bob@example.com", TargetYammerUserId: "bob@example.com" }),
  ofSchema(25),
  ofSchema(40),
];
