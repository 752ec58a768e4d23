import { coerce } from "./coerce.ts";
import { getField } from "./document.ts";
import type { Field } from "./field.ts";
import { type EcsObject, type EcsValue, isEcsObject, type Scalar } from "./value.ts";

/** An event as conditions read it. */
export interface EventView {
  /** The field's values as Elasticsearch would have indexed them; none for a missing field. */
  readonly values: (field: Field) => readonly Scalar[];
}

/**
 * A view of an ECS document.
 *
 * Arrays are transparent at every level, `{"a.b": 1}` and `{"a": {"b": 1}}` are one, nulls are dropped, values are
 * coerced to the field's type ({@link coerce}) and kept in document order with repetitions. A `flattened` field has
 * the values of all its leaves. `_index` is the data stream of `data_stream.*`. Reads are cached per field: the
 * document must not change any more.
 */
export function documentView(document: EcsObject): EventView {
  const cache = new Map<Field, readonly Scalar[]>();
  return {
    values: (field) => {
      let values = cache.get(field);
      if (values === undefined) cache.set(field, (values = readField(document, field)));
      return values;
    },
  };
}

function readField(document: EcsObject, field: Field): readonly Scalar[] {
  const raw =
    field.name === "_index" ? dataStream(document) : valuesAt(document, field.name, field.type === "flattened");
  const values: Scalar[] = [];
  for (const value of raw) {
    const coerced = coerce(value, field);
    if (coerced !== undefined) values.push(coerced);
  }
  return values;
}

/** The name of the data stream the document belongs to, which is what index patterns are written for. */
function dataStream(document: EcsObject): Scalar[] {
  const parts = ["type", "dataset", "namespace"].map((key) => getField(document, `data_stream.${key}`));
  return parts.every((part) => typeof part === "string") ? [parts.join("-")] : [];
}

/** Where a walk stands: a value, and the offset in the field's name of what is still to be found below it. */
interface Step {
  readonly value: EcsValue;
  readonly offset: number;
}

/** The scalars at a path; with `leaves`, also those anywhere below it. Every node is visited at most once. */
function valuesAt(document: EcsObject, name: string, leaves: boolean): Scalar[] {
  const values: Scalar[] = [];
  const steps: Step[] = [{ value: document, offset: 0 }];
  while (steps.length > 0) {
    const { value, offset } = steps.pop()!;
    if (Array.isArray(value)) for (let at = value.length - 1; at >= 0; at--) steps.push({ value: value[at]!, offset });
    else if (isEcsObject(value)) {
      if (offset <= name.length) pushMembers(steps, value, name, offset);
      else if (leaves) for (const member of Object.values(value).reverse()) steps.push({ value: member, offset });
    } else if (value !== null && offset > name.length) values.push(value);
  }
  return values;
}

/** Every member whose key is the next part of the name, or the next few parts joined by dots. */
function pushMembers(steps: Step[], object: EcsObject, name: string, offset: number): void {
  for (let end = name.length; end > offset; end = name.lastIndexOf(".", end - 1)) {
    const key = name.slice(offset, end);
    if (Object.hasOwn(object, key)) steps.push({ value: object[key]!, offset: end + 1 });
  }
}
