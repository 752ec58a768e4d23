import { elementDocument } from "../ecs/elements.ts";
import { documentView, type EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";

/** The elements of a nested field, each as conditions read it: nothing but the element is there. */
export function elementViews(field: Field, view: EventView): EventView[] {
  return view.values(field).flatMap((text) => {
    const document = typeof text === "string" ? elementDocument(field.name, text) : undefined;
    return document === undefined ? [] : [documentView(document)];
  });
}
