import type { EventView } from "../../../src/ecs/event.ts";
import { documentView } from "../../../src/ecs/event.ts";
import type { Field, FieldType } from "../../../src/ecs/field.ts";
import { type EcsValue, emptyObject, type Scalar } from "../../../src/ecs/value.ts";

export function fieldOf(name: string, type: FieldType = "keyword"): Field {
  return { name, type };
}

/** A real document view over flat fields. */
export function view(fields: Readonly<Record<string, EcsValue>>): EventView {
  return documentView(Object.assign(emptyObject(), fields));
}

/** A view that hands out values as they are, whatever the field's type says. */
export function rawView(values: Readonly<Record<string, readonly Scalar[]>>): EventView {
  return { values: (field) => values[field.name] ?? [] };
}
