import type { EcsValue } from "../../../ecs/value.ts";
import type { SuppressionOptions } from "../../../rule/rule.ts";
import type { Alert } from "../../alert.ts";
import { AlertBook, found, type Limit } from "../alertBook.ts";
import type { AlertCandidate, SuppressionTerm } from "../executor.ts";
import type { ScheduledRun } from "../ruleRun.ts";
import { OpenAlerts, type Suppressible } from "./openAlerts.ts";
import { instanceOf, instanceOfValues, type SuppressionState, sortedItems } from "./suppressed.ts";

type Group = Pick<SuppressionState, "terms" | "instance">;

/**
 * Suppression of all rule types but the query's: alert by alert, by the terms of each (kibana
 * …/utils/bulk_create_suppressed_alerts_in_memory.ts).
 *
 * A term is the field's value as a whole, an array sorted; a missing one is null, or with `doNotSuppress` lets the alert
 * stand alone. Without a duration the alerts of one run suppress each other, else all within the duration of the run that wrote
 * the first.
 */
export class MemorySuppression {
  readonly #ruleUuid: string;
  readonly #options: SuppressionOptions;
  readonly #limit: Limit;
  readonly #book = new AlertBook();
  readonly #open: OpenAlerts;
  readonly #looksPerSignal: number;
  /** Of candidates that several runs find, told once. */
  readonly #groups = new WeakMap<AlertCandidate, Group>();

  /** `looksPerSignal`: how many alerts a run looks at for each that it may create. */
  constructor(
    ruleUuid: string,
    options: SuppressionOptions,
    limit: Limit,
    looksPerSignal: number,
    mostInstances?: number,
  ) {
    this.#looksPerSignal = looksPerSignal;
    this.#ruleUuid = ruleUuid;
    this.#options = options;
    this.#limit = limit;
    this.#open = new OpenAlerts(this.#book, mostInstances);
  }

  write(run: ScheduledRun, candidates: readonly AlertCandidate[]): void {
    const { most } = this.#limit;
    const looked = found(found(candidates, this.#limit, this.#book), this.#ceiling(), this.#book);
    const alone: AlertCandidate[] = [];
    const others: AlertCandidate[] = [];
    for (const candidate of looked) (this.#standsAlone(candidate) ? alone : others).push(candidate);
    const created = this.#writeAlone(alone);
    const { durationMs } = this.#options;
    this.#open.write(
      others.map((candidate) => this.#suppressible(candidate)),
      {
        nowMs: run.nowMs,
        sinceMs: durationMs === undefined ? run.fromMs : run.nowMs - durationMs,
        isPerRun: durationMs === undefined,
        most: most - created,
      },
    );
  }

  alerts(): Alert[] {
    return this.#book.alerts();
  }

  losses(): string[] {
    return [...this.#book.losses(), ...this.#open.losses()];
  }

  /** Searches page by page until they have looked at so many. */
  #ceiling(): Limit {
    return { most: this.#limit.most * this.#looksPerSignal, keeps: "first" };
  }

  #writeAlone(alone: readonly AlertCandidate[]): number {
    let created = 0;
    for (const { alert, blocks = [] } of alone) {
      if (this.#book.has(alert.id)) continue;
      const room = this.#limit.most - created;
      this.#book.write(alert, blocks, room);
      created += Math.min(Math.max(0, room), 1 + blocks.length);
    }
    return created;
  }

  #standsAlone({ terms, sourceValue }: AlertCandidate): boolean {
    if (terms !== undefined || this.#options.missing === "suppress") return false;
    return this.#options.fields.some((field) => isMissing(sourceValue(field)));
  }

  #suppressible(candidate: AlertCandidate): Suppressible {
    const { alert, blocks = [], startMs, endMs } = candidate;
    const group = this.#groups.get(candidate) ?? this.#groupOf(candidate);
    this.#groups.set(candidate, group);
    return { alert, id: alert.id, blocks, state: { ...group, startMs, endMs, count: 0 } };
  }

  #groupOf({ terms: own, sourceValue }: AlertCandidate): Group {
    const terms = own ?? this.#options.fields.map((field) => ({ field, value: termOf(sourceValue(field)) }));
    const instance = own === undefined ? instanceOf(terms, this.#ruleUuid) : instanceOfValues(own, this.#ruleUuid);
    return { terms, instance };
  }
}

function isMissing(value: EcsValue | undefined): boolean {
  return value === undefined || value === null;
}

function termOf(value: EcsValue | undefined): SuppressionTerm["value"] {
  return Array.isArray(value) ? sortedItems(value) : (value ?? null);
}
