import { documentView } from "../ecs/event.ts";
import type { Field } from "../ecs/field.ts";
import { type EcsObject, emptyObject, type Scalar } from "../ecs/value.ts";
import { type Identity, indexOf } from "../normalize/record.ts";
import { possible } from "../predicate/partial.ts";
import type { Predicate } from "../predicate/predicate.ts";
import { getOrPut } from "./getOrPut.ts";
import { IdentityMemo } from "./identityMemo.ts";
import { necessaryValues } from "./necessaryValues.ts";

/** For each rule the indices of its predicates (steps, then `until`) among the distinct ones. */
export type RulePredicates = readonly (readonly number[])[];

/** Identities whose candidates are remembered, and lists of candidates that are known again. */
const mostKnown = 65_536;

const nothing: readonly number[] = Object.freeze([]);

/**
 * Which rules an event can satisfy, told by its identity alone.
 *
 * The first time an identity is seen, the predicates that its action and provider do not rule out are evaluated
 * partially: the fields that follow from the identity are known, all others unknown. Only a rule whose every predicate is
 * impossible is left out, so the answer is sound for rules of any shape.
 */
export class Dispatch {
  readonly #predicates: readonly Predicate[];
  /** By predicate: the rules it belongs to. */
  readonly #rulesOf: readonly (readonly number[])[];
  // Each predicate is in one of these: under the values that its action must have, or else its provider, or in `open`.
  readonly #byAction = new Map<string, number[]>();
  readonly #byProvider = new Map<string, number[]>();
  readonly #open: number[] = [];
  /** Each list once: most identities share theirs with others. */
  readonly #lists = new Map<string, readonly number[]>();
  readonly #memo = new IdentityMemo<readonly number[]>(mostKnown);

  constructor(predicates: readonly Predicate[], rules: RulePredicates) {
    this.#predicates = predicates;
    const rulesOf: number[][] = predicates.map(() => []);
    rules.forEach((own, rule) => {
      for (const predicate of new Set(own)) rulesOf[predicate]!.push(rule);
    });
    this.#rulesOf = rulesOf;
    predicates.forEach((predicate, index) => {
      this.#place(predicate, index);
    });
  }

  candidates(identity: Identity): readonly number[] {
    return this.#memo.get(identity) ?? this.#compute(identity);
  }

  #place(predicate: Predicate, index: number): void {
    const actions = necessaryValues(predicate, "event.action");
    const values = actions ?? necessaryValues(predicate, "event.provider");
    const table = actions === undefined ? this.#byProvider : this.#byAction;
    if (values === undefined) this.#open.push(index);
    else for (const value of values) getOrPut(table, value, () => []).push(index);
  }

  #compute(identity: Identity): readonly number[] {
    const known = fieldsOfIdentity(identity);
    const found = new Set<number>();
    for (const predicate of this.#notRuledOut(identity)) {
      if (possible(this.#predicates[predicate]!, known) === "no") continue;
      for (const rule of this.#rulesOf[predicate]!) found.add(rule);
    }
    const candidates = this.#listOf(found);
    this.#memo.set(identity, candidates);
    return candidates;
  }

  /** The same list for the same rules, as long as there is room to know it. */
  #listOf(rules: ReadonlySet<number>): readonly number[] {
    if (rules.size === 0) return nothing;
    const list = Object.freeze([...rules].sort((a, b) => a - b));
    if (this.#lists.size >= mostKnown) return list;
    return getOrPut(this.#lists, list.join(), () => list);
  }

  #notRuledOut({ provider, action }: Identity): number[] {
    const byAction = action === undefined ? undefined : this.#byAction.get(action.toLowerCase());
    const byProvider = provider === undefined ? undefined : this.#byProvider.get(provider.toLowerCase());
    return [...this.#open, ...(byAction ?? []), ...(byProvider ?? [])];
  }
}

const knownNames = new Set([
  "event.provider",
  "event.action",
  "event.dataset",
  "event.kind",
  "event.module",
  "data_stream.type",
  "data_stream.dataset",
  "data_stream.namespace",
]);

/** Whether a field's values follow from an identity. */
export function followsFromIdentity(field: Field): boolean {
  return field.name === "_index" || knownNames.has(field.name);
}

/**
 * The values of the fields that follow from an identity; `undefined` for all others.
 *
 * Read through the same view as a whole event, so that types and `ignore_above` are treated alike. An identity without
 * provider or action means that the event will have none. A record that a pipeline would mark `pipeline_error` is rejected
 * before, so `event.kind` is always `event`.
 */
export function fieldsOfIdentity(identity: Identity): (field: Field) => readonly Scalar[] | undefined {
  const view = documentView(identityDocument(identity));
  const index = [indexOf(identity.dataset)];
  return (field) => {
    if (!followsFromIdentity(field)) return undefined;
    return field.name === "_index" ? index : view.values(field);
  };
}

function identityDocument({ dataset, provider, action }: Identity): EcsObject {
  const event = emptyObject();
  event["kind"] = "event";
  event["dataset"] = dataset;
  event["module"] = dataset.slice(0, dataset.indexOf("."));
  if (provider !== undefined) event["provider"] = provider;
  if (action !== undefined) event["action"] = action;
  const stream = emptyObject();
  stream["type"] = "logs";
  stream["dataset"] = dataset;
  stream["namespace"] = "default";
  const document = emptyObject();
  document["event"] = event;
  document["data_stream"] = stream;
  return document;
}
