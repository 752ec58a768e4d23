import type { JsonObject, JsonValue } from "../text/json.ts";
import { dropBlank } from "./dropEmpty.ts";
import { textOf } from "./ecsValue.ts";
import { foldJson } from "./foldJson.ts";
import { isJsonObject } from "./record.ts";

/** What a member's name becomes. */
export type SnakeCase = (name: string) => string;

/** `userPrincipalName` to `user_principal_name`, `userID` to `user_id`, as the sign-in pipeline's script does it. */
export const snakeCase: SnakeCase = (name) => name.replace(/([a-z])([A-Z]+)/g, "$1_$2").toLowerCase();

/** The same, with an underscore before the last small letter swallowed, as the two Graph pipelines' script does it. */
export const snakeCaseOfGraph: SnakeCase = (name) => name.replace(/_?([a-z])([A-Z]+)/g, "$1_$2").toLowerCase();

/**
 * A copy of a record with its names in snake case at every depth, without nulls, empty texts and what is empty then.
 *
 * The pipelines drop what is empty at their end; nothing they do in between tells it from what is missing, but for
 * numbers and texts that Azure never leaves empty. Of two names that become one the later counts.
 */
export function keysToSnakeCase(record: JsonObject, snake: SnakeCase): JsonObject {
  const renamed = foldJson<JsonValue>(dropBlank(record), {
    scalar: (value) => value,
    array: (elements) => elements,
    object: (keys, values) => new Map(keys.map((key, at) => [snake(key), values[at]!])),
  });
  return isJsonObject(renamed) ? renamed : new Map();
}

/** The operation's name of a record whose names are not yet in snake case. */
export function snakeAction(snake: SnakeCase): (record: JsonObject) => string | undefined {
  return (record) => {
    let action: string | undefined;
    for (const [key, value] of record) if (snake(key) === "operation_name") action = textOf(value) || action;
    return action;
  };
}
