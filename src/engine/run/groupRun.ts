import { getField } from "../../ecs/document.ts";
import type { EcsObject } from "../../ecs/value.ts";
import type { NormalizedEvent } from "../../normalize/record.ts";
import type { SampleQuery, SequenceQuery } from "../../predicate/query.ts";
import { compareCodePoints } from "../../predicate/value.ts";
import type { RunnableRule } from "../../rule/rule.ts";
import { type AlertRule, alertRule } from "../alertRule.ts";
import { Copies } from "../copies.ts";
import { type GroupAlerts, groupAlerts } from "../groupAlerts.ts";
import { type Hit, lasting } from "../hit.ts";
import { lossesOf } from "../lostState.ts";
import { applyPipes } from "../pipes.ts";
import { type SampleCounters, SampleRun } from "../state/sampleRun.ts";
import type { SequenceMatch } from "../state/sequence.ts";
import { SequenceRun, type SequenceRunCounters } from "../state/sequenceRun.ts";
import type { AlertCandidate, Executor, KeptCandidates } from "./executor.ts";
import type { RuleRun, ScheduledRun } from "./ruleRun.ts";
import { scheduledRun } from "./scheduledRun.ts";
import { timeReader } from "./timeReader.ts";
import { span } from "./timeSpan.ts";

/** Are told, at the end, what became of a rule; of several runs each counter's largest. */
export interface GroupListeners {
  readonly onSequence?: ((counters: SequenceRunCounters) => void) | undefined;
  readonly onSample?: ((counters: SampleCounters) => void) | undefined;
}

/**
 * A rule that alerts on sequences or samples.
 *
 * Each run of the schedule runs the query over what its window holds and nothing else, as Kibana's search does: a sequence
 * longer than the window is not found. One that several windows hold has the same ids in each, and is written once.
 */
export function groupRun(
  runnable: RunnableRule,
  index: number,
  query: SequenceQuery | SampleQuery,
  listeners: GroupListeners,
): RuleRun {
  return scheduledRun(runnable, new GroupExecutor(runnable, index, query, listeners));
}

type Counters = SequenceRunCounters | SampleCounters;

interface SeenHit extends Hit {
  readonly atMs: number;
}

class GroupExecutor implements Executor {
  /** The EQL search takes the last so many sequences, and stops at so many samples. */
  readonly keeps: KeptCandidates;
  readonly #runnable: RunnableRule;
  readonly #carried: AlertRule;
  readonly #query: SequenceQuery | SampleQuery;
  readonly #listeners: GroupListeners;
  readonly #timeOf: (event: NormalizedEvent) => number;
  readonly #worst: Record<string, number> = {};
  #lossyRuns = 0;
  #hits: SeenHit[] = [];
  #isSorted = true;

  constructor(runnable: RunnableRule, index: number, query: SequenceQuery | SampleQuery, listeners: GroupListeners) {
    this.keeps = query.kind === "sequence" ? "last" : "first";
    this.#runnable = runnable;
    this.#carried = alertRule(runnable.rule, index);
    this.#query = query;
    this.#listeners = listeners;
    this.#timeOf = timeReader(runnable.rule);
  }

  add(hit: Hit): void {
    this.#hits.push({ ...lasting(hit), atMs: this.#timeOf(hit.event) });
    this.#isSorted = false;
  }

  times(): readonly number[] {
    return this.#ascending().map(({ atMs }) => atMs);
  }

  candidates(run: ScheduledRun, most: number): AlertCandidate[] {
    const { pipes } = this.#query;
    const matches = this.#matches(span(this.#ascending(), run));
    const kept = pipes === undefined ? matches : applyPipes(matches, pipes, { size: most });
    return kept.flatMap(({ events }) => {
      const group = groupAlerts(this.#carried, events);
      return group === undefined ? [] : [groupCandidate(group)];
    });
  }

  /** Runs that overlap see the same events, so their losses are not added up: the largest is told. */
  losses(): string[] {
    this.#tellListeners();
    const runs = this.#lossyRuns > 1 ? `, at most, in each of ${this.#lossyRuns.toLocaleString("en-US")} runs` : "";
    return lossesOf(this.#worst).map((loss) => loss + runs);
  }

  #matches(hits: readonly SeenHit[]): SequenceMatch<NormalizedEvent>[] {
    const query = this.#query;
    const { rule } = this.#runnable;
    const run = query.kind === "sequence" ? new SequenceRun(query, rule) : new SampleRun(query, rule);
    for (const { event, steps } of hits) run.add(event, steps);
    const matches = run.finish();
    this.#note(run.counters);
    return matches;
  }

  #note(counters: Counters): void {
    if (lossesOf(counters).length > 0) this.#lossyRuns++;
    for (const [name, count] of Object.entries(counters)) {
      this.#worst[name] = Math.max(this.#worst[name] ?? 0, Number(count));
    }
  }

  #tellListeners(): void {
    if (Object.keys(this.#worst).length === 0) return;
    const counters: unknown = { ...this.#worst };
    if (this.#query.kind === "sequence") this.#listeners.onSequence?.(counters as SequenceRunCounters);
    else this.#listeners.onSample?.(counters as SampleCounters);
  }

  #ascending(): readonly SeenHit[] {
    if (!this.#isSorted) {
      this.#hits.sort((a, b) => a.atMs - b.atMs || compareCodePoints(a.event.id, b.event.id));
      this.#hits = [...eachOnce(this.#hits)];
    }
    this.#isSorted = true;
    return this.#hits;
  }
}

/** The hits, which ascend by time and id, without those that say nothing new. */
function* eachOnce(hits: readonly SeenHit[]): Generator<SeenHit> {
  for (let at = 0, next = 0; at < hits.length; at = next) {
    const first = hits[at]!;
    for (next = at + 1; isSamePlace(hits[next], first); ) next++;
    if (next === at + 1) yield first;
    else yield* distinct(hits.slice(at, next));
  }
}

function isSamePlace(hit: SeenHit | undefined, { atMs, event }: SeenHit): boolean {
  return hit !== undefined && hit.atMs === atMs && hit.event.id === event.id;
}

/** Hits of one id and time: each copy of the event once for each step that it satisfies. */
function distinct(hits: readonly SeenHit[]): SeenHit[] {
  const { rule, atMs } = hits[0]!;
  const copies = new Copies();
  for (const { event, steps } of hits) copies.add(event, steps);
  return copies
    .entries()
    .flatMap(({ steps, copiesOf }) =>
      steps.flatMap((step) => copiesOf(step).map((event) => ({ rule, atMs, event, steps: [step] }))),
    );
}

function groupCandidate({ shell, blocks }: GroupAlerts): AlertCandidate {
  let document: EcsObject | undefined;
  return {
    alert: shell,
    blocks,
    // Kibana has the time of writing here, which for us is the alert's.
    startMs: shell.atMs,
    endMs: shell.atMs,
    sourceValue: (field) => getField((document ??= shell.document), field),
  };
}
