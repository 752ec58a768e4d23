import type { EventView } from "../../ecs/event.ts";
import type { Field } from "../../ecs/field.ts";
import type { EcsObject, Scalar } from "../../ecs/value.ts";
import { alertsDataset, indexOf, type NormalizedEvent } from "../../normalize/record.ts";
import type { Alert } from "../alert.ts";
import { isDecidedByRule } from "../alertView.ts";
import type { Plan } from "../plan.ts";
import type { PredicatesOfRule, Residuals } from "../residuals.ts";
import { isMapped } from "../standing.ts";
import type { RuleResult, RuleRun, RunOptions } from "./ruleRun.ts";

/** The results of all rules, by index in the plan; see {@link Finishing}. */
export function finishRuns(plan: Plan, runs: readonly RuleRun[], options: RunOptions): RuleResult[] {
  const finishing = new Finishing(plan, runs, options);
  runs.forEach((_, rule) => {
    finishing.finish(rule);
  });
  return finishing.results();
}

/**
 * Finishes the runs of rules, those first that read logs alone, in any order, then those that read alerts, to which the
 * alerts of the first are events.
 *
 * A rule of a higher order does not see the alerts of another, since in Kibana the order of such runs is anybody's.
 */
export class Finishing {
  readonly #plan: Plan;
  readonly #runs: readonly RuleRun[];
  readonly #options: RunOptions;
  readonly #higher: ReadonlySet<number>;
  readonly #results: RuleResult[] = [];
  /** What is left of predicates for alerts. */
  readonly #residuals: Residuals | undefined;

  constructor(plan: Plan, runs: readonly RuleRun[], options: RunOptions) {
    this.#plan = plan;
    this.#runs = runs;
    this.#options = options;
    this.#higher = new Set(plan.higherOrder);
    this.#residuals = this.#higher.size === 0 ? undefined : plan.residuals(isKnown);
  }

  /** Finishes a rule, unless it is of a higher order, which waits for the others. */
  finish(rule: number): void {
    if (!this.#higher.has(rule)) this.take(rule, this.#runs[rule]!.finish(this.#options));
  }

  /** Takes the result of a rule that was finished elsewhere. */
  take(rule: number, result: RuleResult): void {
    this.#results[rule] = result;
    if (this.#residuals === undefined) return;
    let readers: Readers | undefined;
    for (const alert of result.alerts) {
      // All alerts of a rule are told apart by their documents, unless its mappings make their severity or score differ.
      if (readers === undefined || isMapped(this.#plan.rules[alert.rule]!.rule))
        readers = readersOf(this.#plan, alert, this.#residuals);
      if (readers.rules.length === 0) continue;
      const hits = this.#plan.match(new AlertEvent(alert), readers.rules, readers.left);
      for (let at = 0; at < hits.length; at++) this.#runs[hits[at]!.rule]!.add(hits[at]!);
    }
  }

  /** Finishes what waits; all others must be finished. */
  results(): RuleResult[] {
    for (const rule of this.#higher) this.#results[rule] = this.#runs[rule]!.finish(this.#options);
    return this.#results;
  }
}

/** The rules of a higher order that may match an alert, and what is left of their predicates. */
interface Readers {
  readonly rules: readonly number[];
  readonly left: PredicatesOfRule;
}

/** Told without the alert's document, which takes long to make. */
function readersOf(plan: Plan, alert: Alert, residuals: Residuals): Readers {
  const left = residuals.of((field) => knownValues(alert, field));
  return { rules: plan.higherOrder.filter((rule) => residuals.mayHold(left(rule))), left };
}

/** Whether a field of alerts is known without their documents. */
function isKnown(field: Field): boolean {
  return field.name === "_index" || isDecidedByRule(field);
}

function knownValues(alert: Alert, field: Field): readonly Scalar[] | undefined {
  if (field.name === "_index") return [indexOf(alertsDataset)];
  return isDecidedByRule(field) ? alert.fields.values(field) : undefined;
}

/** An alert as an event; its document is made when it is read. */
class AlertEvent implements NormalizedEvent {
  readonly kind = "event";
  readonly dataset = alertsDataset;
  readonly id: string;
  readonly atMs: number;
  readonly derived = none;
  readonly #alert: Alert;
  #document: EcsObject | undefined;

  constructor(alert: Alert) {
    this.id = alert.id;
    this.atMs = alert.atMs;
    this.#alert = alert;
  }

  get document(): EcsObject {
    return (this.#document ??= this.#alert.document);
  }

  get fields(): EventView {
    return this.#alert.fields;
  }
}

const none: readonly string[] = [];
