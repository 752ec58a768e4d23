import { setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import { type JsonMembers, JsonNumber, type JsonValue } from "../text/json.ts";
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
  if (!isJsonObject(value) || (mayBeLong(value) && printAsJava(value).length >= longestTerm)) return;
  setJson(document, `aws.cloudtrail.flattened.${name}`, value);
}

/** The longest number that Java prints otherwise than it is written, and more than any other word takes. */
const longestWord = 32;

/** Whether Java's string of a value may come to the longest term; told from its parts, for it takes long to make. */
function mayBeLong(value: JsonValue): boolean {
  let size = 0;
  const left = [value];
  for (let part = left.pop(); part !== undefined && size < longestTerm; part = left.pop()) {
    if (typeof part === "string") size += part.length;
    else if (part instanceof JsonNumber) size += Math.max(longestWord, part.text.length);
    else if (Array.isArray(part)) {
      // Brackets, and a comma and a blank behind each element.
      size += 2 + 2 * part.length;
      for (const element of part) left.push(element);
    } else if (isJsonObject(part)) {
      size += 2;
      part.forEach((member, key) => {
        size += key.length + 3;
        left.push(member);
      });
    } else size += longestWord;
  }
  return size >= longestTerm;
}

/** Sets a free-form member in both forms. */
export function setParameter(document: EcsObject, record: JsonMembers, parameter: Parameter): void {
  setParameterText(document, record, parameter);
  setFlattenedParameter(document, record, parameter);
}

function parameterOf(record: JsonMembers, member: Parameter[0]): JsonValue | undefined {
  const value = record.get(member);
  if (member !== "additionalEventData" || !isJsonObject(value) || !movesSignInName(record)) return value;
  const left = new Map(value);
  left.delete("UserName");
  return left;
}
