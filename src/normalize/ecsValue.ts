import { javaDouble, numberText } from "../ecs/javaNumber.ts";
import { type EcsObject, type EcsValue, emptyObject, type Scalar } from "../ecs/value.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";
import { foldJson, type JsonFold } from "./foldJson.ts";
import { isJsonObject } from "./record.ts";

/**
 * A JSON value as part of a document, for fields of type `flattened`.
 *
 * A double that is whole (`1.0`, `1e10`) becomes its Java text, since JavaScript cannot tell it from an integer and
 * Elasticsearch indexes the leaves of flattened fields by their text.
 */
export function ecsValueOf(value: JsonValue): EcsValue {
  return foldJson(value, fold);
}

const fold: JsonFold<EcsValue> = {
  scalar: (value) => (value instanceof JsonNumber ? leafNumber(value) : value),
  array: (elements) => elements,
  object: (members) => {
    const object: EcsObject = emptyObject();
    for (const [key, value] of members) object[key] = value;
    return object;
  },
};

function leafNumber(number: JsonNumber): Scalar {
  const value = number.toScalar();
  const exact = typeof value === "bigint" || Number.isSafeInteger(value);
  // Integers too long to be read exactly stay what they are in a flattened field anyway, their digits.
  if (number.isInteger) return exact ? value || 0 : number.text;
  return exact || !Number.isFinite(value) ? javaDouble(Number(value)) : value;
}

/** What a keyword-like field can hold of a JSON value: scalars, or a list of scalars; objects are dropped. */
export function scalarsOf(value: JsonValue | undefined): EcsValue | undefined {
  if (!Array.isArray(value)) return scalarOf(value);
  const scalars = value.flatMap((element) => scalarOf(element) ?? []);
  return scalars.length === 0 ? undefined : scalars;
}

/** A JSON scalar as a value; undefined for null, arrays, objects and what is missing. */
export function scalarOf(value: JsonValue | undefined): Scalar | undefined {
  if (value instanceof JsonNumber) return leafNumber(value);
  return typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

/** The text of a JSON scalar, numbers as Java prints them; undefined for all else. */
export function textOf(value: JsonValue | undefined): string | undefined {
  const scalar = scalarOf(value);
  return typeof scalar === "number" || typeof scalar === "bigint" ? numberText(scalar) : scalar?.toString();
}

/** The value below these keys. */
export function valueAt(object: JsonObject, ...keys: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const key of keys) {
    if (!isJsonObject(value)) return undefined;
    value = value.get(key);
  }
  return value;
}
