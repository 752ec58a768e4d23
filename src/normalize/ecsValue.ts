import { setField } from "../ecs/document.ts";
import { type EcsObject, type EcsValue, emptyObject, type Scalar } from "../ecs/value.ts";
import { type JsonMembers, JsonNumber, type JsonValue } from "../text/json.ts";
import { foldJson, type JsonFold } from "./foldJson.ts";
import { javaNumberText } from "./javaMap.ts";
import { isJsonObject } from "./record.ts";

/**
 * A JSON value as it stands in a document: nulls and what is empty without them are left out, at every depth, for no
 * condition can see them; undefined when nothing is left. Empty strings stay.
 *
 * A double that is whole (`1.0`, `1e10`) becomes its Java text, since JavaScript cannot tell it from an integer and
 * Elasticsearch indexes the leaves of flattened fields by their text.
 */
export function ecsValueOf(value: JsonValue): EcsValue | undefined {
  return foldJson(value, fold);
}

const fold: JsonFold<EcsValue | undefined> = {
  scalar: (value) => scalarOf(value),
  array: (elements) => {
    const kept = elements.filter((element) => element !== undefined);
    return kept.length > 0 ? kept : undefined;
  },
  object: (keys, values) => {
    const object: EcsObject = emptyObject();
    let kept = 0;
    for (let at = 0; at < keys.length; at++) {
      const value = values[at];
      if (value === undefined) continue;
      object[keys[at]!] = value;
      kept++;
    }
    return kept > 0 ? object : undefined;
  },
};

/** Sets a field to a JSON value, if {@link ecsValueOf} leaves anything of it. */
export function setJson(document: EcsObject, field: string, value: JsonValue | undefined): void {
  const converted = value === undefined ? undefined : ecsValueOf(value);
  if (converted !== undefined) setField(document, field, converted);
}

function leafNumber(number: JsonNumber): Scalar {
  const value = number.toScalar();
  const isExact = typeof value === "bigint" || Number.isSafeInteger(value);
  // Integers too long to be read exactly stay what they are in a flattened field anyway, their digits.
  const isFaithful = number.isInteger ? isExact : !isExact && Number.isFinite(value);
  return isFaithful ? value || 0 : javaNumberText(number);
}

/** What a keyword-like field can hold of a JSON value: scalars, or a list of scalars; objects are dropped. */
export function scalarsOf(value: JsonValue | undefined): EcsValue | undefined {
  if (!Array.isArray(value)) return scalarOf(value);
  const scalars = value.flatMap((element) => scalarOf(element) ?? []);
  return scalars.length === 0 ? undefined : scalars;
}

/** A JSON scalar as a value; undefined for null, arrays, objects and what is missing. */
function scalarOf(value: JsonValue | undefined): Scalar | undefined {
  if (value instanceof JsonNumber) return leafNumber(value);
  return typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

/** The text of a JSON scalar, numbers as Java prints them; undefined for all else. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return value instanceof JsonNumber ? javaNumberText(value) : scalarOf(value)?.toString();
}

/** The value below these keys, of which there is at least one. */
export function valueAt(object: JsonMembers, ...keys: readonly string[]): JsonValue | undefined {
  let value = object.get(keys[0]!);
  for (let at = 1; at < keys.length; at++) {
    if (!isJsonObject(value)) return undefined;
    value = value.get(keys[at]!);
  }
  return value;
}
