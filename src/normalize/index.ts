import { awsCloudtrail } from "./awsCloudtrail.ts";
import { azureActivitylogs } from "./azureActivitylogs.ts";
import { azureEvents, azurePlatformlogs } from "./azureOther.ts";
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
  "azure.activitylogs": azureActivitylogs,
  "azure.platformlogs": azurePlatformlogs,
  "azure.events": azureEvents,
};

/** The pipeline of a data stream. */
export function normalizerOf(dataset: Dataset): Normalizer {
  return normalizers[dataset];
}
