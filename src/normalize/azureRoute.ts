import type { JsonObject } from "../text/json.ts";
import { type Dataset, datasets } from "./record.ts";

/** The categories of the activity log in use since 2018 (Microsoft, "Azure activity log event schema"). */
export const activityCategories: readonly string[] = [
  "Administrative",
  "Security",
  "ServiceHealth",
  "Alert",
  "Recommendation",
  "Policy",
  "Autoscale",
  "ResourceHealth",
];

/** Categories with a data stream of their own, as Elastic's events router sends them (ecs-mapping facts §2, "Routing"). */
const streams: Readonly<Record<string, readonly string[]>> = {
  "azure.activitylogs": activityCategories,
  "azure.aadgraphactivitylogs": ["AzureADGraphActivityLogs"],
  "azure.application_gateway": ["ApplicationGatewayFirewallLog", "ApplicationGatewayAccessLog"],
  "azure.auditlogs": ["AuditLogs"],
  "azure.firewall_logs": [
    "AzureFirewallApplicationRule",
    "AzureFirewallNetworkRule",
    "AzureFirewallDnsProxy",
    "AZFWApplicationRule",
    "AZFWNetworkRule",
    "AZFWNatRule",
    "AZFWDnsQuery",
  ],
  "azure.graphactivitylogs": ["MicrosoftGraphActivityLogs"],
  "azure.identity_protection": ["RiskyUsers", "UserRiskEvents"],
  "azure.provisioning": ["ProvisioningLogs"],
  "azure.springcloudlogs": ["ApplicationConsole", "SystemLogs", "IngressLogs", "BuildLogs", "ContainerEventLogs"],
};

const streamOf: ReadonlyMap<string, string> = new Map(
  Object.entries(streams).flatMap(([stream, categories]) => categories.map((category) => [category, stream] as const)),
);

/** Whatever sign-ins Entra ID adds: the router goes by the name's end (events `default.yml` @10cc5093). */
function streamOfCategory(category: string): string | undefined {
  return category.endsWith("SignInLogs") ? "azure.signinlogs" : streamOf.get(category);
}

/**
 * The data stream of an export record, by `category`, else `Category`, else `CategoryValue`.
 *
 * The eight categories of the activity log have theirs and so have sign-ins, audit and others; any other category, the
 * old `Write`, `Delete` and `Action` and the risks of service principals included, goes to platform logs; none at all
 * to events.
 */
export function azureStream(record: JsonObject): Dataset | string {
  const category = record.get("category") ?? record.get("Category") ?? record.get("CategoryValue");
  if (category === undefined || category === null) return "azure.events";
  return (typeof category === "string" ? streamOfCategory(category) : undefined) ?? "azure.platformlogs";
}

/** Narrows a stream to one we can produce. */
export function isAzureDataset(stream: string): stream is Dataset {
  return stream.startsWith("azure.") && datasets.some((dataset) => dataset === stream);
}

/** True for a category that the router knows by name. */
export function isAzureCategory(category: unknown): boolean {
  return typeof category === "string" && streamOfCategory(category) !== undefined;
}
