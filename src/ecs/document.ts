import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "./value.ts";

/** Sets a field by its dotted path, making the objects on the way; what stands in their way is replaced. */
export function setField(document: EcsObject, path: string, value: EcsValue): void {
  const keys = keysOf(path);
  const last = keys.length - 1;
  let object = document;
  for (let at = 0; at < last; at++) {
    const key = keys[at]!;
    let next = object[key];
    if (!isEcsObject(next)) object[key] = next = emptyObject();
    object = next;
  }
  object[keys[last]!] = value;
}

/** The value at a dotted path through nested objects, not through arrays; undefined when there is none. */
export function getField(document: EcsObject, path: string): EcsValue | undefined {
  let value: EcsValue | undefined = document;
  for (const key of keysOf(path)) {
    if (!isEcsObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** Paths are few and asked for again and again; when the memo is full it is emptied. */
const knownPaths = new Map<string, readonly string[]>();
const knownPathsLimit = 4096;

function keysOf(path: string): readonly string[] {
  let keys = knownPaths.get(path);
  if (keys === undefined) {
    if (knownPaths.size >= knownPathsLimit) knownPaths.clear();
    knownPaths.set(path, (keys = path.split(".")));
  }
  return keys;
}

/**
 * JSON text of a document, without spaces.
 *
 * Big integers are written by their digits, numbers that JSON cannot hold as null. Iterative, so any depth will do.
 */
export function printDocument(document: EcsObject): string {
  let out = "";
  const pending: (string | { readonly value: EcsValue })[] = [{ value: document }];
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (typeof next === "string") out += next;
    else if (Array.isArray(next.value)) pushArray(pending, next.value);
    else if (isEcsObject(next.value)) pushObject(pending, next.value);
    else out += typeof next.value === "bigint" ? next.value.toString() : JSON.stringify(next.value);
  }
  return out;
}

type Pending = (string | { readonly value: EcsValue })[];

function pushObject(pending: Pending, object: EcsObject): void {
  const members = Object.entries(object);
  pending.push(members.length === 0 ? "{}" : "}");
  for (let at = members.length - 1; at >= 0; at--) {
    const [key, value] = members[at]!;
    pending.push({ value }, `${at === 0 ? "{" : ","}${JSON.stringify(key)}:`);
  }
}

function pushArray(pending: Pending, array: readonly EcsValue[]): void {
  pending.push(array.length === 0 ? "[]" : "]");
  for (let at = array.length - 1; at >= 0; at--) pending.push({ value: array[at]! }, at === 0 ? "[" : ",");
}
