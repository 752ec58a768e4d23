import type { JsonObject, JsonValue } from "../text/json.ts";
import { dynamic, lowerFirst, present, recordColumns } from "./azureColumns.ts";
import type { Adapted } from "./azureExportForm.ts";

import { addressText } from "./callerFields.ts";
import { textOf, valueAt } from "./ecsValue.ts";

const made = ["azure.signinlogs.category", "azure.signinlogs.operation_name", "event.action"];

/**
 * A `signIn` of Microsoft Graph, which is what an export has as `properties`, brought to the form of exports.
 *
 * The tenant, the level and the duration are not in it and stay missing. Category and operation are made up: the
 * category from `signInEventTypes`, else from who signed in and whether interactively.
 */
export function adaptGraphSignIn(signIn: JsonObject): Adapted {
  const failureReason = valueAt(signIn, "status", "failureReason");
  const code = textOf(valueAt(signIn, "status", "errorCode"));
  const record = present({
    time: signIn.get("createdDateTime"),
    operationName: "Sign-in activity",
    category: categoryOf(signIn),
    resultType: code,
    resultDescription: code === "0" ? undefined : failureReason,
    callerIpAddress: signIn.get("ipAddress"),
    correlationId: signIn.get("correlationId"),
    identity: signIn.get("userDisplayName") ?? signIn.get("servicePrincipalName"),
    location: valueAt(signIn, "location", "countryOrRegion"),
    properties: signIn,
  });
  return { record, derived: ["labels.eqlite_adapted", ...made, "azure.signinlogs.result_type"] };
}

const categories: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ["interactiveUser", "SignInLogs"],
  ["nonInteractiveUser", "NonInteractiveUserSignInLogs"],
  ["servicePrincipal", "ServicePrincipalSignInLogs"],
  ["managedIdentity", "ManagedIdentitySignInLogs"],
]);

function categoryOf(signIn: JsonObject): string {
  const types = signIn.get("signInEventTypes");
  const named = Array.isArray(types) ? categories.get(types.find((type) => categories.has(type))) : undefined;
  if (named !== undefined) return named;
  if (textOf(signIn.get("userPrincipalName")) || textOf(signIn.get("userId"))) {
    return signIn.get("isInteractive") === false ? "NonInteractiveUserSignInLogs" : "SignInLogs";
  }
  return textOf(signIn.get("servicePrincipalId")) ? "ServicePrincipalSignInLogs" : "SignInLogs";
}

/** The tables of Log Analytics that hold sign-ins, and the category that an export gives them. */
export const signInTables: ReadonlyMap<string, string> = new Map([
  ["SigninLogs", "SignInLogs"],
  ["AADNonInteractiveUserSignInLogs", "NonInteractiveUserSignInLogs"],
  ["AADServicePrincipalSignInLogs", "ServicePrincipalSignInLogs"],
  ["AADManagedIdentitySignInLogs", "ManagedIdentitySignInLogs"],
]);

/** Columns of Log Analytics' own, and those that are taken care of. */
const ownColumns = ["TenantId", "SourceSystem", "Type", "TableName", "Category", "Level", "_ResourceId", "MG"];

/** Columns whose name is not the property's with a capital. */
const propertyColumns: Readonly<Record<string, string>> = {
  IPAddress: "ipAddress",
  LocationDetails: "location",
  ResourceIdentity: "resourceId",
  ConditionalAccessPolicies: "appliedConditionalAccessPolicies",
  RiskEventTypes_V2: "riskEventTypes_v2",
};

/**
 * A row of Log Analytics' sign-in tables, whose dynamic columns may be JSON texts, brought to the form of exports.
 *
 * `TenantId` there is the workspace's id and is left out; the tenant is `AADTenantId`.
 */
export function adaptLogAnalyticsSignIn(row: JsonObject): Adapted {
  const properties: JsonObject = new Map();
  const record: JsonObject = new Map();
  for (const [column, value] of row) {
    if (value === null || value === "" || ownColumns.includes(column)) continue;
    const ofRecord = recordColumns[column];
    if (ofRecord !== undefined) record.set(ofRecord, value);
    else properties.set(propertyColumns[column] ?? lowerFirst(column), dynamic(value));
  }
  record.set("category", tableCategory(row));
  const caller = addressText(textOf(properties.get("ipAddress")));
  if (caller !== undefined) record.set("callerIpAddress", caller);
  const correlation = properties.get("correlationId");
  if (correlation !== undefined) record.set("correlationId", correlation);
  record.set("properties", properties);
  return { record, derived: ["labels.eqlite_adapted", "azure.signinlogs.category"] };
}

function tableCategory(row: JsonObject): string {
  const given = textOf(row.get("Category"));
  if (given?.endsWith("SignInLogs")) return given;
  return signInTables.get(textOf(row.get("Type")) ?? "") ?? "SignInLogs";
}
