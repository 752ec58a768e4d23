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
  /** Missing ones included. */
  readonly steps: number;
  /** Which steps ask for an event's absence. */
  readonly missing?: readonly number[];
  readonly maxspanMs?: number;
}

interface Found<Id> {
  /** One per step; null stands for a missing event. */
  readonly ids: readonly (Id | null)[];
  readonly lastIndex: number;
  readonly key: string;
}

/**
 * Sequences written straight from the rules of eql facts §8, with no eye to speed or memory: the yardstick for the
 * engine's machine.
 *
 * Each key tuple is run alone over all events in order. A slot holds the indexes of the events of one partial match.
 * Missing events are looked up in the whole list, once a sequence of the others is complete.
 */
export function naiveSequences<Id>(events: readonly NaiveEvent<Id>[], shape: NaiveShape): (Id | null)[][] {
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
  const present = Array.from({ length: shape.steps }, (_, step) => step).filter(
    (step) => !(shape.missing ?? []).includes(step),
  );
  const slots: (number[] | null)[] = new Array(present.length).fill(null);
  const found: Found<Id>[] = [];
  for (let index = 0; index < events.length; index++) {
    for (let place = present.length - 1; place >= 0; place--) {
      if (!hasKey(events[index]!.steps.get(present[place]!), key)) continue;
      const extended = place === 0 ? [index] : extend(events, shape, slots, place, index, key);
      if (extended === null) continue;
      if (place < present.length - 1) slots[place] = extended;
      else if (isFreeOfMissing(events, shape, present, extended, key)) {
        const ids = Array.from({ length: shape.steps }, (_, step) =>
          present.includes(step) ? events[extended[present.indexOf(step)]!]!.id : null,
        );
        found.push({ ids, lastIndex: index, key });
      }
    }
  }
  return found;
}

/** Whether no event that must be missing rejects the sequence (eql facts §8, Missing events). */
function isFreeOfMissing<Id>(
  events: readonly NaiveEvent<Id>[],
  shape: NaiveShape,
  present: readonly number[],
  chosen: readonly number[],
  key: string,
): boolean {
  const missing = shape.missing ?? [];
  if (missing.length === 0) return true;
  const times = chosen.map((at) => events[at]!.atMs);
  const first = times[0]!;
  const last = times.at(-1)!;
  const met = (step: number) => events.filter((event) => hasKey(event.steps.get(step), key)).map(({ atMs }) => atMs);
  const leading = missing.filter((step) => step < present[0]!);
  const trailing = missing.filter((step) => step > present.at(-1)!);
  for (const step of missing) {
    if (leading.includes(step) || trailing.includes(step)) continue;
    const before = times[present.filter((one) => one < step).length - 1]!;
    const after = times[present.filter((one) => one < step).length]!;
    if (met(step).some((time) => before < time && time < after)) return false;
  }
  const latest = leading.flatMap(met).filter((time) => time < first);
  const earliest = trailing.flatMap(met).filter((time) => time > last);
  const from = leading.length > 0 ? Math.max(...latest) : first;
  const to = trailing.length > 0 ? Math.min(...earliest) : last;
  if (leading.length === 0 && trailing.length === 0) return true;
  return !(to - from <= shape.maxspanMs!);
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

/** Equal exactly for equal tuples. */
export function nameOf(key: NaiveKey): string {
  return key.map((value) => `${typeof value}:${value}`).join("\u0000");
}

/** Every combination of one value per list, the first list slowest. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((tuples, list) => tuples.flatMap((tuple) => list.map((item) => [...tuple, item])), [[]]);
}
