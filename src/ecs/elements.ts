import { JsonNumber, type JsonValue, parseJson } from "../text/json.ts";
import { printDocument } from "./document.ts";
import type { Field } from "./field.ts";
import { objectsAt } from "./readPattern.ts";
import { type EcsObject, type EcsValue, emptyObject } from "./value.ts";

/** The field whose values are the elements of a nested field, for conditions that one element must satisfy by itself. */
export function elementsField({ name }: Pick<Field, "name">): Field {
  return { name, type: "keyword", elements: true };
}

/** The objects at a path, each as a JSON text, in document order; arrays are transparent, other values are no elements. */
export function readElements(document: EcsObject, path: string): string[] {
  return objectsAt(document, path).map((element) => printDocument(element));
}

/** A document that holds nothing but one element, where it stood; undefined for a text that {@link readElements} cannot give. */
export function elementDocument(path: string, text: string): EcsObject | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok) return undefined;
  const document = emptyObject();
  document[path] = ecsValue(parsed.value);
  return document;
}

/** Where a value goes: into which array or object, and under which key. */
interface Place {
  readonly into: { [key: string | number]: EcsValue };
  readonly key: string | number;
  readonly value: JsonValue;
}

function ecsValue(top: JsonValue): EcsValue {
  const root: EcsValue[] = [];
  const places: Place[] = [{ into: root as never, key: 0, value: top }];
  // Grows as it is walked, so that members are written in their order.
  for (const { into, key, value } of places) {
    if (value instanceof JsonNumber) into[key] = value.toScalar();
    else if (typeof value !== "object" || value === null) into[key] = value;
    else {
      const inner: Place["into"] = Array.isArray(value) ? ([] as never) : emptyObject();
      into[key] = inner as EcsValue;
      for (const [at, member] of value.entries()) places.push({ into: inner, key: at, value: member });
    }
  }
  return root[0] ?? null;
}
