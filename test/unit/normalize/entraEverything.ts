import { aadGraphRecord, auditRecord, graphRecord, keyVaultRecord, riskRecord, signInRecord } from "./entraRecords.ts";

/** The members of the objects given, each from 0 on. */
function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

const userAndApp = {
  user: { id: "u", displayName: "d", userPrincipalName: "u@example.com", ipAddress: "203.0.113.7", roles: ["r"] },
  app: { appId: "a", displayName: "d", servicePrincipalId: "s", servicePrincipalName: "n" },
};

const resource = {
  id: "i",
  displayName: "d",
  type: "User",
  ipAddress: "203.0.113.7",
  userPrincipalName: "b@example.com",
  modifiedProperties: times(20, (at) => ({ displayName: `p${at}`, oldValue: "[]", newValue: "[1]" })),
};

const signInProperties = {
  agent: { agentType: "t", agentSubjectType: "s" },
  alternateSignInName: "a",
  appOwnerTenantId: "t",
  authenticationRequirementPolicies: [{ detail: "d" }],
  conditionalAccessAudiences: [{ applicationId: "a" }],
  deviceDetail: {
    deviceId: "d",
    displayName: "n",
    operatingSystem: "o",
    browser: "b",
    isCompliant: false,
    isManaged: false,
    trustType: "t",
  },
  flaggedForReview: false,
  isTenantRestricted: false,
  isThroughGlobalSecureAccess: false,
  mfaDetail: { authMethod: "m" },
  networkLocationDetails: [{ networkType: "n" }],
  originalTransferMethod: "none",
  resourceOwnerTenantId: "t",
  riskEventTypes: ["generic"],
  riskEventTypes_v2: ["generic"],
  servicePrincipalCredentialKeyId: "k",
  servicePrincipalId: "s",
  servicePrincipalName: "n",
  signInEventTypes: ["interactiveUser"],
  signInIdentifier: "i",
  signInTokenProtectionStatus: "none",
  ssoExtensionVersion: "v",
  tenantId: "t",
  tokenIssuerName: "n",
  tokenProtectionStatusDetails: { signInSessionStatus: "unbound" },
};

const graphProperties = {
  _BilledSize: 1.5,
  _IsBillable: "true",
  atContent: "c",
  roles: "r",
  servicePrincipalId: "s",
  sourceSystem: "Azure",
  type: "t",
};

const fullUrl = "https://u:p@graph.example.com:8443/v1.0/x.json?q#f";

/** Records that hold, between them, every member that the pipelines of Entra ID's streams and of resource logs read. */
export const entraEverything: readonly Record<string, unknown>[] = [
  signInRecord({ resultDescription: "d", operationVersion: "1" }, signInProperties),
  auditRecord(
    { level: "Information", resultDescription: "d" },
    { result: "timeout", initiatedBy: userAndApp, resultReason: "r", targetResources: times(10, () => resource) },
  ),
  auditRecord({ callerIpAddress: "unknown" }, { userAgent: "a", additionalDetails: { userAgent: "a" } }),
  auditRecord({}, { initiatedBy: { user: { displayName: "d" } } }),
  graphRecord(graphProperties),
  graphRecord({ requestUri: fullUrl, ipAddress: "" }, { callerIpAddress: "unknown" }),
  graphRecord({ requestUri: "no address" }),
  aadGraphRecord(
    { ...graphProperties, deviceId: "d", directAccessSource: "g", envCloudRole: "r", identityProvider: "i" },
    { correlationId: "c", identity: "i", operationVersion: "1", resultSignature: "200", location: "West Europe" },
  ),
  aadGraphRecord({ requestUri: fullUrl, callerIpAddress: "unknown" }),
  aadGraphRecord({ requestUri: "no address" }),
  riskRecord({
    isDeleted: false,
    isGuest: false,
    isProcessing: false,
    riskLastUpdatedDateTime: "2026-03-10T02:00:00Z",
  }),
  riskRecord({}, { callerIpAddress: "unknown" }),
  keyVaultRecord({
    ActivityId: "a",
    Caller: "c",
    Cloud: "c",
    Environment: "e",
    EventTimeString: "3/10/2026 2:16:30 AM +00:00",
    Host: "h",
    Region: "westeurope",
    ScaleUnit: "s",
    Status: "Succeeded",
    ccpNamespace: "n",
    level: "Information",
    location: "westeurope",
    resourceType: "t",
    statusCode: 200,
    uri: "u",
    properties: { log: "text" },
  }),
  keyVaultRecord({ category: "Delete", identity: "someone", callerIpAddress: "203.0.113.7:443", location: "w" }),
];
