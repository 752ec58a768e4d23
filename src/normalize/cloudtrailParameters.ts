import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject } from "../text/json.ts";
import { dropEmpty } from "./dropEmpty.ts";
import { setJson, valueAt } from "./ecsValue.ts";
import { inHashMapOrder, printAsJava } from "./javaMap.ts";
import { isJsonObject } from "./record.ts";

/** The free-form members of a record and the names under which they are kept. */
const parameters = [
  ["requestParameters", "request_parameters"],
  ["responseElements", "response_elements"],
  ["additionalEventData", "additional_eventdata"],
  ["serviceEventDetails", "service_event_details"],
] as const;

/** From this length of the string on, in UTF-16 units, the flattened form is left out: Lucene's longest term. */
const longestTerm = 32_766;

/**
 * The record as the pipeline works on it: empty members dropped, the free-form members in Java's order, which depends
 * on how many keys there were before the drop.
 */
export function prepareRecord(record: JsonObject): JsonObject {
  const ordered: JsonObject = new Map(record);
  for (const [member] of parameters) {
    const value = record.get(member);
    if (value !== undefined) ordered.set(member, inHashMapOrder(value));
  }
  const prepared = dropEmpty(ordered);
  // A placeholder that AWS's own samples hold.
  if (valueAt(prepared, "tlsDetails", "tlsVersion") === "tlsVersion") prepared.delete("tlsDetails");
  return prepared;
}

/** Sets each free-form member as Java's string and, unless it is too long, as a flattened object. */
export function setParameters(document: EcsObject, prepared: JsonObject): void {
  for (const [member, name] of parameters) {
    const value = prepared.get(member);
    if (value === undefined) continue;
    const text = printAsJava(value);
    setField(document, `aws.cloudtrail.${name}`, text);
    if (isJsonObject(value) && text.length < longestTerm) {
      setJson(document, `aws.cloudtrail.flattened.${name}`, value);
    }
  }
}
