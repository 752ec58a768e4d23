/**
 * The first `most` ways to take one of each list, no two with the same id, in the order of the lists: the first list
 * varies slowest (SampleIterator, `matchSamples`).
 *
 * Bounded: a choice is followed only if the lists after it can still be served, which needs no more than the first few of
 * each; so nothing is tried in vain for long, whatever the lists hold. Meant for a handful of lists.
 */
export function distinctChoices<T>(lists: readonly (readonly T[])[], idOf: (item: T) => string, most: number): T[][] {
  const found: T[][] = [];
  const chosen: T[] = [];
  const used = new Set<string>();
  const choose = (at: number): void => {
    for (const item of lists[at] ?? []) {
      const id = idOf(item);
      if (used.has(id)) continue;
      used.add(id);
      chosen.push(item);
      if (at === lists.length - 1) found.push([...chosen]);
      else if (canServe(lists, at + 1, used, idOf)) choose(at + 1);
      chosen.pop();
      used.delete(id);
      if (found.length >= most) return;
    }
  };
  if (most > 0 && canServe(lists, 0, used, idOf)) choose(0);
  return found;
}

/** Whether each list from `at` on can get an item of its own; as many candidates of each as there are lists suffice. */
function canServe<T>(
  lists: readonly (readonly T[])[],
  at: number,
  used: Set<string>,
  idOf: (item: T) => string,
): boolean {
  const list = lists[at];
  if (list === undefined) return true;
  let tried = 0;
  for (const item of list) {
    const id = idOf(item);
    if (used.has(id)) continue;
    used.add(id);
    const served = canServe(lists, at + 1, used, idOf);
    used.delete(id);
    if (served) return true;
    if (++tried >= lists.length) return false;
  }
  return false;
}
