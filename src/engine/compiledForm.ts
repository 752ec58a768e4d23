import { fieldsOf } from "../predicate/fields.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import type { JoinKey, Pipe, Query } from "../predicate/query.ts";
import type { NamedException, RuleParts, RunnableRule } from "../rule/rule.ts";
import { namedSteps } from "./explainEvent.ts";
import { necessaryValues } from "./necessaryValues.ts";

/** What a rule comes down to, before any event. */
export interface CompiledForm {
  readonly kind: Query["kind"];
  readonly index?: Predicate;
  /** Names of the fields that conditions and join keys read, sorted. */
  readonly fields: readonly string[];
  readonly steps: readonly CompiledStep[];
  readonly maxspanMs?: number;
  readonly exceptions: readonly NamedException[];
  readonly pipes: readonly Pipe[];
}

export interface CompiledStep {
  readonly name: string;
  readonly missing: boolean;
  readonly keys: readonly JoinKey[];
  readonly predicate: Predicate;
  /** Values of which `event.action` must have one, in lower case, sorted; absent: any. Dispatch looks at these first. */
  readonly actions?: readonly string[];
  /** The same of `event.provider`. */
  readonly providers?: readonly string[];
}

/** The compiled form of a rule: what it reads, which events it is offered, what it joins. */
export function compiledForm({ query: restricted, parts }: RunnableRule): CompiledForm {
  const { query, index, exceptions }: RuleParts = parts ?? { query: restricted, exceptions: [] };
  const steps = namedSteps(query).map(({ name, step }): CompiledStep => {
    const { predicate, keys, missing = false } = step;
    return { name, missing, keys, predicate, ...limits(predicate) };
  });
  const read = [
    ...predicatesOf(restricted).flatMap(fieldsOf),
    ...steps.flatMap(({ keys }) => keys.map(({ field }) => field)),
  ];
  return {
    kind: query.kind,
    ...(index === undefined ? {} : { index }),
    fields: [...new Set(read.map(({ name }) => name))].sort(),
    steps,
    ...(query.kind === "sequence" && query.maxspanMs !== undefined ? { maxspanMs: query.maxspanMs } : {}),
    exceptions,
    pipes: query.pipes ?? [],
  };
}

function limits(predicate: Predicate): Pick<CompiledStep, "actions" | "providers"> {
  const actions = necessaryValues(predicate, "event.action");
  const providers = necessaryValues(predicate, "event.provider");
  return {
    ...(actions === undefined ? {} : { actions: [...actions].sort() }),
    ...(providers === undefined ? {} : { providers: [...providers].sort() }),
  };
}
