import type { Path } from "./places.ts";
import type { PlainObject, PlainValue } from "./plain.ts";

/** Where a document holds infinity or NaN, which JSON cannot write; iterative. */
export function unwritableNumbers(document: PlainObject): Path[] {
  const found: Path[] = [];
  const open: { readonly path: Path; readonly value: PlainValue }[] = [{ path: [], value: document }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (typeof value === "number" && !Number.isFinite(value)) found.push(path);
    if (typeof value !== "object" || value === null) continue;
    for (const [step, inner] of Array.isArray(value) ? value.entries() : Object.entries(value))
      open.push({ path: [...path, step], value: inner });
  }
  return found;
}
