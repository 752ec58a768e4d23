import type { JsonArray, JsonObject, JsonValue } from "../text/json.ts";
import { foldJson, type JsonFold } from "./foldJson.ts";
import { hashMapOrder } from "./javaMap.ts";
import { isJsonObject } from "./record.ts";

/**
 * A copy of a value without null, `""`, `"-"`, `"none"` and the arrays and objects that are empty, at every level
 * and from the leaves up; undefined when nothing is left (ecs-mapping facts §1, Order of work 2). A request parameter
 * whose value is `none` vanishes.
 */
export function dropEmpty(value: JsonValue): JsonValue | undefined {
  return foldJson(value, emptyFold);
}

/** The same, members in the order that {@link hashMapOrder} has them in before any is dropped. */
export function dropEmptyInHashMapOrder(value: JsonValue): JsonValue | undefined {
  return foldJson(value, orderedEmptyFold);
}

/**
 * A copy of a record without null, `""` and the arrays and objects that are empty, at every level and from the leaves
 * up, as all but Elastic's AWS integration do it.
 *
 * `isEmptyKey` names keys that are dropped whatever they hold.
 */
export function dropBlank(record: JsonObject, isEmptyKey?: (key: string) => boolean): JsonObject {
  return dropped(record, isEmptyKey === undefined ? blankFold : foldDropping(isBlank, isEmptyKey));
}

/** Whether a string counts as no value. */
export function isEmptyText(text: string): boolean {
  return text === "" || text === "-" || text === "none";
}

function isBlank(text: string): boolean {
  return text === "";
}

function dropped(record: JsonObject, fold: JsonFold<JsonValue | undefined>): JsonObject {
  const kept = foldJson(record, fold);
  return isJsonObject(kept) ? kept : new Map();
}

function foldDropping(
  isEmpty: (text: string) => boolean,
  isEmptyKey: (key: string) => boolean = () => false,
  orderOf?: (keys: readonly string[]) => readonly number[],
): JsonFold<JsonValue | undefined> {
  return {
    scalar: (value) => (value === null || (typeof value === "string" && isEmpty(value)) ? undefined : value),
    array: (elements) => {
      const kept: JsonArray = elements.filter((element) => element !== undefined);
      return kept.length === 0 ? undefined : kept;
    },
    object: (keys, values) => {
      const kept: JsonObject = new Map();
      const order = orderOf?.(keys);
      for (let place = 0; place < keys.length; place++) {
        const at = order === undefined ? place : order[place]!;
        const value = values[at];
        if (value !== undefined && !isEmptyKey(keys[at]!)) kept.set(keys[at]!, value);
      }
      return kept.size === 0 ? undefined : kept;
    },
  };
}

const emptyFold = foldDropping(isEmptyText);
const orderedEmptyFold = foldDropping(isEmptyText, undefined, hashMapOrder);
const blankFold = foldDropping(isBlank);
