import { coerce } from "./coerce.ts";
import { getField } from "./document.ts";
import { readElements } from "./elements.ts";
import type { Field } from "./field.ts";
import { type FieldPath, pathOf } from "./fieldPath.ts";
import { readPattern } from "./readPattern.ts";
import { type EcsObject, type EcsValue, isEcsObject, type Scalar } from "./value.ts";

const none: readonly Scalar[] = [];

/** Types without a value that a condition can read, so that no document need be searched for one. */
const unreadable: ReadonlySet<string> = new Set(["object", "nested", "geo_point", "unsupported"]);

/**
 * The values of a field in a document, coerced to its type ({@link coerce}), in document order with repetitions.
 *
 * Arrays are transparent at every level, `{"a.b": 1}` and `{"a": {"b": 1}}` are one. Nulls are no values, except where the
 * field has a `nullValue`; nor is anything that JSON cannot hold. A `flattened` field has the values of all its leaves, a
 * field with a `constant` has that in every document. `_index` is the data stream of `data_stream.*`.
 */
export function readField(document: EcsObject, field: Field): readonly Scalar[] {
  if (unreadable.has(field.type)) return none;
  if (field.constant !== undefined) return [field.constant];
  if (field.elements === true) return readElements(document, field.name);
  if (field.patternWithin !== undefined)
    return coerceAll(readPattern(document, field.name, field.patternWithin), field);
  if (field.name === "_index") return coerceAll(dataStream(document), field);
  let value: EcsValue | undefined = document;
  let path: FieldPath | undefined = pathOf(field.path ?? field.name);
  // Straight down while there is one way to go, which is nearly always.
  while (path !== undefined && isEcsObject(value)) {
    const steps: FieldPath["steps"] = path.steps;
    let taken = -1;
    for (let at = 0; at < steps.length; at++) {
      if (!Object.hasOwn(value, steps[at]!.key)) continue;
      if (taken >= 0) return coerceAll(valuesBelow(value, path, field), field);
      taken = at;
    }
    if (taken < 0) return none;
    value = value[steps[taken]!.key];
    path = steps[taken]!.rest;
  }
  if (!isScalar(value)) return coerceAll(valuesBelow(value ?? null, path, field), field);
  if (path !== undefined) return none;
  const coerced = coerce(value, field);
  return coerced === undefined ? none : [coerced];
}

function coerceAll(values: readonly Scalar[], field: Field): readonly Scalar[] {
  const coerced: Scalar[] = [];
  for (const value of values) {
    const indexed = coerce(value, field);
    if (indexed !== undefined) coerced.push(indexed);
  }
  return coerced;
}

function isScalar(value: EcsValue | undefined): value is Scalar {
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" || type === "bigint";
}

/** The name of the data stream the document belongs to, which is what index patterns are written for. */
function dataStream(document: EcsObject): Scalar[] {
  const parts = ["type", "dataset", "namespace"].map((key) => getField(document, `data_stream.${key}`));
  return parts.every((part) => typeof part === "string") ? [parts.join("-")] : [];
}

/** Where a walk stands: a value, and what is left of the field's path below it. */
interface Place {
  readonly value: EcsValue;
  readonly path: FieldPath | undefined;
}

/** The scalars at a path; of a flattened field also those anywhere below it. Every node is visited at most once. */
function valuesBelow(top: EcsValue, below: FieldPath | undefined, field: Field): Scalar[] {
  const values: Scalar[] = [];
  const places: Place[] = [{ value: top, path: below }];
  while (places.length > 0) {
    const { value, path } = places.pop()!;
    if (Array.isArray(value)) for (let at = value.length - 1; at >= 0; at--) places.push({ value: value[at]!, path });
    else if (isEcsObject(value)) {
      if (path !== undefined) pushMembers(places, value, path);
      else if (field.type === "flattened")
        for (const member of Object.values(value).reverse()) places.push({ value: member, path });
    } else if (path === undefined) {
      if (isScalar(value)) values.push(value);
      else if (value === null && field.nullValue !== undefined) values.push(field.nullValue);
    }
  }
  return values;
}

function pushMembers(places: Place[], object: EcsObject, { steps }: FieldPath): void {
  for (let at = steps.length - 1; at >= 0; at--) {
    const { key, rest } = steps[at]!;
    if (Object.hasOwn(object, key)) places.push({ value: object[key]!, path: rest });
  }
}
