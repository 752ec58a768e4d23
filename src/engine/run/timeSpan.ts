import { firstAtOrAfter } from "./rowStore.ts";
import type { ScheduledRun } from "./ruleRun.ts";

/** Those of the items, which ascend by time, that a run sees. */
export function span<T extends { readonly atMs: number }>(
  items: readonly T[],
  { fromMs, toMs }: Pick<ScheduledRun, "fromMs" | "toMs">,
): readonly T[] {
  const timeOf = (place: number) => items[place]!.atMs;
  const from = firstAtOrAfter(items.length, timeOf, fromMs);
  let to = firstAtOrAfter(items.length, timeOf, toMs);
  while (to < items.length && timeOf(to) === toMs) to++;
  return items.slice(from, to);
}
