import type { NormalizedEvent } from "../normalize/record.ts";
import { type Explanation, explain } from "../predicate/explain.ts";
import { printShortened } from "../predicate/printScalar.ts";
import type { JoinKey, Query, SequenceStep } from "../predicate/query.ts";
import type { RuleParts, RunnableRule } from "../rule/rule.ts";
import { eventView } from "./eventView.ts";

/** What a rule sees in one event. Texts come from the log and the rule: escape them. */
export interface EventExplanation {
  readonly event: NormalizedEvent;
  /** The rule's index patterns; absent when it reads any index. */
  readonly index?: Explanation;
  /** One for an event query; for a sequence or sample one for each step, repetitions once, and `until` last. */
  readonly steps: readonly StepExplanation[];
  readonly exceptions: readonly ExceptionExplanation[];
  readonly verdict: EventVerdict;
}

export interface StepExplanation {
  /** `query`, `step 2`, `steps 2 to 4`, `item 1` or `until`. */
  readonly name: string;
  /** `![ … ]`: what satisfies it must not be there. */
  readonly missing: boolean;
  readonly tree: Explanation;
  /** The condition, the index patterns and no exception. */
  readonly satisfied: boolean;
  readonly keys: readonly KeySeen[];
}

/** The values of a join key, printed; without one the event joins nothing, unless the key is optional. */
export interface KeySeen {
  readonly name: string;
  readonly optional: boolean;
  readonly values: readonly string[];
}

export interface ExceptionExplanation {
  readonly name: string;
  readonly tree: Explanation;
}

/** `satisfies` lists names of steps. */
export type EventVerdict =
  | { readonly kind: "matches" }
  | { readonly kind: "satisfies"; readonly steps: readonly string[] }
  | { readonly kind: "exempted"; readonly by: readonly string[] }
  | { readonly kind: "does not match"; readonly because: readonly string[] };

const mostKeyValues = 5;
const longestKeyValue = 200;

/** Evaluates every part of a rule on one event, also those that could not change the outcome any more. */
export function explainEvent(rule: RunnableRule, event: NormalizedEvent): EventExplanation {
  const { query, index, exceptions }: RuleParts = rule.parts ?? { query: rule.query, exceptions: [] };
  const view = eventView(event);
  const ofIndex = index === undefined ? undefined : explain(index, view);
  const ofExceptions = exceptions.map(({ name, predicate }) => ({ name, tree: explain(predicate, view) }));
  const isOpen = (ofIndex?.truth ?? true) && !ofExceptions.some(({ tree }) => tree.truth);
  const keysSeen = (keys: readonly JoinKey[]): KeySeen[] =>
    keys.map(({ field, optional }) => {
      const values = view.values(field).slice(0, mostKeyValues);
      return { name: field.name, optional, values: values.map((value) => printShortened(value, longestKeyValue)) };
    });
  const steps = namedSteps(query).map(({ name, step }): StepExplanation => {
    const tree = explain(step.predicate, view);
    return { name, missing: step.missing === true, tree, satisfied: tree.truth && isOpen, keys: keysSeen(step.keys) };
  });
  return {
    event,
    ...(ofIndex === undefined ? {} : { index: ofIndex }),
    steps,
    exceptions: ofExceptions,
    verdict: verdictOf(query, ofIndex, steps, ofExceptions),
  };
}

/** A query's steps by name, in order; a step that is repeated (`with runs`) once. */
export function namedSteps(query: Query): { readonly name: string; readonly step: SequenceStep }[] {
  if (query.kind === "event") return [{ name: "query", step: { predicate: query.predicate, keys: [] } }];
  const { steps } = query;
  const word = query.kind === "sample" ? "item" : "step";
  const named = steps.flatMap((step, at) => {
    if (steps[at - 1] === step) return [];
    let last = at;
    while (steps[last + 1] === step) last++;
    return [{ name: at === last ? `${word} ${at + 1}` : `${word}s ${at + 1} to ${last + 1}`, step }];
  });
  const until = query.kind === "sequence" ? query.until : undefined;
  return until === undefined ? named : [...named, { name: "until", step: until }];
}

function verdictOf(
  query: Query,
  index: Explanation | undefined,
  steps: readonly StepExplanation[],
  exceptions: readonly ExceptionExplanation[],
): EventVerdict {
  if (index?.truth === false) return { kind: "does not match", because: reasonsOf(index) };
  const met = steps.filter(({ tree }) => tree.truth);
  if (met.length === 0) {
    const because = query.kind === "event" ? steps.flatMap(({ tree }) => reasonsOf(tree)) : [];
    return { kind: "does not match", because };
  }
  const by = exceptions.filter(({ tree }) => tree.truth).map(({ name }) => name);
  if (by.length > 0) return { kind: "exempted", by };
  return query.kind === "event" ? { kind: "matches" } : { kind: "satisfies", steps: met.map(({ name }) => name) };
}

function reasonsOf(tree: Explanation): string[] {
  return [
    ...new Set([...decidersOf(tree)].flatMap((leaf) => (leaf.fields.length === 0 ? leaf.label : valuesOf(leaf)))),
  ];
}

/** `user.name is "ana"` of each field of a leaf; of a missing one `user.name has no value`. */
export function valuesOf({ fields }: Explanation): string[] {
  return fields.map(({ field, values, count }) => {
    if (count === 0) return `${field.name} has no value`;
    const more = count > values.length ? ` and ${count - values.length} more` : "";
    return `${field.name} is ${values.join(", ")}${more}`;
  });
}

/**
 * The leaves that decided a tree's truth: those that would have to come out otherwise on the shortest way to the other
 * truth, in source order; of several ways as short, all.
 */
export function decidersOf(tree: Explanation): ReadonlySet<Explanation> {
  return waysOf(tree).leaves;
}

/** `cost`: how many leaves one of the ways changes. */
interface Ways {
  readonly cost: number;
  readonly leaves: ReadonlySet<Explanation>;
}

function waysOf(tree: Explanation): Ways {
  if (tree.children.length === 0) return { cost: 1, leaves: new Set([tree]) };
  if (tree.kind === "not") return waysOf(tree.children[0]!);
  const ways = tree.children.filter(({ truth }) => truth === tree.truth).map(waysOf);
  const needsAll = (tree.kind === "and") !== tree.truth;
  const least = ways.reduce((cost, way) => Math.min(cost, way.cost), Number.POSITIVE_INFINITY);
  const chosen = needsAll ? ways : ways.filter(({ cost }) => cost === least);
  return {
    cost: needsAll ? ways.reduce((sum, { cost }) => sum + cost, 0) : least,
    leaves: new Set(chosen.flatMap(({ leaves }) => [...leaves])),
  };
}
