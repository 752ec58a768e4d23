import type { DateUnit } from "../ecs/javaDate.ts";
import type { Expression } from "./predicate.ts";

/** What a date field's numbers count; undefined for everything that is no date field. */
export function dateUnitOf(expression: Expression): DateUnit | undefined {
  const type = expression.kind === "field" ? expression.field.type : undefined;
  if (type === "date") return "milliseconds";
  return type === "date_nanos" ? "nanoseconds" : undefined;
}
