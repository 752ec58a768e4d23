import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { textOf } from "./ecsValue.ts";

const severities: ReadonlyMap<string, number> = new Map([
  ["informational", 1],
  ["low", 2],
  ["medium", 3],
  ["high", 4],
]);

/** The number that the pipeline gives to a severity in small letters; 0 for any other word. */
export function severityNumber(word: string): number {
  return severities.get(word) ?? 0;
}

/** Sets `event.severity` by the record's own word, which counts in small letters only. */
export function setSeverity(document: EcsObject, audit: JsonObject): void {
  const number = severityNumber(textOf(audit.get("Severity")) ?? "");
  if (number > 0) setField(document, "event.severity", number);
}
