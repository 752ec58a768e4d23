import { kept, type NormalizedEvent } from "../../normalize/record.ts";
import { compareCodePoints } from "../../predicate/value.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import type { Alert } from "../alert.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { Copies, compareCopies } from "../copies.ts";
import { eventAlert, eventCandidate } from "../eventAlert.ts";
import type { Hit } from "../hit.ts";
import { applyPipes } from "../pipes.ts";
import { EventOrder } from "../state/eventOrder.ts";
import { comparePositions } from "../state/order.ts";
import type { AlertCandidate, Executor, KeptCandidates } from "./executor.ts";
import type { RuleRun, RunOptions, ScheduledRun } from "./ruleRun.ts";
import { clockOf, firstSight } from "./schedule.ts";
import { scheduledRun } from "./scheduledRun.ts";
import { timeReader } from "./timeReader.ts";
import { span } from "./timeSpan.ts";
import { suppresses } from "./writer.ts";

/**
 * A rule that alerts on each event that matches, once per event id.
 *
 * Where nothing depends on which events share a run (no suppression, no pipes, no `max_signals`), an event alerts if some
 * run's window covers it, which is reckoned and not replayed.
 */
export function eventRun(runnable: RunnableRule, index: number): RuleRun {
  const executor = new EventExecutor(runnable, index);
  const replayed = scheduledRun(runnable, executor);
  const isTogether = suppresses(runnable) || runnable.query.pipes !== undefined || runnable.schedule === undefined;
  return {
    add: (hit) => executor.add(hit),
    finish: (options) =>
      isTogether || options.isLikeKibana === true
        ? replayed.finish(options)
        : { alerts: executor.covered(options), losses: [] },
  };
}

/** An event and its time as the schedule reads it. */
interface Seen {
  readonly event: NormalizedEvent;
  readonly atMs: number;
}

class EventExecutor implements Executor {
  /** The EQL search takes the last so many, the event search goes on from the first. */
  readonly keeps: KeptCandidates;
  readonly #runnable: RunnableRule;
  readonly #carried: AlertRule;
  readonly #copies = new Copies();
  readonly #timeOf: (event: NormalizedEvent) => number;
  #seen: readonly Seen[] | undefined;
  /** What the last run found: most of what the next sees again. */
  #made = new Map<NormalizedEvent, readonly AlertCandidate[]>();

  constructor(runnable: RunnableRule, index: number) {
    this.keeps = runnable.rule.type === "eql" ? "last" : "firstNew";
    this.#runnable = runnable;
    this.#carried = alertRule(runnable.rule, index);
    this.#timeOf = timeReader(runnable.rule);
  }

  add({ event, steps }: Hit): void {
    this.#seen = undefined;
    this.#copies.add(kept(event), steps, String(this.#timeOf(event)));
  }

  times(): readonly number[] {
    return this.#ascending().map(({ atMs }) => atMs);
  }

  candidates(run: ScheduledRun, most: number): AlertCandidate[] {
    const events = this.#inOrder(oneOfEach(span(this.#ascending(), run)));
    const { pipes } = this.#runnable.query;
    const left = pipes === undefined ? events : applyPipes(events, pipes, { size: most });
    const before = this.#made;
    this.#made = new Map(left.map((one) => [one.event, before.get(one.event) ?? this.#make(one)]));
    return [...this.#made.values()].flat();
  }

  #make({ event, atMs }: Seen): readonly AlertCandidate[] {
    const alert = eventAlert(this.#carried, event);
    return alert === undefined ? [] : [eventCandidate(alert, event, atMs)];
  }

  losses(): string[] {
    return [];
  }

  /** The alerts of the events that some run sees; of copies of an event the one that is seen first. */
  covered({ asOfMs }: RunOptions): Alert[] {
    const { schedule } = this.#runnable;
    const seen = this.#ascending();
    const last = seen.at(-1);
    if (schedule === undefined || last === undefined) return [];
    const clock = clockOf(schedule, last.atMs, asOfMs);
    const sighted = seen.flatMap(({ event, atMs }) => {
      const sightMs = firstSight(atMs, clock);
      return sightMs === undefined ? [] : [{ event, atMs: sightMs }];
    });
    const first = new Map<string, number>();
    for (const { event, atMs } of sighted) first.set(event.id, Math.min(atMs, first.get(event.id) ?? atMs));
    const alike = sighted.filter(({ event, atMs }) => atMs === first.get(event.id));
    return oneOfEach(alike).flatMap(({ event }) => eventAlert(this.#carried, event) ?? []);
  }

  #ascending(): readonly Seen[] {
    this.#seen ??= this.#copies
      .entries()
      .map(({ event }) => ({ event, atMs: this.#timeOf(event) }))
      .sort((a, b) => a.atMs - b.atMs || compareCodePoints(a.event.id, b.event.id));
    return this.#seen;
  }

  /** As the rule type's search gives events: EQL in its own order, the event search by the schedule's time. */
  #inOrder(seen: readonly Seen[]): Seen[] {
    const { rule } = this.#runnable;
    if (rule.type !== "eql")
      return [...seen].sort((a, b) => a.atMs - b.atMs || compareCodePoints(a.event.id, b.event.id));
    const order = new EventOrder(rule);
    const placed = seen.map((one) => ({ one, position: order.positionOf(one.event) }));
    return placed.sort((a, b) => comparePositions(a.position, b.position)).map(({ one }) => one);
  }
}

/** One event an id: of copies the smallest. */
function oneOfEach(seen: readonly Seen[]): Seen[] {
  const byId = new Map<string, Seen>();
  for (const one of seen) {
    const known = byId.get(one.event.id);
    if (known === undefined || compareCopies(one.event, known.event) < 0) byId.set(one.event.id, one);
  }
  return [...byId.values()];
}
