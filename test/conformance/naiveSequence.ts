/** One event as the naive matcher sees it: which positions it can fill, and under which key tuples. */
export interface NaiveEvent<Id> {
  readonly id: Id;
  readonly atMs: number;
  /** For each step that the event satisfies, its key tuples; a tuple is a list of values, null included. */
  readonly steps: ReadonlyMap<number, readonly NaiveKey[]>;
  /** The key tuples under which the event is an `until` event. */
  readonly until: readonly NaiveKey[];
}

export type NaiveKey = readonly (string | number | bigint | boolean | null)[];

export interface NaiveShape {
  readonly steps: number;
  readonly maxspanMs?: number;
}

interface Found<Id> {
  readonly ids: readonly Id[];
  readonly lastIndex: number;
  readonly key: string;
}

/**
 * Sequences written straight from the rules of eql facts §8, with no eye to speed or memory: the yardstick for the
 * engine's machine.
 *
 * Each key tuple is run alone over all events in order. A slot holds the indexes of the events of one partial match.
 */
export function naiveSequences<Id>(events: readonly NaiveEvent<Id>[], shape: NaiveShape): Id[][] {
  const ordered = [...events].sort((a, b) => a.atMs - b.atMs);
  const tuples = new Map<string, NaiveKey>();
  for (const event of ordered) {
    for (const keys of event.steps.values()) for (const key of keys) tuples.set(nameOf(key), key);
  }
  const found = [...tuples.keys()].flatMap((key) => runTuple(ordered, shape, key));
  found.sort((a, b) => a.lastIndex - b.lastIndex || (a.key < b.key ? -1 : 1));
  return found.map(({ ids }) => [...ids]);
}

function runTuple<Id>(events: readonly NaiveEvent<Id>[], shape: NaiveShape, key: string): Found<Id>[] {
  const slots: (number[] | null)[] = new Array(shape.steps).fill(null);
  const found: Found<Id>[] = [];
  for (let index = 0; index < events.length; index++) {
    for (let step = shape.steps - 1; step >= 0; step--) {
      if (!hasKey(events[index]!.steps.get(step), key)) continue;
      const extended = step === 0 ? [index] : extend(events, shape, slots, step, index, key);
      if (extended === null) continue;
      if (step < shape.steps - 1) slots[step] = extended;
      else found.push({ ids: extended.map((at) => events[at]!.id), lastIndex: index, key });
    }
  }
  return found;
}

/** What waited for this step with the event added, or null; what waited is used up in any case. */
function extend<Id>(
  events: readonly NaiveEvent<Id>[],
  shape: NaiveShape,
  slots: (number[] | null)[],
  step: number,
  index: number,
  key: string,
): number[] | null {
  const waiting = slots[step - 1]!;
  slots[step - 1] = null;
  if (waiting === null) return null;
  const elapsedMs = events[index]!.atMs - events[waiting[0]!]!.atMs;
  if (shape.maxspanMs !== undefined && elapsedMs > shape.maxspanMs) return null;
  for (let at = waiting.at(-1)!; at < index; at++) if (hasKey(events[at]!.until, key)) return null;
  return [...waiting, index];
}

function hasKey(keys: readonly NaiveKey[] | undefined, key: string): boolean {
  return keys?.some((other) => nameOf(other) === key) === true;
}

function nameOf(key: NaiveKey): string {
  return key.map((value) => `${typeof value}:${value}`).join("\u0000");
}

/** Every combination of one value per list, the first list slowest. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((tuples, list) => tuples.flatMap((tuple) => list.map((item) => [...tuple, item])), [[]]);
}
