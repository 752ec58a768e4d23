import type { EcsObject, EcsValue } from "../ecs/value.ts";
import type { CompiledForm } from "../engine/compiledForm.ts";
import { decidersOf, type EventExplanation, type EventVerdict } from "../engine/explainEvent.ts";
import type { SampleMatch } from "../engine/state/sampleRun.ts";
import type { PartialStory, StoryTurn } from "../engine/traceEvent.ts";
import { indexOf } from "../normalize/record.ts";
import type { Explanation } from "../predicate/explain.ts";
import { printPredicate } from "../predicate/print.ts";

/** What a rule sees in one event, as data. */
export function explanationJson(explanation: EventExplanation): EcsObject {
  const { event, index, steps, exceptions, verdict } = explanation;
  return {
    event: { _id: event.id, _index: indexOf(event.dataset), "@timestamp": new Date(event.atMs).toISOString() },
    ...(index === undefined ? {} : { index: treeJson(index) }),
    steps: steps.map(({ name, missing, satisfied, keys, tree }) => ({
      name,
      missing,
      satisfied,
      keys: keys.map((key) => ({ field: key.name, optional: key.optional, values: [...key.values] })),
      tree: treeJson(tree),
    })),
    exceptions: exceptions.map(({ name, tree }) => ({ name, tree: treeJson(tree) })),
    verdict: verdictJson(verdict),
  };
}

function verdictJson(verdict: EventVerdict): EcsObject {
  switch (verdict.kind) {
    case "matches":
      return { kind: verdict.kind };
    case "satisfies":
      return { kind: verdict.kind, steps: [...verdict.steps] };
    case "exempted":
      return { kind: verdict.kind, by: [...verdict.by] };
    case "does not match":
      return { kind: verdict.kind, because: [...verdict.because] };
  }
}

/** `decisive`: the leaf is one of those to which its tree owes its truth. */
function treeJson(tree: Explanation): EcsObject {
  const deciders = decidersOf(tree);
  const nodeJson = (node: Explanation): EcsObject => ({
    kind: node.kind,
    label: node.label,
    truth: node.truth,
    ...(node.children.length > 0 ? { children: node.children.map(nodeJson) } : { decisive: deciders.has(node) }),
    ...(node.fields.length > 0
      ? {
          fields: node.fields.map(({ field, values, count }) => ({
            name: field.name,
            type: field.type,
            values: [...values],
            count,
          })),
        }
      : {}),
  });
  return nodeJson(tree);
}

/** What became of the partial matches that an event took part in, as data. */
export function storiesJson(stories: readonly PartialStory[]): EcsValue[] {
  return stories.map(({ key, turns, before }) => ({
    key: [...key],
    turns: turns.map(turnJson),
    ...(before === undefined ? {} : { before: turnJson(before) }),
  }));
}

function turnJson({ kind, event, step, afterMs }: StoryTurn): EcsObject {
  return {
    kind,
    ...(event === undefined ? {} : { event: event.id, "@timestamp": new Date(event.atMs).toISOString() }),
    ...(step === undefined ? {} : { step }),
    ...(afterMs === undefined ? {} : { after_ms: afterMs }),
  };
}

/** The samples that an event is in, as data. */
export function samplesJson(samples: readonly SampleMatch[]): EcsValue[] {
  return samples.map(({ key, events }) => ({ key: [...key.values], events: events.map(({ id }) => id) }));
}

/** A rule's compiled form, as data. */
export function compiledJson(form: CompiledForm): EcsObject {
  const { kind, index, fields, steps, maxspanMs, exceptions, pipes } = form;
  return {
    kind,
    ...(index === undefined ? {} : { index: printPredicate(index) }),
    fields: [...fields],
    steps: steps.map(({ name, missing, keys, predicate, actions, providers }) => ({
      name,
      missing,
      keys: keys.map(({ field, optional }) => ({ field: field.name, optional })),
      ...(actions === undefined ? {} : { actions: [...actions] }),
      ...(providers === undefined ? {} : { providers: [...providers] }),
      condition: printPredicate(predicate),
    })),
    ...(maxspanMs === undefined ? {} : { maxspan_ms: maxspanMs }),
    exceptions: exceptions.map(({ name, predicate }) => ({ name, condition: printPredicate(predicate) })),
    pipes: pipes.map((pipe) => ({ kind: pipe.kind, count: pipe.count })),
  };
}
