import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getField, printDocument } from "../../../src/ecs/document.ts";
import type { EcsObject } from "../../../src/ecs/value.ts";
import { emptyObject } from "../../../src/ecs/value.ts";
import { recognizeAzure } from "../../../src/normalize/azureShapes.ts";
import { normalizerOf } from "../../../src/normalize/index.ts";
import type { NormalizeOptions } from "../../../src/normalize/record.ts";
import { jsonObject } from "./azureRecords.ts";
import {
  aadGraphRecord,
  auditRecord,
  cluster,
  directoryAudit,
  graphRecord,
  keyVaultRecord,
  kubeAuditRecord,
  riskRecord,
  signIn,
  signInRecord,
  tenant,
} from "./entraRecords.ts";

function normalized(record: unknown, options: NormalizeOptions = {}): EcsObject {
  const recognition = recognizeAzure(jsonObject(record));
  assert.ok(recognition?.kind === "recognized", JSON.stringify(recognition));
  const normalizer = normalizerOf(recognition.dataset);
  const result = normalizer.normalize(recognition, options);
  assert.ok(result.kind === "event", JSON.stringify(result));
  assert.equal(normalizer.identify(recognition).action, getField(result.document, "event.action"));
  return result.document;
}

function fieldOf(document: EcsObject, path: string): unknown {
  const value = getField(document, path);
  return value === undefined ? undefined : JSON.parse(printDocument({ value } as EcsObject))["value"];
}

/** What it is about, the record, and what then stands at each path; undefined for nothing. */
type Case = readonly [about: string, record: Record<string, unknown>, expected: Record<string, unknown>];

function table(name: string, cases: readonly Case[]): void {
  describe(name, () => {
    for (const [about, record, expected] of cases) {
      it(about, () => {
        const document = normalized(record);
        for (const [path, value] of Object.entries(expected)) assert.deepEqual(fieldOf(document, path), value, path);
      });
    }
  });
}

const properties = "azure.signinlogs.properties";

table("azure.signinlogs", [
  [
    "a person signs in",
    signInRecord(),
    {
      "@timestamp": "2026-03-10T02:14:07.123Z",
      "data_stream.dataset": "azure.signinlogs",
      "event.action": "Sign-in activity",
      "event.category": ["authentication"],
      "event.type": ["info"],
      "event.outcome": "success",
      "event.id": "5160000a-0000-4000-8000-00000000000a",
      "log.level": "4",
      message: "MFA requirement satisfied by claim in the token",
      "source.address": "203.0.113.7",
      "source.ip": "203.0.113.7",
      "client.ip": "203.0.113.7",
      "related.ip": ["203.0.113.7"],
      "user.name": "alice@example.com",
      "user.email": "alice@example.com",
      "user.full_name": "Alice Example",
      "user.id": "9e1f0000-0000-4000-8000-000000000001",
      "user_agent.original": "python-requests/2.31.0",
      "azure.tenant_id": tenant,
      "azure.correlation_id": "c0ffee00-0000-4000-8000-000000000002",
      "azure.resource.provider": "Microsoft.aadiam",
      "geo.country_iso_code": "AT",
      "geo.city_name": "Linz",
      "geo.region_name": "Oberoesterreich",
      "geo.location": { lat: 48.3, lon: 14.3 },
      "azure.signinlogs.result_type": "0",
      "azure.signinlogs.identity": "Alice Example",
      "azure.signinlogs.caller_ip_address": "203.0.113.7",
      [`${properties}.user_principal_name`]: "alice@example.com",
      [`${properties}.created_at`]: "2026-03-10T02:14:05.5009999Z",
      [`${properties}.risk_level_during_signin`]: "none",
      [`${properties}.processing_time_ms`]: 112,
      [`${properties}.device_detail`]: {
        operating_system: "Windows10",
        browser: "Python Requests 2.31",
        is_compliant: false,
        is_managed: false,
      },
      [`${properties}.applied_conditional_access_policies`]: [
        { id: "p1", display_name: "Require MFA", enforced_grant_controls: ["Mfa"], result: "notApplied" },
      ],
      [`${properties}.authentication_processing_details`]: {
        "Is CAE Token": "False",
        "Oauth Scope Info": '["user_impersonation"]',
      },
      [`${properties}.status`]: { error_code: 0 },
      [`${properties}.risk_event_types`]: undefined,
      [`${properties}.ip_address`]: undefined,
      [`${properties}.location`]: undefined,
      [`${properties}.user_agent`]: undefined,
      "azure.signinlogs.level": undefined,
      "azure.signinlogs.time": undefined,
    },
  ],
  [
    "a second factor is missing",
    signInRecord({ resultType: "50074" }, { status: { errorCode: 50074, failureReason: "Strong authentication." } }),
    {
      "event.outcome": "failure",
      message: "Strong authentication.",
      [`${properties}.status.error_code`]: 50074,
      "azure.signinlogs.result_type": "50074",
    },
  ],
  [
    "reason and details make one message",
    signInRecord({}, { status: { errorCode: 1, failureReason: "why", additionalDetails: "how" } }),
    { message: "why (how)" },
  ],
  [
    "a device code",
    signInRecord({}, { authenticationProtocol: "deviceCode", originalTransferMethod: "deviceCodeFlow" }),
    {
      [`${properties}.authentication_protocol`]: "deviceCode",
      [`${properties}.original_transfer_method`]: "deviceCodeFlow",
    },
  ],
  [
    "a service principal has no name of a user",
    signInRecord(
      { category: "ServicePrincipalSignInLogs" },
      {
        userPrincipalName: "",
        userDisplayName: null,
        userId: null,
        servicePrincipalId: "5e",
        servicePrincipalName: "backup",
        servicePrincipalCredentialKeyId: "ce",
      },
    ),
    {
      user: undefined,
      "service.name": "backup",
      "related.user": undefined,
      "related.entity": ["04b07795-8ddb-461a-bbee-02f9e1bf7b46", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "5e", "ce"],
      "event.outcome": "success",
    },
  ],
  [
    "an address in the record alone gives no source",
    signInRecord({}, { ipAddress: null }),
    { source: undefined, "azure.signinlogs.caller_ip_address": "203.0.113.7" },
  ],
  [
    "an address that is none stays a text",
    signInRecord({}, { ipAddress: "unknown" }),
    { "source.address": "unknown", "source.ip": undefined, "related.ip": undefined },
  ],
  [
    "no status is no failure",
    signInRecord({ properties: null }),
    { "event.outcome": "success", "azure.signinlogs.properties": undefined },
  ],
  [
    "a code that is no number tells nothing",
    signInRecord({}, { status: { errorCode: "0" } }),
    { "event.outcome": undefined },
  ],
  [
    "the time may be called createdDateTime",
    signInRecord({ time: undefined, createdDateTime: "2026-03-10T03:00:00Z" }),
    { "@timestamp": "2026-03-10T03:00:00.000Z", "azure.signinlogs.created_date_time": undefined },
  ],
]);

const audited = "azure.auditlogs.properties";
const changed = `${audited}.target_resources.0.modified_properties`;

table("azure.auditlogs", [
  [
    "a member is added to a role",
    auditRecord(),
    {
      "@timestamp": "2026-03-10T02:15:00.500Z",
      "event.action": "Add member to role",
      "event.outcome": "success",
      "event.category": undefined,
      "event.type": undefined,
      "event.duration": 0,
      "source.ip": "203.0.113.7",
      "user.name": "alice@example.com",
      "user.id": "9e1f0000-0000-4000-8000-000000000001",
      "azure.tenant_id": tenant,
      "azure.auditlogs.operation_name": "Add member to role",
      "azure.auditlogs.identity": "Alice Example",
      "azure.auditlogs.level": 4,
      [`${audited}.category`]: "RoleManagement",
      [`${audited}.result`]: undefined,
      [`${audited}.initiated_by.user.userPrincipalName`]: "alice@example.com",
      [`${audited}.initiated_by.user.ipAddress`]: "203.0.113.7",
      [`${audited}.additional_details`]: [{ key: "User-Agent", value: "python-requests/2.31.0" }],
      [`${audited}.target_resources.0.type`]: "User",
      [`${audited}.target_resources.0.user_principal_name`]: "bob@example.com",
      [`${changed}.1`]: { display_name: "Role.DisplayName", new_value: '"Global Administrator"' },
      [`${audited}.target_resources.1`]: { display_name: "Global Administrator", id: "r2", type: "Role" },
      [`${audited}.targetResources`]: undefined,
      user_agent: undefined,
      "related.entity": ["9e1f0000-0000-4000-8000-000000000001", "9e1f0000-0000-4000-8000-000000000002", "r2"],
    },
  ],
  [
    "consent by an application",
    auditRecord(
      { operationName: "Consent to application", callerIpAddress: null },
      {
        initiatedBy: {
          app: { appId: null, displayName: "setup", servicePrincipalId: "5e", servicePrincipalName: null },
        },
        userAgent: "EvoSTS",
      },
    ),
    {
      "event.action": "Consent to application",
      user: undefined,
      source: undefined,
      [`${audited}.initiated_by.app`]: { displayName: "setup", servicePrincipalId: "5e" },
      [`${audited}.userAgent`]: "EvoSTS",
      "related.entity": ["5e", "9e1f0000-0000-4000-8000-000000000002", "r2"],
    },
  ],
  [
    "a policy is changed, without success",
    auditRecord({ operationName: "Update policy" }, { result: "Failure", resultReason: "no right" }),
    { "event.outcome": "failure", [`${audited}.result_reason`]: "no right" },
  ],
  [
    "another result stays where it is",
    auditRecord({}, { result: "timeout" }),
    { "event.outcome": undefined, [`${audited}.result`]: "timeout" },
  ],
  [
    "a resource without a list of changes ends the reading",
    auditRecord(
      {},
      {
        targetResources: [
          { id: "a", modifiedProperties: null },
          { id: "b", modifiedProperties: [] },
        ],
      },
    ),
    {
      [`${audited}.target_resources`]: { "0": { id: "a" } },
      [`${audited}.targetResources`]: [{ id: "a" }, { id: "b" }],
    },
  ],
  [
    "an address with a port is none",
    auditRecord({ callerIpAddress: "203.0.113.7:443" }),
    { "source.address": "203.0.113.7:443" },
  ],
  ["the tenant may come from the resource alone", auditRecord({ tenantId: undefined }), { "azure.tenant_id": tenant }],
]);

const log = "azure.platformlogs.properties.log";

table("azure.platformlogs", [
  [
    "a secret of Kubernetes is read",
    kubeAuditRecord(),
    {
      "event.action": "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read",
      "azure.platformlogs.category": "kube-audit",
      "azure.platformlogs.event_category": "Administrative",
      "azure.platformlogs.ccpNamespace": "0123456789abcdef",
      "azure.resource.id": cluster,
      "azure.resource.name": "AKS-PROD",
      "azure.resource.group": "RG-AKS",
      [`${log}.verb`]: "get",
      [`${log}.objectRef.resource`]: "secrets",
      [`${log}.responseStatus`]: { code: 200 },
      [`${log}.user.username`]: "masterclient",
      [`${log}.user.groups`]: ["system:masters", "system:authenticated"],
      [`${log}.sourceIPs`]: ["203.0.113.7"],
      "azure.platformlogs.properties.pod": "kube-apiserver-0",
      message: undefined,
      source: undefined,
      "event.outcome": undefined,
    },
  ],
  [
    "a log that is no JSON is the message",
    kubeAuditRecord({}, { category: "kube-apiserver", properties: { log: "I0310 02:16 ready", pod: "p" } }),
    { message: "I0310 02:16 ready", "azure.platformlogs.properties": { pod: "p" } },
  ],
  [
    "a secret of a vault is read",
    keyVaultRecord(),
    {
      "event.action": "SecretGet",
      "event.outcome": "success",
      "event.duration": 21_000_000,
      "source.ip": "203.0.113.7",
      "related.ip": ["203.0.113.7"],
      "azure.platformlogs.identity.claim.upn": "alice@example.com",
      "azure.platformlogs.properties.id": "https://kv-prod.vault.azure.net/secrets/db-password",
      "azure.platformlogs.result_signature": "OK",
      "azure.tenant_id": tenant,
      "azure.resource.provider": "MICROSOFT.KEYVAULT/VAULTS",
    },
  ],
  [
    "a duration that is a number is dropped, an address with a port is none",
    keyVaultRecord({ durationMs: 21, callerIpAddress: "203.0.113.7:443" }),
    { "event.duration": undefined, "source.address": "203.0.113.7:443", "source.ip": undefined },
  ],
  [
    "capital names",
    keyVaultRecord({
      resourceId: undefined,
      ResourceId: cluster,
      operationName: undefined,
      EventName: "Deploy",
      resultType: undefined,
      Status: "Failed",
      Region: "westeurope",
      Identity: "someone",
      identity: undefined,
      EventTimeString: "3/10/2026 2:20:00 AM +00:00",
      EventProperties: '{"policies":[1]}',
      properties: undefined,
    }),
    {
      "@timestamp": "2026-03-10T02:20:00.000Z",
      "event.action": "Deploy",
      "event.outcome": "failure",
      "cloud.region": "westeurope",
      "azure.platformlogs.identity_name": "someone",
      "azure.platformlogs.status": "Failed",
      "azure.platformlogs.event_category": "Policy",
      "azure.resource.name": "AKS-PROD",
    },
  ],
  [
    "properties in single quotes",
    keyVaultRecord({ properties: "{'a': 'b'}" }),
    { "azure.platformlogs.properties": { a: "b" } },
  ],
  [
    "properties that cannot be read vanish",
    keyVaultRecord({ properties: "{" }),
    { "azure.platformlogs.properties": undefined },
  ],
]);

const graph = "azure.graphactivitylogs";

table("azure.graphactivitylogs", [
  [
    "mail is read with a user's token",
    graphRecord(),
    {
      "event.action": "Microsoft Graph Activity",
      "event.category": ["api"],
      "event.type": ["access"],
      "event.outcome": "success",
      "event.duration": 462_680_000_000,
      "http.request.method": "GET",
      "http.response.status_code": 200,
      "http.response.bytes": 364,
      "url.domain": "graph.microsoft.com",
      "url.path": "/v1.0/me/messages",
      "url.query": "$top=10",
      "url.extension": undefined,
      "user_agent.original": "python-requests/2.31.0",
      "user.id": "9e1f0000-0000-4000-8000-000000000001",
      "cloud.region": "West Europe",
      "cloud.account.id": tenant,
      "azure.tenant_id": tenant,
      "azure.resource.provider": "MICROSOFT.AADIAM",
      [`${graph}.result_signature`]: "200",
      [`${graph}.properties.c_idtyp`]: "user",
      [`${graph}.properties.c_sid`]: "00aa0000-0000-4000-8000-00000000aaaa",
      [`${graph}.properties.user_principal_object_id`]: "9e1f0000-0000-4000-8000-000000000001",
      [`${graph}.properties.client_auth_method`]: 0,
      [`${graph}.properties.scopes`]: ["Mail.Read", "User.Read", "openid"],
      [`${graph}.properties.time_generated`]: "2026-03-10T02:17:00.644Z",
      [`${graph}.properties.roles`]: undefined,
      [`${graph}.properties.request_uri`]: undefined,
      [`${graph}.properties.ip_address`]: undefined,
    },
  ],
  [
    "a change that is not allowed, by an application",
    graphRecord({ requestMethod: "PATCH", responseStatusCode: 403, userId: null, servicePrincipalId: "5e" }),
    {
      "event.type": ["change", "denied"],
      "event.outcome": "failure",
      "user.id": "5e",
      "service.id": "5e",
      "client.user.id": "5e",
    },
  ],
  [
    "a write is no access",
    graphRecord({ requestMethod: "POST", responseStatusCode: 302 }),
    { "event.type": ["creation"], "event.outcome": undefined },
  ],
]);

table("azure.aadgraphactivitylogs", [
  [
    "principals are listed",
    aadGraphRecord(),
    {
      "@timestamp": "2026-03-10T02:18:00.123Z",
      "event.action": "service-principals-read",
      "event.category": ["iam", "web"],
      "event.type": ["access", "info"],
      "event.outcome": "success",
      "event.id": "9e000000-0000-4000-8000-000000000007",
      "url.path": `/v2/${tenant}/servicePrincipals`,
      "azure.tenant_id": tenant,
      "azure.resource": undefined,
      "azure.aadgraphactivitylogs.properties.actor_type": "User",
      "azure.aadgraphactivitylogs.properties.roles": ["Group.Read.All"],
      "azure.aadgraphactivitylogs.properties.token_issued_at": "2026-03-10T02:13:00.000Z",
      "azure.aadgraphactivitylogs.properties.__udi_required_fields_unique_id": undefined,
      "related.user": ["9e1f0000-0000-4000-8000-000000000001", "1b730954-1685-4b74-9bfd-dac224a7b894"],
    },
  ],
  ...(
    [
      ["GET", "/v2/t/oauth2PermissionGrants", "oauth2-permission-grants-read"],
      ["PATCH", "/v2/t/applications/1", "applications-update"],
      ["POST", "/t/$batch", "batch-execute"],
      ["DELETE", "/v2/t/users/1", "users-delete"],
      ["OPTIONS", "/t/users", "users-options"],
      ["GET", "/t", "AAD Graph Activity"],
      ["GET", "/v2/t/", "AAD Graph Activity"],
    ] as const
  ).map(
    ([httpMethod, path, action]): Case => [
      `${httpMethod} ${path} is ${action}`,
      aadGraphRecord({ httpMethod, requestUri: `https://graph.windows.net${path}` }),
      { "event.action": action },
    ],
  ),
  [
    "without its own time the record's counts",
    aadGraphRecord({ timeGenerated: null }),
    { "@timestamp": "2026-03-10T02:18:10.000Z" },
  ],
]);

const risk = "azure.identityprotection.properties";

table("azure.identity_protection", [
  [
    "a sign-in is at risk",
    riskRecord(),
    {
      "@timestamp": "2026-03-10T02:19:00.000Z",
      "event.action": "User Risk Detection",
      "event.outcome": undefined,
      "source.ip": "203.0.113.7",
      "client.ip": undefined,
      "user.name": "alice@example.com",
      "user.email": "alice@example.com",
      "azure.identityprotection.category": "UserRiskEvents",
      "azure.identityprotection.identity": undefined,
      [`${risk}.risk_state`]: "atRisk",
      [`${risk}.activity`]: "signin",
      [`${risk}.detected_datetime`]: "2026-03-10T02:14:05.500Z",
      [`${risk}.additional_info`]: [{ Key: "userAgent", Value: "python-requests/2.31.0" }],
      [`${risk}.additionalInfo`]: undefined,
      [`${risk}.location`]: { city: "Linz", state: "Oberoesterreich", countryOrRegion: "AT" },
      [`${risk}.homeTenantId`]: undefined,
    },
  ],
  [
    "a user is at risk",
    riskRecord(
      { riskDetail: "adminConfirmedUserCompromised", userId: null, additionalInfo: "none" },
      { category: "RiskyUsers", operationName: "Risky user", callerIpAddress: null },
    ),
    {
      "event.action": "Risky user",
      source: undefined,
      "user.id": undefined,
      [`${risk}.risk_detail`]: "adminConfirmedUserCompromised",
      [`${risk}.additionalInfo`]: "none",
    },
  ],
]);

/** A record's columns as Log Analytics has them. */
function columns(object: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(object).map(([name, value]) => [
    name.slice(0, 1).toUpperCase() + name.slice(1),
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  ]);
  return Object.fromEntries(entries);
}

describe("shapes of sign-ins and audits", () => {
  const { ipAddress, location, resourceId, appliedConditionalAccessPolicies, ...others } = signIn();
  const row = {
    TimeGenerated: "2026-03-10T02:14:07.1239999Z",
    TenantId: "the workspace",
    AADTenantId: tenant,
    OperationName: "Sign-in activity",
    OperationVersion: "1.0",
    Category: "SignInLogs",
    ResultType: "0",
    ResultSignature: "SUCCESS",
    DurationMs: 0,
    Identity: "Alice Example",
    Location: "AT",
    ResourceId: `/tenants/${tenant}/providers/Microsoft.aadiam`,
    Type: "SigninLogs",
    ...columns(others),
    IPAddress: ipAddress,
    LocationDetails: JSON.stringify(location),
    ResourceIdentity: resourceId,
    ConditionalAccessPolicies: JSON.stringify(appliedConditionalAccessPolicies),
  };

  /** The document without what tells how the record came. */
  function comparable(record: unknown): unknown {
    const document = JSON.parse(printDocument(normalized(record)));
    delete document.labels;
    delete document.event.original;
    delete document.log;
    return document;
  }

  it("reads a row of SigninLogs as the export of the same sign-in", () => {
    assert.deepEqual(comparable(row), comparable(signInRecord()));
    assert.equal(fieldOf(normalized(row), "labels.eqlite_adapted"), "azure log analytics");
  });

  it("reads a sign-in of Microsoft Graph, whose properties are those of the export", () => {
    const document = normalized(signIn());
    assert.equal(fieldOf(document, "@timestamp"), "2026-03-10T02:14:05.500Z");
    assert.equal(fieldOf(document, "azure.signinlogs.category"), "SignInLogs");
    assert.deepEqual(fieldOf(document, properties), fieldOf(normalized(signInRecord()), properties));
    assert.equal(fieldOf(document, "labels.eqlite_adapted"), "microsoft graph");
  });

  const categories = [
    [{ signInEventTypes: ["nonInteractiveUser"] }, "NonInteractiveUserSignInLogs"],
    [{ signInEventTypes: ["servicePrincipal"] }, "ServicePrincipalSignInLogs"],
    [{ signInEventTypes: ["managedIdentity"] }, "ManagedIdentitySignInLogs"],
    [{ isInteractive: false }, "NonInteractiveUserSignInLogs"],
    [{ userPrincipalName: "", userId: "", servicePrincipalId: "5e" }, "ServicePrincipalSignInLogs"],
  ] as const;
  for (const [change, category] of categories) {
    it(`takes ${JSON.stringify(change)} for ${category}`, () => {
      assert.equal(fieldOf(normalized(signIn(change)), "azure.signinlogs.category"), category);
    });
  }

  it("reads an audit of Microsoft Graph and a row of AuditLogs as their export", () => {
    const expected = fieldOf(normalized(auditRecord()), audited);
    const ofGraph = normalized(directoryAudit());
    assert.deepEqual(fieldOf(ofGraph, audited), expected);
    assert.equal(fieldOf(ofGraph, "event.action"), "Add member to role");
    const { operationType, category, ...members } = directoryAudit();
    const ofTable = normalized({
      TimeGenerated: "2026-03-10T02:15:00.5Z",
      OperationName: "Add member to role",
      Type: "AuditLogs",
      AADOperationType: operationType,
      Category: category,
      ...columns(members),
    });
    const { result_reason: _empty, ...without } = expected as Record<string, unknown>;
    assert.deepEqual(fieldOf(ofTable, audited), without);
  });

  it("names tables that it does not read", () => {
    assert.deepEqual(recognizeAzure(jsonObject({ TimeGenerated: "2026-03-10T02:15:00Z", Type: "AADRiskyUsers" })), {
      kind: "rejected",
      reason: "table AADRiskyUsers of Log Analytics is not yet supported",
    });
  });
});

describe("places and user agents", () => {
  const place: EcsObject = Object.assign(emptyObject(), { country_name: "Austria" });
  const system: EcsObject = Object.assign(emptyObject(), { number: 64_496 });
  const options: NormalizeOptions = {
    geo: () => ({ geo: place, as: system }),
    userAgent: (original) => Object.assign(emptyObject(), { original, name: "Python Requests" }),
  };
  const records = { signInRecord, auditRecord, graphRecord, aadGraphRecord, riskRecord, keyVaultRecord };
  for (const [name, make] of Object.entries(records)) {
    it(`${name} has the place of its address`, () => {
      const document = normalized(make(), options);
      assert.equal(fieldOf(document, "source.as.number"), 64_496);
      assert.equal(fieldOf(document, "source.geo.country_name"), "Austria");
      const isGraph = name === "graphRecord" || name === "aadGraphRecord";
      assert.equal(fieldOf(document, "client.as.number"), isGraph ? 64_496 : undefined);
    });
  }

  it("user agents are taken apart, but not those of audits", () => {
    for (const make of [signInRecord, graphRecord, aadGraphRecord]) {
      assert.equal(fieldOf(normalized(make(), options), "user_agent.name"), "Python Requests");
    }
    assert.equal(fieldOf(normalized(auditRecord({}, { userAgent: "a" }), options), "user_agent"), undefined);
  });
});
