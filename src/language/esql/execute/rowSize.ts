import { sizeOfValue } from "../functions/aggregates/aggregate.ts";
import type { Row } from "./row.ts";

/** About how many bytes a row holds. */
export function sizeOfRow({ slots }: Row): number {
  let size = 64 + 8 * slots.length;
  for (const value of slots) if (value !== undefined && value !== null) size += sizeOfValue(value);
  return size;
}
