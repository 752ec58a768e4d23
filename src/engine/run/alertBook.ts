import type { Alert } from "../alert.ts";
import type { AlertCandidate } from "./executor.ts";
import { loss } from "./losses.ts";

/** What a rule has written so far: each alert id once, by the run that wrote it first. */
export class AlertBook {
  readonly #written = new Map<string, Alert>();
  /** Beyond `max_signals` in every run so far. */
  readonly #cut = new Set<string>();

  has(id: string): boolean {
    return this.#written.has(id);
  }

  /** Writes an alert and its building blocks, of them at most `room` in all. */
  write(alert: Alert, blocks: readonly Alert[] = [], room = Number.POSITIVE_INFINITY): void {
    let left = room;
    for (const one of [alert, ...blocks]) {
      if (this.#written.has(one.id)) continue;
      if (left-- <= 0) this.cut(one.id);
      else this.#put(one);
    }
  }

  /** Notes that an alert was not written for being one too many. */
  cut(id: string): void {
    if (!this.#written.has(id)) this.#cut.add(id);
  }

  alerts(): Alert[] {
    return [...this.#written.values()];
  }

  losses(): string[] {
    return loss(this.#cut.size, "alerts not created, a run reached max_signals");
  }

  #put(alert: Alert): void {
    this.#cut.delete(alert.id);
    this.#written.set(alert.id, alert);
  }
}

/** What `max_signals` lets a run write. */
export interface Limit {
  /** Infinity: no limit. */
  readonly most: number;
  readonly keeps: "firstNew" | "first" | "last";
}

/** The candidates that a search which gives at most `most` results finds; the others are noted as cut. */
export function found(
  candidates: readonly AlertCandidate[],
  { most, keeps }: Limit,
  book: AlertBook,
): readonly AlertCandidate[] {
  if (keeps === "firstNew" || candidates.length <= most) return candidates;
  const from = keeps === "first" ? 0 : candidates.length - most;
  candidates.forEach(({ alert }, at) => {
    if (at < from || at >= from + most) book.cut(alert.id);
  });
  return candidates.slice(from, from + most);
}
