import type { Catalogue } from "../../ecs/field.ts";

/** The nested field that a name lies below, the innermost; undefined if none. */
export function nestedPathOf(catalogue: Catalogue, name: string): string | undefined {
  for (let dot = name.lastIndexOf("."); dot > 0; dot = name.lastIndexOf(".", dot - 1)) {
    const parent = name.slice(0, dot);
    if (catalogue.field(parent)?.type === "nested") return parent;
  }
  return undefined;
}
