import type { Value } from "./value.ts";

/** How many combinations of the values of several fields one expression is evaluated for, on one event. */
export const mostCombinations = 10_000;

/**
 * Whether any combination of one value from each list passes.
 *
 * Combinations are tried in order, the last list varying fastest. The values of a single list are all tried, of
 * the combinations of several lists only the first 10,000: an event with three arrays of a thousand values must not stop
 * the scan. A match among the later ones is missed. The array handed to `test` is reused.
 */
export function someCombination(
  lists: readonly (readonly Value[])[],
  test: (combination: readonly Value[]) => boolean,
): boolean {
  const positions = lists.map(() => 0);
  const combination = lists.map((list) => list[0] ?? null);
  const most = lists.length === 1 ? Number.POSITIVE_INFINITY : mostCombinations;
  for (let tried = 0; tried < most; tried++) {
    if (test(combination)) return true;
    if (!advance(lists, positions, combination)) return false;
  }
  return false;
}

/** Steps to the next combination; false after the last. */
function advance(lists: readonly (readonly Value[])[], positions: number[], combination: Value[]): boolean {
  for (let i = lists.length - 1; i >= 0; i--) {
    const list = lists[i]!;
    const next = positions[i]! + 1;
    const position = next < list.length ? next : 0;
    positions[i] = position;
    combination[i] = list[position] ?? null;
    if (position !== 0) return true;
  }
  return false;
}
