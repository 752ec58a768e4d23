import { kept, type NormalizedEvent } from "../../normalize/record.ts";
import { compareCodePoints } from "../../predicate/value.ts";
import type { JoinedKey } from "../state/joinedKey.ts";
import { firstAtOrAfter } from "./rowStore.ts";
import { compareTimed, type TimedEvent } from "./timedEvents.ts";

/** A combination of values and the event that first held it. */
export interface NewTerms extends TimedEvent {
  readonly key: JoinedKey;
}

/** A time in which a combination was never absent for longer than the gap: its first event, and when it ended. */
interface Presence {
  readonly key: JoinedKey;
  atMs: number;
  event: NormalizedEvent;
  lastMs: number;
}

/** A presence, and when the one before it ended, if there is one. */
interface Appearance extends NewTerms {
  readonly absentSinceMs: number | undefined;
}

/** One run's windows, epoch milliseconds, both ends inclusive; a combination must not occur from `historyMs` to `fromMs`. */
export interface NewTermsWindow {
  readonly historyMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Each holds an event whole, some kilobytes. */
const mostPresences = 500_000;

/**
 * When each combination of values was there, in as little as decides every run.
 *
 * A combination is new in a run when its first event since the start of the history is after the start of the look-back
 * (strictly: kibana …/new_terms/build_new_terms_aggregation.ts). Such an event comes more than *history − look-back* after
 * the one before it, so of events that follow each other within that gap only the first can become an alert, and of the
 * others only the last time matters. That is all that is kept, whatever the order they come in. Beyond the cap further
 * presences are dropped and counted.
 */
export class NewTermsPresence {
  readonly #gapMs: number;
  readonly #most: number;
  readonly #byKey = new Map<string, Presence[]>();
  #size = 0;
  #lost = 0;
  #appearances: readonly Appearance[] | undefined;

  /** The longest absence, milliseconds, after which a combination cannot be new. */
  constructor(gapMs: number, most = mostPresences) {
    this.#gapMs = Math.max(0, gapMs);
    this.#most = most;
  }

  /** Presences dropped for lack of room. */
  get lost(): number {
    return this.#lost;
  }

  add(key: JoinedKey, atMs: number, event: NormalizedEvent): void {
    this.#appearances = undefined;
    const presences = this.#byKey.get(key.text);
    if (presences === undefined) this.#begin({ key, atMs, event, lastMs: atMs });
    else this.#join(presences, key, atMs, event);
  }

  /** The first presence of a combination; nearly all have no other. */
  #begin(presence: Presence): void {
    if (this.#size++ < this.#most) this.#byKey.set(presence.key.text, [lasting(presence)]);
    else this.#lose();
  }

  #lose(): void {
    this.#size--;
    this.#lost++;
  }

  #join(presences: Presence[], key: JoinedKey, atMs: number, event: NormalizedEvent): void {
    const place = firstAtOrAfter(presences.length, (each) => presences[each]!.lastMs, atMs - this.#gapMs);
    const touched = presences[place];
    if (touched === undefined || touched.atMs > atMs + this.#gapMs)
      this.#insert(presences, place, { key, atMs, event, lastMs: atMs });
    else this.#extend(presences, place, { atMs, event });
  }

  /** The times at which combinations appear, ascending: a run without one of them in its look-back has no alert. */
  times(): number[] {
    return [...new Set(this.#sorted().map(({ atMs }) => atMs))];
  }

  /** The combinations that are new in a run, by time, id and values of the event that first holds them. */
  newIn({ historyMs, fromMs, toMs }: NewTermsWindow): NewTerms[] {
    const appearances = this.#sorted();
    const found: NewTerms[] = [];
    let place = firstAtOrAfter(appearances.length, (each) => appearances[each]!.atMs, Math.max(historyMs, fromMs));
    for (; place < appearances.length && appearances[place]!.atMs <= toMs; place++) {
      const appearance = appearances[place]!;
      const { absentSinceMs } = appearance;
      if (appearance.atMs > fromMs && (absentSinceMs === undefined || absentSinceMs < historyMs))
        found.push(appearance);
    }
    return found;
  }

  #insert(presences: Presence[], place: number, presence: Presence): void {
    if (this.#size++ < this.#most) presences.splice(place, 0, lasting(presence));
    else this.#lose();
  }

  /** The event lies within the gap of the presence; it may reach the next one too, and join both. */
  #extend(presences: Presence[], place: number, { atMs, event }: TimedEvent): void {
    const presence = presences[place]!;
    if (compareTimed({ atMs, event }, presence) < 0) Object.assign(presence, { atMs, event: kept(event) });
    presence.lastMs = Math.max(presence.lastMs, atMs);
    const next = presences[place + 1];
    if (next === undefined || next.atMs > presence.lastMs + this.#gapMs) return;
    presence.lastMs = Math.max(presence.lastMs, next.lastMs);
    presences.splice(place + 1, 1);
    this.#size--;
  }

  #sorted(): readonly Appearance[] {
    if (this.#appearances !== undefined) return this.#appearances;
    const appearances: Appearance[] = [];
    for (const presences of this.#byKey.values()) {
      let absentSinceMs: number | undefined;
      for (const { key, atMs, event, lastMs } of presences) {
        appearances.push({ key, atMs, event, absentSinceMs });
        absentSinceMs = lastMs;
      }
    }
    this.#appearances = appearances.sort(
      (a, b) =>
        a.atMs - b.atMs || compareCodePoints(a.event.id, b.event.id) || compareCodePoints(a.key.text, b.key.text),
    );
    return this.#appearances;
  }
}

function lasting({ key, atMs, event, lastMs }: Presence): Presence {
  return { key, atMs, event: kept(event), lastMs };
}
