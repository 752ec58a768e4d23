import type { EventView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { compile, extractedWords } from "../language/esql/index.ts";
import type { RunnableRule } from "../rule/rule.ts";
import { evidenceFields, readsOwnTime } from "./run/evidenceFields.ts";
import { viewRow } from "./run/viewRow.ts";

/** What is kept of the events that match a rule. */
export interface Evidence {
  /** Their values travel with each hit. */
  readonly fields: readonly Field[];
  /** Whether the whole document is needed. */
  readonly needsDocument: boolean;
  /** A further condition, beyond the rule's predicate: whether the event can be a row of an ES|QL query's result. */
  readonly accepts?: (view: EventView) => boolean;
  /** Fields of which only values that hold one of these words matter. */
  readonly words?: ReadonlyMap<Field, readonly string[]>;
}

/** How many events are looked at before it is told whether looking is worth it, and the share that it must rule out. */
const trial = 1024;
const worthwhileShare = 0.125;

/**
 * Rules that count or aggregate need a few values of each event; all others need the events.
 *
 * With `keepsMore` a rule that needs no events may keep some that its query drops later, where telling them apart costs more.
 */
export function evidenceOf(runnable: RunnableRule, keepsMore = false): Evidence {
  const { execution, rule } = runnable;
  const fields = evidenceFields(runnable);
  if (execution?.kind === "threshold") return { fields, needsDocument: readsOwnTime(rule) };
  if (execution?.kind !== "esql") return { fields, needsDocument: true };
  const query = compile(execution.query);
  const needsDocument = !execution.query.isAggregating || readsOwnTime(rule);
  const accepts = (view: EventView) => query.accepts(viewRow(view));
  const words = extractedWords(execution.query);
  return {
    fields,
    needsDocument,
    accepts: keepsMore && !needsDocument ? whileWorthwhile(accepts) : accepts,
    ...(words.size === 0 ? {} : { words }),
  };
}

/** The condition as long as it rules out its share; from then on everything is accepted. */
function whileWorthwhile(accepts: (view: EventView) => boolean): (view: EventView) => boolean {
  let asked = 0;
  let refused = 0;
  return (view) => {
    if (asked >= trial && refused < asked * worthwhileShare) return true;
    const isAccepted = accepts(view);
    asked++;
    if (!isAccepted) refused++;
    return isAccepted;
  };
}
