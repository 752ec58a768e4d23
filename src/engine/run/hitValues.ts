import type { Field } from "../../ecs/field.ts";
import type { Scalar } from "../../ecs/value.ts";
import { eventView } from "../eventView.ts";
import type { Hit } from "../hit.ts";

/** The values of a rule's evidence fields: those that came with the hit, else those of its event. */
export function hitValues({ event, values }: Hit, fields: readonly Field[]): readonly (readonly Scalar[])[] {
  if (values !== undefined) return values;
  const view = eventView(event);
  return fields.map((field) => view.values(field));
}
