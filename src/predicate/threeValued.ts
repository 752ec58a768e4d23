import type { Value } from "./value.ts";

/** The truth that a value stands for: null for null and for everything that is not boolean. */
export function truthOf(value: Value): boolean | null {
  return typeof value === "boolean" ? value : null;
}

/** SQL's `and`: false if any is false, else null if any is null. Stops at the first false. */
export function allTrue<T>(items: readonly T[], truth: (item: T) => boolean | null): boolean | null {
  let result: boolean | null = true;
  for (const item of items) {
    const of = truth(item);
    if (of === false) return false;
    if (of === null) result = null;
  }
  return result;
}

/** SQL's `or`: true if any is true, else null if any is null. Stops at the first true. */
export function anyTrue<T>(items: readonly T[], truth: (item: T) => boolean | null): boolean | null {
  let result: boolean | null = false;
  for (const item of items) {
    const of = truth(item);
    if (of === true) return true;
    if (of === null) result = null;
  }
  return result;
}

export function notTrue(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}
