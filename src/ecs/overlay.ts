import type { Catalogue } from "./field.ts";

/** Two catalogues as one: where both know a name, `over` counts. */
export function overlay(catalogue: Catalogue, over: Catalogue): Catalogue {
  let names: readonly string[] | undefined;
  return {
    field: (name) => over.field(name) ?? catalogue.field(name),
    names: () => {
      names ??= [...new Set([...catalogue.names(), ...over.names()])].sort();
      return names;
    },
  };
}
