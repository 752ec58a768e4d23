import type { Alert } from "../../alert.ts";
import { getOrPut } from "../../getOrPut.ts";
import { RecencyMap } from "../../state/recencyMap.ts";
import type { AlertBook } from "../alertBook.ts";
import { loss } from "../losses.ts";
import { SuppressedAlert, type SuppressionState } from "./suppressed.ts";

/** An alert that may be suppressed, or suppress others. */
export interface Suppressible {
  readonly alert: Alert;
  /** The id it is written under. */
  readonly id: string;
  readonly blocks?: readonly Alert[];
  readonly state: SuppressionState;
}

interface OpenAlert {
  /** When the run was that wrote it. */
  readonly bornMs: number;
  readonly state: SuppressionState;
}

/** In which a run's alerts are suppressed. */
export interface SuppressionWindow {
  readonly nowMs: number;
  /** Alerts written from then on count. */
  readonly sinceMs: number;
  /** Only alerts of the same run suppress each other; what an earlier run had seen is passed over all the same. */
  readonly isPerRun: boolean;
  /** Most alerts written, building blocks counted. */
  readonly most: number;
}

/** Most instances remembered; beyond, the one written longest ago is forgotten, and suppresses no more. */
const mostInstances = 500_000;

/**
 * The alerts that suppress later ones, by instance (kibana …/factories/alert_with_suppression.ts).
 *
 * An alert suppresses others of its instance as long as the run that wrote it lies within the window; each adds to its count
 * and moves its end. What ends no later than an alert that is there was seen before, and is passed over.
 */
export class OpenAlerts {
  readonly #byInstance = new RecencyMap<OpenAlert>();
  readonly #book: AlertBook;
  readonly #most: number;
  #forgotten = 0;

  constructor(book: AlertBook, most = mostInstances) {
    this.#book = book;
    this.#most = most;
  }

  /** Writes one run's alerts, or suppresses them; known ids are passed over. */
  write(found: readonly Suppressible[], window: SuppressionWindow): void {
    this.#expire(window.sinceMs);
    const fresh = found.filter(({ id, state }) => !this.#book.has(id) && !this.#isSeen(state));
    let room = window.most;
    for (const one of together(fresh)) {
      const open = window.isPerRun ? undefined : this.#byInstance.get(one.state.instance);
      if (open === undefined) room -= this.#create(one, window.nowMs, room);
      else absorb(open.state, one.state);
    }
  }

  losses(): string[] {
    return loss(this.#forgotten, "suppression groups forgotten, too many were open");
  }

  #isSeen({ instance, endMs }: SuppressionState): boolean {
    const open = this.#byInstance.get(instance);
    return open !== undefined && open.state.endMs >= endMs;
  }

  #create({ alert, id, blocks = [], state }: Suppressible, bornMs: number, room: number): number {
    this.#book.write(new SuppressedAlert(alert, state, id), blocks, room);
    if (room <= 0) return 0;
    this.#byInstance.put(state.instance, { bornMs, state });
    if (this.#byInstance.size > this.#most) this.#forgetOldest();
    return Math.min(room, 1 + blocks.length);
  }

  #forgetOldest(): void {
    const { oldest } = this.#byInstance;
    if (oldest === undefined) return;
    this.#byInstance.delete(oldest.key);
    this.#forgotten++;
  }

  #expire(sinceMs: number): void {
    for (let oldest = this.#byInstance.oldest; oldest !== undefined; oldest = this.#byInstance.oldest) {
      if (oldest.value.bornMs >= sinceMs) return;
      this.#byInstance.delete(oldest.key);
    }
  }
}

/** Of each instance the earliest, the others counted into it (kibana …, `suppressAlertsInMemory`). */
function together(found: readonly Suppressible[]): Suppressible[] {
  const first = new Map<string, Suppressible>();
  for (const one of [...found].sort((a, b) => a.state.startMs - b.state.startMs)) {
    const known = getOrPut(first, one.state.instance, () => one);
    if (known !== one) absorb(known.state, one.state);
  }
  return [...first.values()];
}

function absorb(into: SuppressionState, other: SuppressionState): void {
  into.count += other.count + 1;
  into.endMs = Math.max(into.endMs, other.endMs);
}
