import type { Scalar } from "../ecs/value.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import type { SequenceQuery } from "../predicate/query.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { eventView } from "./eventView.ts";
import { getOrPut } from "./getOrPut.ts";
import type { Hit } from "./hit.ts";
import { joinedKeys } from "./state/joinedKey.ts";
import { SequenceRun } from "./state/sequenceRun.ts";
import type { SequenceTraceEntry } from "./state/sequenceTrace.ts";

/** What became of one partial match that an event took part in, or of the event where none waited for it. */
export interface PartialStory {
  /** The values of the join keys. */
  readonly key: readonly (Scalar | null)[];
  readonly turns: readonly StoryTurn[];
  /** Where none waited: how the last one under this key had ended. */
  readonly before?: StoryTurn;
}

/**
 * A turn of the story, in order of time.
 *
 * `event` is the one that made it: that took the step, won, came too late, cancelled or should have been missing. `step` is
 * the step that was filled or asked for, from 1, missing ones counted. `afterMs` is the time since the first event.
 * `waiting`: the input ended before `step` was met.
 */
export interface StoryTurn {
  readonly kind: SequenceTraceEntry<unknown>["kind"] | "waiting";
  readonly event?: NormalizedEvent;
  readonly step?: number;
  readonly afterMs?: number;
}

type Entry = SequenceTraceEntry<NormalizedEvent>;

/**
 * Runs a sequence rule over all its hits and tells what became of every partial match that the event took part in, filled,
 * overwrote, cancelled or spoiled.
 *
 * Memory: the story of each partial match that is open under the event's keys, and of those that the event has to do with.
 */
export function traceEvent(
  id: string,
  { rule }: RunnableRule,
  query: SequenceQuery,
  hits: Iterable<Hit>,
): PartialStory[] {
  const stories = new Stories(id, query);
  const run = new SequenceRun(query, rule, {}, (entry) => stories.take(entry));
  for (const { event, steps } of hits) {
    if (event.id === id) stories.follow(event, steps);
    run.add(event, steps);
  }
  run.finish();
  return stories.finish();
}

interface Open {
  readonly key: readonly (Scalar | null)[];
  readonly turns: StoryTurn[];
  isInvolved: boolean;
  filled: number;
}

class Stories {
  readonly #id: string;
  /** The steps that are not missing, from 1. */
  readonly #steps: readonly number[];
  readonly #query: SequenceQuery;
  readonly #keys = new Map<string, readonly (Scalar | null)[]>();
  /** By key, then by first event. */
  readonly #open = new Map<string, Map<NormalizedEvent, Open>>();
  /** What was last seen of missing steps, by key and time. */
  readonly #seen = new Map<string, NormalizedEvent>();
  /** By key: how the last partial match ended that came to no match. */
  readonly #lastEnd = new Map<string, StoryTurn>();
  readonly #told: PartialStory[] = [];

  constructor(id: string, query: SequenceQuery) {
    this.#id = id;
    this.#query = query;
    this.#steps = query.steps.flatMap((step, at) => (step.missing === true ? [] : [at + 1]));
  }

  /** Only partial matches under the event's own keys can have to do with it. */
  follow(event: NormalizedEvent, steps: readonly number[]): void {
    const view = eventView(event);
    for (const step of steps) {
      const joined = joinedKeys((this.#query.steps[step] ?? this.#query.until)?.keys ?? [], view);
      for (const { text, values } of joined.keys) this.#keys.set(text, values);
    }
  }

  take(entry: Entry): void {
    const key = this.#keys.get(entry.key);
    if (key === undefined) return;
    if (entry.kind === "ignored") this.#ignore(entry, key);
    else if (entry.kind === "seen") this.#seen.set(`${entry.atMs} ${entry.key}`, entry.event);
    else this.#turn(entry, key);
  }

  finish(): PartialStory[] {
    for (const stories of this.#open.values()) {
      for (const story of stories.values()) {
        const step = this.#steps[story.filled];
        // A completed one was held back until nothing more could follow.
        if (step !== undefined) story.turns.push({ kind: "waiting", step });
        this.#tell(story);
      }
    }
    return this.#told;
  }

  #ignore({ step, event, key: text }: Extract<Entry, { kind: "ignored" }>, key: Open["key"]): void {
    if (event.id !== this.#id) return;
    const before = this.#lastEnd.get(text);
    const turns: StoryTurn[] = [{ kind: "ignored", event, step: step + 1 }];
    this.#told.push({ key, turns, ...(before === undefined ? {} : { before }) });
  }

  #turn(entry: Exclude<Entry, { kind: "ignored" | "seen" }>, key: Open["key"]): void {
    const [first] = entry.events;
    if (first === undefined) return;
    const open = getOrPut(this.#open, entry.key, () => new Map<NormalizedEvent, Open>());
    const story = getOrPut(open, first, () => ({ key, turns: [], isInvolved: false, filled: 0 }));
    const turn = this.#turnOf(entry, first);
    story.filled = entry.events.length;
    story.turns.push(turn);
    story.isInvolved ||= turn.event?.id === this.#id;
    if (!this.#isEnd(entry.kind)) return;
    open.delete(first);
    // What took another's place waits in its stead.
    if (entry.kind !== "overwritten") this.#lastEnd.set(entry.key, turn);
    this.#tell(story);
  }

  /** Without missing steps nothing can reject what is complete. */
  #isEnd(kind: Entry["kind"]): boolean {
    return endings.has(kind) || (kind === "completed" && this.#steps.length === this.#query.steps.length);
  }

  #turnOf(entry: Exclude<Entry, { kind: "ignored" | "seen" }>, first: NormalizedEvent): StoryTurn {
    const { kind, events } = entry;
    const event = this.#causeOf(entry);
    const filled =
      kind === "started" || kind === "advanced" || kind === "completed" ? events.length - 1 : events.length;
    const step = this.#steps[filled];
    return {
      kind,
      ...(event === undefined ? {} : { event, afterMs: event.atMs - first.atMs }),
      ...(step === undefined ? {} : { step }),
    };
  }

  #causeOf(entry: Exclude<Entry, { kind: "ignored" | "seen" }>): NormalizedEvent | undefined {
    switch (entry.kind) {
      case "started":
      case "advanced":
      case "completed":
        return entry.events.at(-1);
      case "spoiled":
      case "rejected":
        return entry.seenMs === undefined ? undefined : this.#seen.get(`${entry.seenMs} ${entry.key}`);
      case "overwritten":
      case "cancelled":
      case "expired":
        return entry.by;
      case "evicted":
        return undefined;
    }
  }

  #tell({ key, turns, isInvolved }: Open): void {
    if (isInvolved) this.#told.push({ key, turns });
  }
}

const endings: ReadonlySet<Entry["kind"]> = new Set(["overwritten", "expired", "cancelled", "evicted", "rejected"]);
