import type { Hit } from "../engine/hit.ts";
import type { Plan } from "../engine/plan.ts";
import { PresenceReducer } from "../engine/run/presenceReducer.ts";
import type { EventHead, NormalizedEvent } from "../normalize/record.ts";
import { ByteStore } from "./byteStore.ts";
import type { RecordBytes } from "./memberEvent.ts";

/** A record that satisfies rules, as it crosses threads. */
export interface RecordHits {
  /** What an event is known by without its document. */
  readonly event: EventHead;
  /** Where the record lies in its file's `bytes`, to be normalised anew where alerts are built; absent when no rule needs more than `values`. */
  readonly place?: { readonly start: number; readonly end: number };
  readonly hits: readonly Omit<Hit, "event">[];
}

/** What was found in one input. */
export interface FoundInFile {
  readonly records: readonly RecordHits[];
  /** Records that hits need, end to end. */
  readonly bytes: Uint8Array;
}

/** Gathers the hits of one input after the other, with the bytes of their records, for another thread. */
export class FoundRecords {
  readonly #plan: Plan;
  readonly #gistOf: (event: NormalizedEvent, record: RecordBytes) => readonly string[] | undefined;
  readonly #reducers = new Map<number, PresenceReducer>();
  readonly #texts = new ByteStore();
  #found: RecordHits[] = [];

  /** `gistOf` tells what goes with an event whose record is kept. */
  constructor(
    plan: Plan,
    gistOf: (event: NormalizedEvent, record: RecordBytes) => readonly string[] | undefined = () => undefined,
  ) {
    this.#plan = plan;
    this.#gistOf = gistOf;
  }

  /** Documents are let go of at once: a file may hold very many matching records. */
  add(event: NormalizedEvent, hits: readonly Hit[], record: RecordBytes): void {
    const { kind, dataset, id, atMs, derived } = event;
    let needsRecord = false;
    for (const hit of hits) {
      const mayBeWhole = this.#reducerOf(hit.rule)?.add(this.#found.length, hit) ?? true;
      if (mayBeWhole && this.#plan.needsDocument(hit.rule)) needsRecord = true;
    }
    const gist = needsRecord ? this.#gistOf(event, record) : undefined;
    this.#found.push({
      event: { kind, dataset, id, atMs, derived, ...(gist === undefined ? {} : { gist }) },
      ...(needsRecord ? { place: this.#texts.add(record) } : {}),
      hits: hits.map(({ rule, steps, values }) => (values === undefined ? { rule, steps } : { rule, steps, values })),
    });
  }

  /** What is left of one input: the next record is another's. */
  take(): FoundInFile {
    const found = this.#packed(this.#reduced());
    this.#found = [];
    this.#texts.clear();
    return found;
  }

  #reducerOf(rule: number): PresenceReducer | undefined {
    const runnable = this.#plan.rules[rule];
    if (runnable?.execution?.kind !== "newTerms") return undefined;
    let reducer = this.#reducers.get(rule);
    if (reducer === undefined) this.#reducers.set(rule, (reducer = new PresenceReducer(runnable)));
    return reducer;
  }

  /** What leaves this thread: without the hits that cannot change any alert, and the record where it is not needed. */
  #reduced(): RecordHits[] {
    const verdicts = new Map([...this.#reducers].map(([rule, reducer]) => [rule, reducer.verdicts()]));
    return this.#found.flatMap(({ event, hits, place }, record): RecordHits[] => {
      const verdictOf = ({ rule }: { readonly rule: number }) => verdicts.get(rule)?.get(record) ?? "whole";
      const left = hits.filter((hit) => verdictOf(hit) !== "nothing");
      if (left.length === 0) return [];
      const needsRecord = left.some((hit) => this.#plan.needsDocument(hit.rule) && verdictOf(hit) === "whole");
      return [{ event, ...(needsRecord && place !== undefined ? { place } : {}), hits: left }];
    });
  }

  /** The records that are left, with as much room as they take. */
  #packed(found: readonly RecordHits[]): FoundInFile {
    const kept = new ByteStore(found.reduce((size, { place }) => size + (place ? place.end - place.start : 0), 0));
    const records = found.map((one) =>
      one.place === undefined ? one : { ...one, place: kept.add({ bytes: this.#texts.bytes, ...one.place }) },
    );
    return { records, bytes: kept.bytes };
  }
}
