import { type EcsValue, emptyObject } from "../ecs/value.ts";
import type { JsonValue } from "../text/json.ts";
import { scalarOf } from "./ecsValue.ts";
import { foldJson, type JsonFold } from "./foldJson.ts";

/**
 * A JSON value as it stands in a document: nulls and what is empty without them are left out, at every depth, for no
 * condition can see them; undefined when nothing is left. Empty strings stay.
 */
export function jsonToEcs(value: JsonValue): EcsValue | undefined {
  return foldJson(value, fold);
}

const fold: JsonFold<EcsValue | undefined> = {
  scalar: (value) => scalarOf(value),
  array: (elements) => {
    const kept = elements.filter((element) => element !== undefined);
    return kept.length > 0 ? kept : undefined;
  },
  object: (members) => {
    const object = emptyObject();
    let kept = 0;
    for (const [key, value] of members) {
      if (value === undefined) continue;
      object[key] = value;
      kept++;
    }
    return kept > 0 ? object : undefined;
  },
};
