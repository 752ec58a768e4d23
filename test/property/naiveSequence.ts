/**
 * Sequences as Elasticsearch's window runs them, written apart from the engine: step by step over whole lists instead
 * of event by event over slots. Slow, for comparing only.
 */
export interface NaiveEvent {
  readonly id: string;
  readonly atMs: number;
  /** Place in the total order of events. */
  readonly place: number;
  /** Steps satisfied; `until` is one past the last. */
  readonly steps: readonly number[];
  /** Key tuples, each as one text. */
  readonly keys: readonly string[];
  /** Those under which it is a missing event. */
  readonly missingKeys: readonly string[];
}

export interface NaiveQuery {
  /** Missing ones included. */
  readonly steps: number;
  readonly missing: readonly number[];
  readonly maxspanMs?: number;
}

interface Candidate {
  readonly members: readonly NaiveEvent[];
}

/** Completed sequences as `key: ids`, by last event, then key; missing events have no id. */
export function naiveSequences(query: NaiveQuery, events: readonly NaiveEvent[]): string[] {
  const keys = [...new Set(events.flatMap((event) => event.keys))];
  const found = keys.flatMap((key) => {
    const own = events.filter((event) => event.keys.includes(key)).sort((a, b) => a.place - b.place);
    const missing = events.filter((event) => event.missingKeys.includes(key));
    return ofOneKey(query, own)
      .filter(({ members }) => isUndisturbed(query, members, missing))
      .map(({ members }) => ({ key, members }));
  });
  found.sort((a, b) => a.members.at(-1)!.place - b.members.at(-1)!.place || (a.key < b.key ? -1 : 1));
  return found.map(({ key, members }) => `${key}: ${members.map(({ id }) => id).join(" ")}`);
}

function present(query: NaiveQuery): number[] {
  return [...Array(query.steps).keys()].filter((step) => !query.missing.includes(step));
}

function ofOneKey(query: NaiveQuery, events: readonly NaiveEvent[]): Candidate[] {
  const satisfying = (step: number) => events.filter((event) => event.steps.includes(step));
  const stops = satisfying(query.steps);
  const [first, ...others] = present(query);
  let waiting: Candidate[] = satisfying(first!).map((event) => ({ members: [event] }));
  for (const step of others) {
    const advanced: Candidate[] = [];
    for (const event of satisfying(step)) {
      const earlier = waiting.filter(({ members }) => members.at(-1)!.place < event.place);
      // The latest is taken; it and all before it are gone.
      waiting = waiting.slice(earlier.length);
      const taken = earlier.at(-1);
      if (taken !== undefined && survives(query, taken, event, stops))
        advanced.push({ members: [...taken.members, event] });
    }
    waiting = advanced;
  }
  return waiting;
}

function survives(query: NaiveQuery, { members }: Candidate, event: NaiveEvent, stops: readonly NaiveEvent[]): boolean {
  if (query.maxspanMs !== undefined && event.atMs - members[0]!.atMs > query.maxspanMs) return false;
  return !stops.some((stop) => stop.place >= members.at(-1)!.place && stop.place < event.place);
}

/** Whether some stretch of maxspan that holds the members is free of what must be missing around and between them. */
function isUndisturbed(query: NaiveQuery, members: readonly NaiveEvent[], candidates: readonly NaiveEvent[]): boolean {
  let leading = Number.NEGATIVE_INFINITY;
  let trailing = Number.POSITIVE_INFINITY;
  for (const step of query.missing) {
    const before = members[present(query).filter((other) => other < step).length - 1];
    const after = members[present(query).filter((other) => other < step).length];
    for (const { atMs, steps } of candidates) {
      if (!steps.includes(step)) continue;
      if (before === undefined && atMs < after!.atMs) leading = Math.max(leading, atMs);
      if (after === undefined && atMs > before!.atMs) trailing = Math.min(trailing, atMs);
      if (before !== undefined && after !== undefined && before.atMs < atMs && atMs < after.atMs) return false;
    }
  }
  const startsMissing = query.missing.includes(0);
  const endsMissing = query.missing.includes(query.steps - 1);
  if (!startsMissing && !endsMissing) return true;
  const from = startsMissing ? leading : members[0]!.atMs;
  const to = endsMissing ? trailing : members.at(-1)!.atMs;
  return to - from > query.maxspanMs!;
}
