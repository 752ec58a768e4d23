import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonMembers, JsonObject, JsonValue } from "../text/json.ts";
import { movesSignInName } from "./cloudtrailIdentity.ts";
import { setJson } from "./ecsValue.ts";
import { printAsJava } from "./javaMap.ts";
import { isJsonObject } from "./record.ts";

/** The free-form members of a record and the names under which they are kept. */
export const parameters = [
  ["requestParameters", "request_parameters"],
  ["responseElements", "response_elements"],
  ["additionalEventData", "additional_eventdata"],
  ["serviceEventDetails", "service_event_details"],
] as const;

/** From this length of the string on, in UTF-16 units, the flattened form is left out: Lucene's longest term. */
const longestTerm = 32_766;

export type Parameter = (typeof parameters)[number];

/** Sets a free-form member as Java's string. */
export function setParameterText(document: EcsObject, record: JsonMembers, [member, name]: Parameter): void {
  const value = parameterOf(record, member);
  if (value !== undefined) setField(document, `aws.cloudtrail.${name}`, printAsJava(value));
}

/** Sets a free-form member as a flattened object, unless Java's string of it is too long. */
export function setFlattenedParameter(document: EcsObject, record: JsonMembers, [member, name]: Parameter): void {
  const value = parameterOf(record, member);
  if (isJsonObject(value)) flatten(document, name, value, printAsJava(value));
}

/** Sets a free-form member in both forms. */
export function setParameter(document: EcsObject, record: JsonMembers, [member, name]: Parameter): void {
  const value = parameterOf(record, member);
  if (value === undefined) return;
  const text = printAsJava(value);
  setField(document, `aws.cloudtrail.${name}`, text);
  if (isJsonObject(value)) flatten(document, name, value, text);
}

function flatten(document: EcsObject, name: Parameter[1], value: JsonObject, text: string): void {
  if (text.length < longestTerm) setJson(document, `aws.cloudtrail.flattened.${name}`, value);
}

function parameterOf(record: JsonMembers, member: Parameter[0]): JsonValue | undefined {
  const value = record.get(member);
  if (member !== "additionalEventData" || !isJsonObject(value) || !movesSignInName(record)) return value;
  const left = new Map(value);
  left.delete("UserName");
  return left;
}
