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
}

export interface NaiveQuery {
  readonly steps: number;
  readonly maxspanMs?: number;
}

interface Candidate {
  readonly members: readonly NaiveEvent[];
}

/** Completed sequences as `key: ids`, by last event, then key. */
export function naiveSequences(query: NaiveQuery, events: readonly NaiveEvent[]): string[] {
  const keys = [...new Set(events.flatMap((event) => event.keys))];
  const found = keys.flatMap((key) => {
    const own = events.filter((event) => event.keys.includes(key)).sort((a, b) => a.place - b.place);
    return ofOneKey(query, own).map(({ members }) => ({ key, members }));
  });
  found.sort((a, b) => a.members.at(-1)!.place - b.members.at(-1)!.place || (a.key < b.key ? -1 : 1));
  return found.map(({ key, members }) => `${key}: ${members.map(({ id }) => id).join(" ")}`);
}

function ofOneKey(query: NaiveQuery, events: readonly NaiveEvent[]): Candidate[] {
  const satisfying = (step: number) => events.filter((event) => event.steps.includes(step));
  const stops = satisfying(query.steps);
  let waiting: Candidate[] = satisfying(0).map((event) => ({ members: [event] }));
  for (let step = 1; step < query.steps; step++) {
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
