import type { JsonArray, JsonObject, JsonValue } from "../text/json.ts";
import { foldJson, type JsonFold } from "./foldJson.ts";
import { isJsonObject } from "./record.ts";

/**
 * A copy of a record without null, `""`, `"-"`, `"none"` and the arrays and objects that are empty, at every level
 * and from the leaves up (ecs-mapping facts §1, Order of work 2). A request parameter whose value is `none` vanishes.
 */
export function dropEmpty(record: JsonObject): JsonObject {
  const kept = foldJson(record, fold);
  return isJsonObject(kept) ? kept : new Map();
}

/** Whether a string counts as no value. */
export function isEmptyText(text: string): boolean {
  return text === "" || text === "-" || text === "none";
}

const fold: JsonFold<JsonValue | undefined> = {
  scalar: (value) => (value === null || (typeof value === "string" && isEmptyText(value)) ? undefined : value),
  array: (elements) => {
    const kept: JsonArray = elements.filter((element) => element !== undefined);
    return kept.length === 0 ? undefined : kept;
  },
  object: (keys, values) => {
    const kept: JsonObject = new Map();
    for (let at = 0; at < keys.length; at++) {
      const value = values[at];
      if (value !== undefined) kept.set(keys[at]!, value);
    }
    return kept.size === 0 ? undefined : kept;
  },
};
