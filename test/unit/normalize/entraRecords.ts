/** Records of our own making after what Entra ID and AKS export; no real tenant, application or person. */
export const tenant = "7e4a0000-1111-4222-8333-444455556666";

const aadiam = `/tenants/${tenant}/providers/Microsoft.aadiam`;
const alice = "9e1f0000-0000-4000-8000-000000000001";

type Changes = Readonly<Record<string, unknown>>;

/** The properties of a sign-in, which is also how Microsoft Graph gives it. */
export function signIn(changes: Changes = {}): Record<string, unknown> {
  return {
    id: "5160000a-0000-4000-8000-00000000000a",
    createdDateTime: "2026-03-10T02:14:05.5009999Z",
    userDisplayName: "Alice Example",
    userPrincipalName: "alice@example.com",
    userId: alice,
    appId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    appDisplayName: "Microsoft Azure CLI",
    ipAddress: "203.0.113.7",
    clientAppUsed: "Mobile Apps and Desktop clients",
    userAgent: "python-requests/2.31.0",
    correlationId: "c0ffee00-0000-4000-8000-000000000002",
    conditionalAccessStatus: "notApplied",
    originalRequestId: "5160000a-0000-4000-8000-00000000000a",
    isInteractive: true,
    tokenIssuerName: "",
    tokenIssuerType: "AzureAD",
    processingTimeInMilliseconds: 112,
    riskDetail: "none",
    riskLevelAggregated: "none",
    riskLevelDuringSignIn: "none",
    riskState: "none",
    riskEventTypes: [],
    resourceDisplayName: "Windows Azure Service Management API",
    resourceId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    resourceTenantId: tenant,
    homeTenantId: tenant,
    authenticationRequirement: "singleFactorAuthentication",
    authenticationProtocol: "none",
    incomingTokenType: "none",
    clientCredentialType: "none",
    sessionId: "00aa0000-0000-4000-8000-00000000aaaa",
    uniqueTokenIdentifier: "dG9rZW4x",
    userType: "Member",
    crossTenantAccessType: "none",
    autonomousSystemNumber: 64496,
    status: { errorCode: 0, additionalDetails: "MFA requirement satisfied by claim in the token" },
    deviceDetail: {
      deviceId: "",
      displayName: "",
      operatingSystem: "Windows10",
      browser: "Python Requests 2.31",
      isCompliant: false,
      isManaged: false,
      trustType: "",
    },
    location: {
      city: "Linz",
      state: "Oberoesterreich",
      countryOrRegion: "AT",
      geoCoordinates: { latitude: 48.3, longitude: 14.3 },
    },
    appliedConditionalAccessPolicies: [
      { id: "p1", displayName: "Require MFA", enforcedGrantControls: ["Mfa"], result: "notApplied" },
    ],
    authenticationDetails: [
      { authenticationMethod: "Password", succeeded: true, authenticationStepDateTime: "2026-03-10T02:14:05Z" },
    ],
    authenticationProcessingDetails: [
      { key: "Is CAE Token", value: "False" },
      { key: "Oauth Scope Info", value: '["user_impersonation"]' },
    ],
    ...changes,
  };
}

/** A sign-in as an Event Hub or a storage account holds it; `properties` are changed by the second parameter. */
export function signInRecord(changes: Changes = {}, properties: Changes = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:14:07.1239999Z",
    resourceId: aadiam,
    operationName: "Sign-in activity",
    operationVersion: "1.0",
    category: "SignInLogs",
    tenantId: tenant,
    resultType: "0",
    resultSignature: "SUCCESS",
    durationMs: 0,
    callerIpAddress: "203.0.113.7",
    correlationId: "c0ffee00-0000-4000-8000-000000000002",
    identity: "Alice Example",
    Level: 4,
    location: "AT",
    properties: signIn(properties),
    ...changes,
  };
}

/** The properties of an entry of the audit log, which is also how Microsoft Graph gives it. */
export function directoryAudit(changes: Changes = {}): Record<string, unknown> {
  return {
    id: "Directory_c0ffee00-0000-4000-8000-000000000003_AAAAA_1",
    category: "RoleManagement",
    correlationId: "c0ffee00-0000-4000-8000-000000000003",
    result: "success",
    resultReason: "",
    activityDisplayName: "Add member to role",
    activityDateTime: "2026-03-10T02:15:00.5000000Z",
    loggedByService: "Core Directory",
    operationType: "Assign",
    userAgent: null,
    initiatedBy: {
      user: {
        id: alice,
        displayName: null,
        userPrincipalName: "alice@example.com",
        ipAddress: "203.0.113.7",
        roles: [],
      },
    },
    targetResources: [
      {
        id: "9e1f0000-0000-4000-8000-000000000002",
        displayName: null,
        type: "User",
        userPrincipalName: "bob@example.com",
        groupType: null,
        modifiedProperties: [
          { displayName: "Role.ObjectID", oldValue: null, newValue: '"a1"' },
          { displayName: "Role.DisplayName", oldValue: null, newValue: '"Global Administrator"' },
          { displayName: "Role.TemplateId", oldValue: null, newValue: '"62e90394-69f5-4237-9190-012177145e10"' },
        ],
      },
      { id: "r2", displayName: "Global Administrator", type: "Role", modifiedProperties: [] },
    ],
    additionalDetails: [{ key: "User-Agent", value: "python-requests/2.31.0" }],
    ...changes,
  };
}

/** An entry of the audit log as an Event Hub or a storage account holds it. */
export function auditRecord(changes: Changes = {}, properties: Changes = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:15:00.5000000Z",
    resourceId: aadiam,
    operationName: "Add member to role",
    operationVersion: "1.0",
    category: "AuditLogs",
    tenantId: tenant,
    resultSignature: "None",
    durationMs: 0,
    callerIpAddress: "203.0.113.7",
    correlationId: "c0ffee00-0000-4000-8000-000000000003",
    identity: "Alice Example",
    Level: 4,
    properties: directoryAudit(properties),
    ...changes,
  };
}

export const cluster =
  "/SUBSCRIPTIONS/0A1B2C3D-1111-2222-3333-444455556666/RESOURCEGROUPS/RG-AKS/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/AKS-PROD";

/** An event of the Kubernetes audit log. */
export function kubernetesAudit(changes: Changes = {}): Record<string, unknown> {
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "Metadata",
    auditID: "a0d10000-0000-4000-8000-000000000004",
    stage: "ResponseComplete",
    requestURI: "/api/v1/namespaces/payments/secrets/db",
    verb: "get",
    user: {
      username: "masterclient",
      groups: ["system:masters", "system:authenticated"],
      extra: { "authentication.kubernetes.io/credential-id": ["X509"] },
    },
    sourceIPs: ["203.0.113.7"],
    userAgent: "curl/8.5.0",
    objectRef: { resource: "secrets", namespace: "payments", name: "db", apiVersion: "v1" },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: "2026-03-10T02:16:00.000001Z",
    stageTimestamp: "2026-03-10T02:16:00.010001Z",
    annotations: { "authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": "" },
    ...changes,
  };
}

/** What AKS sends to an Event Hub: the event as a text. */
export function kubeAuditRecord(event: Changes = {}, changes: Changes = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:16:00.0123456Z",
    category: "kube-audit",
    operationName: "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read",
    resourceId: cluster,
    serviceBuild: "na",
    ccpNamespace: "0123456789abcdef",
    Cloud: "AzureCloud",
    Environment: "prod",
    properties: {
      log: `${JSON.stringify(kubernetesAudit(event))}\n`,
      stream: "stdout",
      pod: "kube-apiserver-0",
      containerID: "c1",
    },
    ...changes,
  };
}

/** A read of a secret, as Key Vault logs it. */
export function keyVaultRecord(changes: Changes = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:16:30.5000000Z",
    category: "AuditEvent",
    operationName: "SecretGet",
    operationVersion: "7.4",
    resultType: "Success",
    resultSignature: "OK",
    resultDescription: "",
    durationMs: "21",
    callerIpAddress: "203.0.113.7",
    correlationId: "c0ffee00-0000-4000-8000-000000000005",
    resourceId:
      "/SUBSCRIPTIONS/0A1B2C3D-1111-2222-3333-444455556666/RESOURCEGROUPS/RG-KV/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/KV-PROD",
    tenantId: tenant,
    identity: { claim: { oid: alice, appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46", upn: "alice@example.com" } },
    properties: {
      id: "https://kv-prod.vault.azure.net/secrets/db-password",
      clientInfo: "python-requests/2.31.0",
      requestUri: "https://kv-prod.vault.azure.net/secrets/db-password/?api-version=7.4",
      httpStatusCode: 200,
    },
    ...changes,
  };
}

/** A request to Microsoft Graph. */
export function graphRecord(properties: Changes = {}, changes: Changes = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:17:00.6449999Z",
    resourceId: `/TENANTS/${tenant.toUpperCase()}/PROVIDERS/MICROSOFT.AADIAM`,
    operationName: "Microsoft Graph Activity",
    operationVersion: "v1.0",
    category: "MicrosoftGraphActivityLogs",
    resultSignature: "200",
    durationMs: "462680",
    callerIpAddress: "203.0.113.7",
    correlationId: "c0ffee00-0000-4000-8000-000000000006",
    Level: 4,
    location: "West Europe",
    tenantId: tenant,
    properties: {
      __UDI_RequiredFields_TenantId: tenant,
      timeGenerated: "2026-03-10T02:17:00.6449999Z",
      requestId: "9e000000-0000-4000-8000-000000000006",
      operationId: "9e000000-0000-4000-8000-000000000006",
      clientRequestId: "9e000000-0000-4000-8000-000000000016",
      apiVersion: "v1.0",
      requestMethod: "GET",
      responseStatusCode: 200,
      tenantId: tenant,
      durationMs: 462680,
      responseSizeBytes: 364,
      signInActivityId: "c2lnbi1pbg",
      roles: "",
      appId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
      UserPrincipalObjectID: alice,
      scopes: "Mail.Read User.Read openid",
      identityProvider: `https://sts.windows.net/${tenant}/`,
      clientAuthMethod: "0",
      wids: "62e90394-69f5-4237-9190-012177145e10",
      C_Idtyp: "user",
      C_Sid: "00aa0000-0000-4000-8000-00000000aaaa",
      C_DeviceId: "de000000-0000-4000-8000-000000000001",
      ipAddress: "203.0.113.7",
      userAgent: "python-requests/2.31.0",
      requestUri: "https://graph.microsoft.com/v1.0/me/messages?$top=10",
      atContent: "",
      tokenIssuedAt: "2026-03-10T02:12:00Z",
      userId: alice,
      ...properties,
    },
    ...changes,
  };
}

/** A request to Azure AD Graph. */
export function aadGraphRecord(properties: Changes = {}, changes: Changes = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:18:10.0000000Z",
    resourceId: aadiam,
    operationName: "AAD Graph Activity",
    category: "AzureADGraphActivityLogs",
    tenantId: tenant,
    properties: {
      __UDI_RequiredFields_UniqueId: "u",
      timeGenerated: "2026-03-10T02:18:00.1239999Z",
      issuedAt: "3/10/2026 2:13:00 AM",
      requestId: "9e000000-0000-4000-8000-000000000007",
      httpMethod: "GET",
      httpStatusCode: 200,
      requestUri: `https://graph.windows.net/v2/${tenant}/servicePrincipals?api-version=1.61-internal`,
      apiVersion: "1.61-internal",
      responseSizeBytes: 1024,
      durationMs: 35,
      callerIpAddress: "203.0.113.7",
      userAgent: "Python/3.11 aiohttp/3.9.1",
      actorType: "User",
      userId: alice,
      appId: "1b730954-1685-4b74-9bfd-dac224a7b894",
      clientAuthMethod: 0,
      scopes: "user_impersonation",
      roles: " Group.Read.All,",
      wids: " 62e90394-69f5-4237-9190-012177145e10,",
      sessionId: "00aa0000-0000-4000-8000-00000000aaaa",
      signInActivityId: "c2lnbi1pbg",
      ...properties,
    },
    ...changes,
  };
}

/** A risk detection of a user. */
export function riskRecord(properties: Changes = {}, changes: Changes = {}): Record<string, unknown> {
  return {
    time: "3/10/2026 2:19:00 AM",
    resourceId: aadiam,
    operationName: "User Risk Detection",
    operationVersion: "1.0",
    category: "UserRiskEvents",
    tenantId: tenant,
    resultSignature: "None",
    durationMs: 0,
    callerIpAddress: "203.0.113.7",
    correlationId: "c0ffee00-0000-4000-8000-000000000008",
    identity: "alice example",
    Level: 4,
    location: "at",
    properties: {
      id: "c0ffee0000000000000000000000000000000000000000000000000000000008",
      requestId: "5160000a-0000-4000-8000-00000000000a",
      correlationId: "c0ffee00-0000-4000-8000-000000000002",
      riskType: "anonymizedIPAddress",
      riskEventType: "anonymizedIPAddress",
      riskState: "atRisk",
      riskLevel: "high",
      riskDetail: "none",
      source: "IdentityProtection",
      detectionTimingType: "realtime",
      activity: "signin",
      ipAddress: "203.0.113.7",
      location: { city: "Linz", state: "Oberoesterreich", countryOrRegion: "AT" },
      activityDateTime: "2026-03-10T02:14:05.500Z",
      detectedDateTime: "2026-03-10T2:14:05.500Z",
      lastUpdatedDateTime: "2026-03-10T02:18:59.000Z",
      userId: alice,
      userDisplayName: "Alice Example",
      userPrincipalName: "alice@example.com",
      userType: "member",
      additionalInfo: '[{"Key":"userAgent","Value":"python-requests/2.31.0"}]',
      tokenIssuerType: "AzureAD",
      resourceTenantId: null,
      homeTenantId: tenant,
      crossTenantAccessType: "none",
      ...properties,
    },
    ...changes,
  };
}
