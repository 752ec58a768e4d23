import { printTree, type TreeForm } from "../text/printTree.ts";
import { quoteForTerminal } from "../text/quote.ts";
import { type EcsObject, type EcsValue, emptyObject, isEcsObject } from "./value.ts";

/** Sets a field by its dotted path, making the objects on the way; what stands in their way is replaced. */
export function setField(document: EcsObject, path: string, value: EcsValue): void {
  setAt(document, keysOf(path), value);
}

/** As {@link setField}, the path taken apart; it has at least one key. */
export function setAt(document: EcsObject, keys: readonly string[], value: EcsValue): void {
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
 * Big integers are written by their digits, numbers that JSON cannot hold as null; what a terminal would act upon is
 * escaped in keys and strings alike ({@link quoteForTerminal}). Iterative, so any depth will do. `known` answers the text of a
 * value below the document that was printed before.
 */
export function printDocument(document: EcsObject, known?: (value: EcsValue) => string | undefined): string {
  return printTree<EcsValue>(document, known === undefined ? documentForm : { ...documentForm, known });
}

const documentForm: TreeForm<EcsValue> = {
  branch: (value) => {
    if (Array.isArray(value)) return { values: value };
    return isEcsObject(value) ? { keys: Object.keys(value), values: Object.values(value) } : undefined;
  },
  leaf: (value) => {
    if (typeof value === "string") return quoteForTerminal(value);
    return typeof value === "number" && !Number.isFinite(value) ? "null" : String(value);
  },
  key: quoteForTerminal,
};
