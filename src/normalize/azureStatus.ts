/** What the REST API and Log Analytics call a status, in the words of exports, which the pipeline reads. */
const exportWords: ReadonlyMap<string, string> = new Map([
  ["Started", "Start"],
  ["Accepted", "Accept"],
  ["Succeeded", "Success"],
  ["Failed", "Failure"],
]);

/** The export's word for a status of another shape; other words stay (ecs-mapping facts §2, "status words"). */
export function exportStatus(status: string): string {
  return exportWords.get(status) ?? status;
}

/**
 * `event.outcome`: `resultType` if it is success or failure in any case, else `properties.result` if it is exactly
 * `success`, `failure` or `unknown`; lower case. Start, Accept, Active and Succeeded have none.
 */
export function azureOutcome(resultType: unknown, propertiesResult: unknown): string | undefined {
  const folded = typeof resultType === "string" ? resultType.toLowerCase() : "";
  if (folded === "success" || folded === "failure") return folded;
  return propertiesResult === "success" || propertiesResult === "failure" || propertiesResult === "unknown"
    ? propertiesResult
    : undefined;
}

/** `event.type` by the categories of old records, in lower case; the modern ones have none. */
export const azureEventTypes: ReadonlyMap<string, string> = new Map([
  ["write", "change"],
  ["action", "change"],
  ["delete", "deletion"],
  ["read", "access"],
]);
