import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { azureAction, azureNormalizer, setAzureResource } from "./azureDocument.ts";
import { azureOutcome } from "./azureStatus.ts";
import type { NormalizeOptions, Normalizer } from "./record.ts";

/**
 * Platform logs, as far as we are sure of: times, category, operation, outcome, resource and correlation.
 *
 * The caller's address, properties and geo are not mapped yet, so conditions on them do not hold.
 */
export const azurePlatformlogs: Normalizer = azureNormalizer({
  hasAction: true,
  fill: ({ document, text }, record, options) => {
    setPlatformLog(document, record, options);
    setField(document, "event.original", text);
  },
});

/** Records without a category: Elastic keeps the record's text as `message` and reads nothing from it. */
export const azureEvents: Normalizer = azureNormalizer({
  hasAction: false,
  fill: ({ document, text }) => setField(document, "message", text),
});

/** Text columns and where they go; what is not text is left out. */
const columns = [
  ["category", "azure.platformlogs.category"],
  ["operationName", "azure.platformlogs.operation_name"],
  ["resultType", "azure.platformlogs.result_type"],
  ["resultSignature", "azure.platformlogs.result_signature"],
  ["correlationId", "azure.correlation_id"],
  ["level", "log.level"],
] as const;

function setPlatformLog(document: EcsObject, record: JsonObject, options: NormalizeOptions): void {
  for (const [column, field] of columns) {
    const value = record.get(column);
    if (typeof value === "string") setField(document, field, value);
  }
  const action = azureAction(record);
  if (action !== undefined) setField(document, "event.action", action);
  const outcome = azureOutcome(record.get("resultType"), undefined);
  if (outcome !== undefined) setField(document, "event.outcome", outcome);
  const resourceId = record.get("resourceId");
  if (typeof resourceId === "string") setAzureResource(document, resourceId, options);
  setField(document, "cloud.provider", "azure");
}
