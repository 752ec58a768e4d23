import { isTimestamp } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import type { Identity, NormalizedEvent } from "../normalize/record.ts";
import { fieldsOf } from "../predicate/fields.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { predicatesOf } from "../predicate/predicatesOf.ts";
import { readsAlerts } from "../rule/indexCondition.ts";
import type { Execution, Rule, RunnableRule } from "../rule/rule.ts";
import { Dispatch, fieldsOfIdentity, followsFromIdentity } from "./dispatch.ts";
import { eventView } from "./eventView.ts";
import { evidenceOf } from "./evidence.ts";
import { type Hit, SeenHit } from "./hit.ts";
import { IdentityMemo } from "./identityMemo.ts";
import { type Alternatives, necessaryLiterals } from "./necessaryLiterals.ts";
import { PredicateTable } from "./predicateTable.ts";
import { type PredicatesOfRule, Residuals } from "./residuals.ts";
import { WordyView } from "./wordyView.ts";

/** A set of rules ready to run together. */
export interface Plan {
  /** The rules as given; hits and alerts name a rule by its index here. */
  readonly rules: readonly RunnableRule[];
  /**
   * The rules that an event of this identity may satisfy, ascending by index; empty for nearly all records, so that
   * most need not be normalised.
   *
   * Sound: a rule left out cannot match such an event. Remembered per identity, up to a cap; equal lists are one object.
   */
  readonly candidates: (identity: Identity) => readonly number[];
  /**
   * One hit for each candidate of which the event satisfies a predicate, in the candidates' order, with every step it
   * satisfies (`until` one past the last). `left` is what the event's known fields leave of the rules' predicates; without
   * it they are evaluated whole.
   */
  readonly match: (event: NormalizedEvent, candidates: readonly number[], left?: PredicatesOfRule) => Hit[];
  /** What is left of the rules' predicates for events of this identity; remembered as candidates are. */
  readonly leftFor: (identity: Identity) => PredicatesOfRule;
  /** The same for events of which fields are known in another way. */
  readonly residuals: (isKnown: (field: Field) => boolean) => Residuals;
  /** The rules that read the alerts of the others, ascending. */
  readonly higherOrder: readonly number[];
  /** What they read of the events that alerts stand on, as far as it is little. */
  readonly fieldsOfAlerts: readonly Field[];
  /** {@link necessaryLiterals} of any of a rule's predicates; none when nothing is known. */
  readonly literals: (rule: number) => readonly Alternatives[];
  /** Whether a rule needs the documents of its hits, not only their `values`. */
  readonly needsDocument: (rule: number) => boolean;
}

export interface PlanOptions {
  /** Rules of which only rows are kept may be given some that do not count in the end, see {@link evidenceOf}. */
  readonly keepsMoreRows?: boolean;
}

/** Plans rules for running: predicates that rules share are compiled once and evaluated once per event. */
export function planRules(rules: readonly RunnableRule[], { keepsMoreRows }: PlanOptions = {}): Plan {
  const predicates = new PredicateTable();
  const byRule = rules.map(({ query }) => predicatesOf(query).map((predicate) => predicates.add(predicate)));
  const dispatch = new Dispatch([...predicates.distinct], byRule);
  const residuals = (isKnown: (field: Field) => boolean) => new Residuals(predicates, byRule, isKnown);
  const ofIdentities = residuals(followsFromIdentity);
  const leftFor = new IdentityMemo<PredicatesOfRule>(mostLeft);
  const evidence = rules.map((rule) => evidenceOf(rule, keepsMoreRows));
  const literals = rules.map(({ query }) => necessaryLiterals(anyOf(predicatesOf(query))));
  const higherOrder = rules.flatMap(({ rule, execution }, index) =>
    readsAlerts(patternsOf(rule, execution)) ? [index] : [],
  );
  const read = higherOrder.flatMap((rule) => [
    ...predicatesOf(rules[rule]!.query).flatMap(fieldsOf),
    ...evidence[rule]!.fields,
  ]);
  return {
    rules,
    higherOrder,
    fieldsOfAlerts: [...new Set(read)].filter(isOfEvent).slice(0, mostFieldsOfAlerts),
    literals: (rule) => literals[rule] ?? [],
    needsDocument: (rule) => evidence[rule]?.needsDocument ?? true,
    candidates: (identity) => dispatch.candidates(identity),
    residuals,
    leftFor: (identity) => {
      const known = leftFor.get(identity);
      if (known !== undefined) return known;
      const left = ofIdentities.of(fieldsOfIdentity(identity));
      leftFor.set(identity, left);
      return left;
    },
    match: (event, candidates, left = (rule) => byRule[rule] ?? []) => {
      if (candidates.length === 0) return [];
      const view = eventView(event);
      const satisfies = predicates.evaluator(view);
      const hits: Hit[] = [];
      for (let at = 0; at < candidates.length; at++) {
        const rule = candidates[at]!;
        const steps = stepsOf(left(rule), satisfies);
        if (steps.length === 0) continue;
        const { fields, accepts, words } = evidence[rule]!;
        if (accepts !== undefined && !accepts(view)) continue;
        if (fields.length === 0) hits.push({ rule, steps, event });
        else
          hits.push(new SeenHit(rule, steps, event, words === undefined ? view : new WordyView(view, words), fields));
      }
      return hits;
    },
  };
}

const mostFieldsOfAlerts = 8;

/** Identities of which it is remembered what they leave of predicates, some hundred bytes each. */
const mostLeft = 16_384;

/** Whether an alert may have the field from its event. */
function isOfEvent(field: Field): boolean {
  return field.patternWithin === undefined && !isTimestamp(field) && !/^(?:_|event\.kind$|kibana\.)/.test(field.name);
}

function anyOf(predicates: readonly Predicate[]): Predicate {
  return predicates.length === 1 ? predicates[0]! : { kind: "or", operands: predicates };
}

function patternsOf({ index }: Rule, execution: Execution | undefined): readonly string[] {
  if (execution?.kind !== "esql") return index ?? [];
  return execution.query.source.kind === "from" ? execution.query.source.indices : [];
}

const onlyStep: readonly number[] = Object.freeze([0]);
const noStep: readonly number[] = Object.freeze([]);

function stepsOf(predicates: readonly number[], satisfies: (predicate: number) => boolean): readonly number[] {
  if (predicates.length === 1) return satisfies(predicates[0]!) ? onlyStep : noStep;
  const steps: number[] = [];
  for (let step = 0; step < predicates.length; step++) if (satisfies(predicates[step]!)) steps.push(step);
  return steps;
}
