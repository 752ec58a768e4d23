import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "../ecs/value.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "../text/json.ts";

/** A value of a rule document, as JavaScript holds it; objects have no prototype. */
export type PlainValue = EcsValue;
export type PlainObject = EcsObject;

export const isPlainObject = isEcsObject;

/** A JSON value as plain JavaScript; integers that a double cannot hold become bigints. */
export function plainOf(value: JsonValue): PlainValue {
  if (value instanceof JsonNumber) return value.toScalar();
  if (Array.isArray(value)) return value.map(plainOf);
  return value instanceof Map ? plainObjectOf(value) : value;
}

/** A JSON object as plain JavaScript, keys in source order. */
function plainObjectOf(object: JsonObject): PlainObject {
  const plain = emptyObject();
  for (const [key, value] of object) plain[key] = plainOf(value);
  return plain;
}

/** The member of that name when it is of the wanted kind; otherwise undefined. */
export function stringIn(object: PlainObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
}

export function numberIn(object: PlainObject, key: string): number | undefined {
  const value = object[key];
  return typeof value === "number" ? value : undefined;
}

export function objectIn(object: PlainObject, key: string): PlainObject | undefined {
  const value = object[key];
  return isPlainObject(value) ? value : undefined;
}

export function listIn(object: PlainObject, key: string): readonly PlainValue[] | undefined {
  const value = object[key];
  return Array.isArray(value) ? value : undefined;
}

export function stringsIn(object: PlainObject, key: string): readonly string[] | undefined {
  return listIn(object, key)?.filter((value) => typeof value === "string");
}

export function objectsIn(object: PlainObject, key: string): readonly PlainObject[] | undefined {
  return listIn(object, key)?.filter(isPlainObject);
}
