import { type JsonObject, parseJson } from "../../../src/text/json.ts";

/** Records of our own making after the shapes that Microsoft documents; no real tenant, subscription or person. */
export const subscription = "0A1B2C3D-1111-2222-3333-444455556666";

export const snapshotId = `/SUBSCRIPTIONS/${subscription}/RESOURCEGROUPS/RG-DATA/PROVIDERS/MICROSOFT.COMPUTE/SNAPSHOTS/COPY-OF-DISK`;

const xmlsoap = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims";

/** Claims of a person signed in to the Azure CLI. */
export const personClaims = {
  appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  appidacr: "0",
  name: "Alice Example",
  [`${xmlsoap}/name`]: "alice@contoso.example",
  [`${xmlsoap}/upn`]: "alice@contoso.example",
  [`${xmlsoap}/surname`]: "Example",
  [`${xmlsoap}/givenname`]: "Alice",
  "http://schemas.microsoft.com/identity/claims/objectidentifier": "9e1f0000-0000-0000-0000-000000000001",
};

/** Claims of an application: no name, as tokens of applications have none. */
export const applicationClaims = {
  appid: "11112222-3333-4444-5555-666677778888",
  appidacr: "2",
  "http://schemas.microsoft.com/identity/claims/objectidentifier": "9e1f0000-0000-0000-0000-000000000002",
};

export function evidence(principalType: string) {
  return {
    role: "Contributor",
    roleAssignmentScope: `/subscriptions/${subscription}`,
    roleAssignmentId: "aaaa0000000000000000000000000001",
    roleDefinitionId: "b24988ac618042a0ab8820f7382dd24c",
    principalId: "9e1f000000000000000000000000000a",
    principalType,
  };
}

/** A record as an Event Hub or a storage account holds it. */
export function exportRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    time: "2026-03-10T02:14:07.1239999Z",
    resourceId: snapshotId,
    operationName: "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
    category: "Administrative",
    resultType: "Success",
    resultSignature: "Succeeded.",
    durationMs: "0",
    callerIpAddress: "198.51.100.7",
    correlationId: "c0ffee00-0000-0000-0000-000000000001",
    identity: {
      authorization: {
        scope: snapshotId,
        action: "Microsoft.Compute/snapshots/write",
        evidence: evidence("User"),
      },
      claims: personClaims,
    },
    level: "Information",
    location: "westeurope",
    properties: { statusCode: "OK", serviceRequestId: "5e41", eventCategory: "Administrative", entity: "e" },
    ...changes,
  };
}

/** The same operation as `az monitor activity-log list` and the REST API give it. */
export function restRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    authorization: { action: "Microsoft.Compute/snapshots/write", role: "Contributor", scope: "/subscriptions/s" },
    caller: "alice@contoso.example",
    category: { localizedValue: "Administrative", value: "Administrative" },
    claims: personClaims,
    correlationId: "c0ffee00-0000-0000-0000-000000000001",
    description: "",
    eventDataId: "e0000000-0000-0000-0000-000000000001",
    eventName: { localizedValue: "End request", value: "EndRequest" },
    eventTimestamp: "2026-03-10T02:14:07.1239999Z",
    httpRequest: { clientIpAddress: "198.51.100.7", clientRequestId: "1", method: "PUT" },
    level: "Informational",
    operationName: { localizedValue: "Create or Update Snapshot", value: "Microsoft.Compute/snapshots/write" },
    properties: { statusCode: "OK" },
    resourceGroupName: "rg-data",
    resourceId: `/subscriptions/${subscription}/resourcegroups/rg-data/providers/Microsoft.Compute/snapshots/copy-of-disk`,
    status: { localizedValue: "Succeeded", value: "Succeeded" },
    subStatus: { localizedValue: "OK", value: "OK" },
    submissionTimestamp: "2026-03-10T02:15:00Z",
    tenantId: "7e4a0000-0000-0000-0000-000000000001",
    ...changes,
  };
}

/** A row of Log Analytics' AzureActivity. */
export function logAnalyticsRow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    TenantId: "the workspace",
    TimeGenerated: "2026-03-10T02:14:07.123Z",
    OperationName: "Create or Update Snapshot",
    OperationNameValue: "MICROSOFT.COMPUTE/SNAPSHOTS/WRITE",
    Level: "Information",
    ActivityStatus: "Succeeded",
    ActivityStatusValue: "Success",
    ActivitySubstatus: "OK",
    ActivitySubstatusValue: "OK",
    Caller: "alice@contoso.example",
    CallerIpAddress: "198.51.100.7",
    CategoryValue: "Administrative",
    CorrelationId: "c0ffee00-0000-0000-0000-000000000001",
    Authorization: JSON.stringify({ action: "Microsoft.Compute/snapshots/write", evidence: evidence("User") }),
    Claims: JSON.stringify(personClaims),
    HTTPRequest: JSON.stringify({ clientIpAddress: "198.51.100.8" }),
    Properties: JSON.stringify({ statusCode: "OK", eventCategory: "Administrative" }),
    _ResourceId: snapshotId.toLowerCase(),
    Type: "AzureActivity",
    ...changes,
  };
}

/** `Get-AzActivityLog | ConvertTo-Json`, with the times of Windows PowerShell. */
export function powershellRecord(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Authorization: { Action: "Microsoft.Compute/snapshots/write", Condition: null, Role: null, Scope: snapshotId },
    Caller: "alice@contoso.example",
    Claims: { Content: personClaims },
    CorrelationId: "c0ffee00-0000-0000-0000-000000000001",
    Category: "Administrative",
    EventTimestamp: "/Date(1773108847123)/",
    HttpRequest: { ClientId: null, ClientIpAddress: "198.51.100.7", Method: "PUT" },
    Level: 4,
    OperationName: { Value: "Microsoft.Compute/snapshots/write", LocalizedValue: "Create or Update Snapshot" },
    Properties: { Content: { statusCode: "OK" } },
    ResourceId: snapshotId,
    Status: { Value: "Succeeded", LocalizedValue: "Succeeded" },
    SubStatus: { Value: "OK", LocalizedValue: "OK" },
    ...changes,
  };
}

/** A record as our reader hands it on. */
export function jsonObject(record: unknown): JsonObject {
  const result = parseJson(JSON.stringify(record));
  if (!result.ok || !(result.value instanceof Map)) throw new Error("not an object");
  return result.value;
}
