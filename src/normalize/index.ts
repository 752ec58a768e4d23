import { awsCloudtrail } from "./awsCloudtrail.ts";
import { azureAadgraphactivitylogs } from "./azureAadgraphactivitylogs.ts";
import { azureActivitylogs } from "./azureActivitylogs.ts";
import { azureAuditlogs } from "./azureAuditlogs.ts";
import { azureEvents } from "./azureEvents.ts";
import { azureGraphactivitylogs } from "./azureGraphactivitylogs.ts";
import { azureIdentityProtection } from "./azureIdentityProtection.ts";
import { azurePlatformlogs } from "./azurePlatformlogs.ts";
import { azureSigninlogs } from "./azureSigninlogs.ts";
import { gcpAudit } from "./gcpAudit.ts";
import { githubAudit } from "./githubAudit.ts";
import { o365Audit } from "./o365Audit.ts";
import { oktaSystem } from "./oktaSystem.ts";
import type { Dataset, Normalizer } from "./record.ts";

export { type GeoDatabases, openGeo } from "./geo.ts";
export { javaMapString } from "./javaMap.ts";
export { recognize } from "./recognize.ts";
export type {
  Dataset,
  GeoLookup,
  Identity,
  NormalizedEvent,
  NormalizeOptions,
  Normalizer,
  Recognition,
  Recognized,
  Rejected,
  Shape,
  Skipped,
  UserAgentParser,
} from "./record.ts";
export { loadUserAgentParser } from "./userAgent.ts";

const normalizers: Readonly<Record<Dataset, Normalizer>> = {
  "aws.cloudtrail": awsCloudtrail,
  "azure.aadgraphactivitylogs": azureAadgraphactivitylogs,
  "azure.activitylogs": azureActivitylogs,
  "azure.auditlogs": azureAuditlogs,
  "azure.events": azureEvents,
  "azure.graphactivitylogs": azureGraphactivitylogs,
  "azure.identity_protection": azureIdentityProtection,
  "azure.platformlogs": azurePlatformlogs,
  "azure.signinlogs": azureSigninlogs,
  "gcp.audit": gcpAudit,
  "github.audit": githubAudit,
  "o365.audit": o365Audit,
  "okta.system": oktaSystem,
};

/** The pipeline of a data stream. */
export function normalizerOf(dataset: Dataset): Normalizer {
  return normalizers[dataset];
}
