import { getField, setField } from "../ecs/document.ts";
import type { EcsObject } from "../ecs/value.ts";

/** Adds values to one of the lists `related.*`, in order, each once; missing and empty ones are passed over. */
export function addRelated(document: EcsObject, field: string, values: Iterable<string | undefined>): void {
  const held = getField(document, field);
  const list = new Set<unknown>(Array.isArray(held) ? held : []);
  const before = list.size;
  for (const value of values) if (value !== undefined && value !== "") list.add(value);
  if (list.size > before) setField(document, field, [...(list as Set<string>)]);
}
