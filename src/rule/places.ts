import type { Span } from "../text/source.ts";

/** How a string was written, which decides what its escapes mean. */
export type StringForm = "json" | "basic" | "literal" | "multilineBasic" | "multilineLiteral";

/** Where one value of a document stands in its file. */
export interface ValuePlace {
  /** The key; for a table with a header the header; for an element of a list the element. */
  readonly key: Span;
  /** The value, quotes included; for a table with a header the header. */
  readonly value: Span;
  /** Of a table or object. */
  readonly members?: ReadonlyMap<string, ValuePlace>;
  /** Of a list. */
  readonly items?: readonly ValuePlace[];
  /** Of a string. */
  readonly form?: StringForm;
}

/** Keys and list positions, outermost first. */
export type Path = readonly (string | number)[];

/** The place of the value at `path`; when the document lacks it, of the nearest value around it. */
export function nearestPlace(root: ValuePlace, path: Path): ValuePlace {
  let place = root;
  for (const step of path) {
    const next = typeof step === "number" ? place.items?.[step] : place.members?.get(step);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

/** `rule.threat[0].tactic.id`, as people write a path. */
export function printPath(path: Path): string {
  let text = "";
  for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  return text;
}
