import { type NaiveEvent, type NaiveKey, nameOf } from "./naiveSequence.ts";

type Value = NaiveKey[number];

/**
 * Samples written straight from eql facts §9: for each key tuple every way to take one event per item, all different,
 * item by item and earliest first, of which the first `perKey` count.
 */
export function naiveSamples<Id>(events: readonly NaiveEvent<Id>[], items: number, perKey: number): Id[][] {
  const ordered = [...events].sort((a, b) => a.atMs - b.atMs);
  const tuples = new Map<string, NaiveKey>();
  for (const event of ordered) {
    for (const keys of event.steps.values()) for (const key of keys) tuples.set(nameOf(key), key);
  }
  const sorted = [...tuples.values()].sort(compareKeys);
  return sorted.flatMap((key) => {
    const lists = Array.from({ length: items }, (_, item) =>
      ordered.filter((event) => (event.steps.get(item) ?? []).some((one) => nameOf(one) === nameOf(key))),
    );
    return waysToChoose(lists, []).slice(0, perKey);
  });
}

function waysToChoose<Id>(lists: readonly (readonly NaiveEvent<Id>[])[], chosen: readonly Id[]): Id[][] {
  const [list, ...rest] = lists;
  if (list === undefined) return [[...chosen]];
  return list.filter(({ id }) => !chosen.includes(id)).flatMap(({ id }) => waysToChoose(rest, [...chosen, id]));
}

function compareKeys(a: NaiveKey, b: NaiveKey): number {
  for (const [at, value] of a.entries()) {
    const order = compareValues(value, b[at] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
}
