import type { RunnableRule } from "../../rule/rule.ts";
import type { Alert } from "../alert.ts";
import { AlertBook, found, type Limit } from "./alertBook.ts";
import type { AlertCandidate } from "./executor.ts";
import type { ScheduledRun } from "./ruleRun.ts";
import { BucketSuppression } from "./suppression/bucketSuppression.ts";
import { MemorySuppression } from "./suppression/memorySuppression.ts";

/** Writes what runs find, ascending by run, and knows in the end what stands written. */
export interface Writer {
  readonly write: (run: ScheduledRun, candidates: readonly AlertCandidate[]) => void;
  readonly alerts: () => Alert[];
  readonly losses: () => string[];
}

/** What writes a rule's alerts, as its suppression asks for. */
export function writerFor(runnable: RunnableRule, limit: Limit): Writer {
  const { rule } = runnable;
  const { suppression } = rule;
  if (suppression === undefined || !suppresses(runnable)) return new PlainWriter(limit);
  const isQuery = rule.type === "query" || rule.type === "saved_query";
  if (isQuery) return new BucketSuppression(rule.id, suppression, limit);
  // kibana `MAX_SIGNALS_SUPPRESSION_MULTIPLIER`, and …/esql/esql.ts, `maxNumberOfAlertsMultiplier`.
  return new MemorySuppression(rule.id, suppression, limit, rule.type === "esql" ? 1 : 5);
}

/** Whether a rule's alerts suppress each other: by fields, or by the fields of a threshold for some time. */
export function suppresses({ rule: { suppression, type } }: RunnableRule): boolean {
  if (suppression === undefined) return false;
  return type === "threshold" ? suppression.durationMs !== undefined : suppression.fields.length > 0;
}

class PlainWriter implements Writer {
  readonly #book = new AlertBook();
  readonly #limit: Limit;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  write(_run: ScheduledRun, candidates: readonly AlertCandidate[]): void {
    let created = 0;
    for (const { alert, blocks } of found(candidates, this.#limit, this.#book)) {
      if (this.#book.has(alert.id)) continue;
      if (created++ < this.#limit.most) this.#book.write(alert, blocks);
      else this.#book.cut(alert.id);
    }
  }

  alerts(): Alert[] {
    return this.#book.alerts();
  }

  losses(): string[] {
    return this.#book.losses();
  }
}
