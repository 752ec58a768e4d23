import { setAt } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";
import type { JsonObject, JsonValue } from "../text/json.ts";
import { ecsValueOf, valueAt } from "./ecsValue.ts";
import { isJsonObject } from "./record.ts";

/** Where a member of a record goes: its dotted path in the record, and the field. */
export type MemberField = readonly [path: string, field: string];

interface Step {
  readonly keys: readonly string[];
  readonly field: readonly string[];
}

/** A table of members and fields, taken apart once. */
export type MemberFields = readonly Step[];

/** Reads a table; of rows with the same field the later ones count only where the earlier found nothing. */
export function memberFields(rows: readonly MemberField[]): MemberFields {
  return rows.map(([path, field]) => ({ keys: path.split("."), field: field.split(".") }));
}

/** Sets the fields to copies of the members, as the `set` processor does with `copy_from`. */
export function copyMembers(document: EcsObject, record: JsonObject, table: MemberFields): void {
  for (const { keys, field } of table) setAbsent(document, field, valueAt(record, ...keys));
}

/** Takes the members out of the record and sets the fields to them, as the `rename` processor does. */
export function moveMembers(document: EcsObject, record: JsonObject, table: MemberFields): void {
  for (const { keys, field } of table) setAbsent(document, field, takeAt(record, keys));
}

/** Takes a member out of a record, which changes; undefined when it is not there. */
export function takeAt(record: JsonObject, keys: readonly string[]): JsonValue | undefined {
  const parent = keys.length === 1 ? record : valueAt(record, ...keys.slice(0, -1));
  return isJsonObject(parent) ? taken(parent, keys.at(-1)!) : undefined;
}

/** Takes a member out of an object, which must be the pipeline's own copy. */
export function taken(object: JsonObject, key: string): JsonValue | undefined {
  const value = object.get(key);
  object.delete(key);
  return value;
}

/** A field that has a value keeps it: `rename` refuses to overwrite. */
function setAbsent(document: EcsObject, field: readonly string[], value: JsonValue | undefined): void {
  const converted = value === undefined ? undefined : ecsValueOf(value);
  if (converted !== undefined && !hasField(document, field)) setAt(document, field, converted);
}

function hasField(document: EcsObject, keys: readonly string[]): boolean {
  let object: EcsObject = document;
  for (const key of keys) {
    if (!Object.hasOwn(object, key)) return false;
    object = object[key] as EcsObject;
    if (typeof object !== "object" || object === null) return true;
  }
  return true;
}
