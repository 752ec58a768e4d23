import { familyOf } from "../ecs/field.ts";
import type { StringOrder } from "./compareValues.ts";
import type { Expression } from "./predicate.ts";

/** How a comparison orders strings: as `ip` or `version` if an operand is a plain field of that family. */
export function stringOrderOf(...operands: readonly Expression[]): StringOrder {
  for (const operand of operands) {
    const family = operand.kind === "field" ? familyOf(operand.field.type) : undefined;
    if (family === "ip" || family === "version") return family;
  }
  return undefined;
}
