import {
  decidersOf,
  type EventExplanation,
  type EventVerdict,
  type StepExplanation,
  valuesOf,
} from "../engine/explainEvent.ts";
import type { SampleMatch } from "../engine/state/sampleRun.ts";
import type { PartialStory, StoryTurn } from "../engine/traceEvent.ts";
import type { NormalizedEvent } from "../normalize/record.ts";
import type { Explanation } from "../predicate/explain.ts";
import { printShortened } from "../predicate/printScalar.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { documentParties, partiesText } from "./alertLine.ts";
import { durationText, fit, plural, utcTime } from "./layout.ts";
import type { Paint } from "./paint.ts";

export interface ExplainLook {
  readonly width: number;
  readonly paint: Paint;
  /** Of the sequence; for the stories of partial matches. */
  readonly maxspanMs?: number;
}

/** What a rule sees in one event, for people: the condition trees, then the verdict. */
export function explainLines(
  { event, index, steps, exceptions, verdict }: EventExplanation,
  look: ExplainLook,
): string[] {
  const { paint } = look;
  const block = (name: string, lines: readonly string[]) => ["", paint.bold(escapeForTerminal(name)), ...lines];
  return [
    eventLine(event),
    ...(index === undefined ? [] : block("index patterns", treeLines(index, false, look))),
    ...steps.flatMap((step) => block(titleOf(step), [...keyLines(step), ...treeLines(step.tree, false, look)])),
    ...exceptions.flatMap(({ name, tree }) => block(`exception ${name}`, exceptionLines(tree, look))),
    "",
    paint.bold(verdictLine(verdict)),
  ];
}

function exceptionLines(tree: Explanation, look: ExplainLook): string[] {
  if (tree.kind !== "constant" || tree.truth) return treeLines(tree, true, look);
  return [`  ${look.paint.red("✗ no ")}  holds for no event: a value list is empty, or a field is unknown`];
}

function eventLine({ id, atMs, document }: NormalizedEvent): string {
  return `event ${escapeForTerminal(id)}  ${utcTime(atMs)}  ${partiesText(documentParties(document))}`.trimEnd();
}

function titleOf({ name, missing }: StepExplanation): string {
  return missing ? `${name} (must be missing)` : name;
}

function keyLines({ keys, tree }: StepExplanation): string[] {
  return keys.map(({ name, optional, values }) => {
    const without = optional ? "null (optional)" : `has no value${tree.truth ? ": the event joins nothing" : ""}`;
    return `  by ${escapeForTerminal(`${name} ${values.length === 0 ? without : values.join(", ")}`)}`;
  });
}

/** Operands shown of one `and` or `or`; of more, those that decided it come first. */
const mostOperands = 40;

/** A tree, a condition a line; where it came out as `noted`, what decided that is marked. */
function treeLines(tree: Explanation, noted: boolean, look: ExplainLook): string[] {
  const deciders = tree.truth === noted ? decidersOf(tree) : new Set<Explanation>();
  return linesOf(tree, 1, deciders, look);
}

function linesOf(node: Explanation, depth: number, deciders: ReadonlySet<Explanation>, look: ExplainLook): string[] {
  const all = node.children;
  const ordered = all.length > mostOperands ? [...all].sort((a, b) => rank(a, node) - rank(b, node)) : all;
  const lines = ordered.slice(0, mostOperands).flatMap((child) => linesOf(child, depth + 1, deciders, look));
  const more = all.length - mostOperands;
  return [
    ...nodeLines(node, depth, deciders.has(node), look),
    ...lines,
    ...(more > 0 ? [`${"  ".repeat(depth + 1)}… and ${more} more`] : []),
  ];
}

/** A condition and the values it met, in one line if there is room. */
function nodeLines(node: Explanation, depth: number, isDecisive: boolean, { paint, width }: ExplainLook): string[] {
  const indent = "  ".repeat(depth);
  const mark = node.truth ? "✓ yes" : paint.red("✗ no ");
  const arrow = isDecisive ? "  ←" : "";
  const room = Math.max(40, width - indent.length - 7 - arrow.length);
  const condition = fit(escapeForTerminal(node.label), room);
  const values = escapeForTerminal(valuesOf(node).join(", "));
  const whole = values === "" ? condition : `${condition}  (${values})`;
  if ([...whole].length <= room) return [`${indent}${mark}  ${whole}${arrow}`];
  return [`${indent}${mark}  ${condition}${arrow}`, `${indent}       (${fit(values, room - 2)})`];
}

function rank(child: Explanation, node: Explanation): number {
  return child.truth === node.truth ? 0 : 1;
}

/** `does not match: event.outcome is "failure"`. */
export function verdictLine(verdict: EventVerdict): string {
  switch (verdict.kind) {
    case "matches":
      return "matches";
    case "satisfies":
      return `satisfies ${verdict.steps.join(" and ")}`;
    case "exempted":
      return `exempted by exception item ${verdict.by.map(escapeForTerminal).join(" and ")}`;
    case "does not match":
      return `does not match${because(verdict.because)}`;
  }
}

const mostReasons = 3;

function because(reasons: readonly string[]): string {
  if (reasons.length === 0) return ": satisfies no step";
  const more = reasons.length > mostReasons ? `, and ${reasons.length - mostReasons} more` : "";
  return `: ${reasons.slice(0, mostReasons).map(escapeForTerminal).join(", ")}${more}`;
}

/** What became of the partial matches that the event took part in. */
export function storyLines(stories: readonly PartialStory[], id: string, look: ExplainLook): string[] {
  if (stories.length === 0) return ["took part in no partial match"];
  const shown = stories
    .slice(0, mostStories)
    .flatMap((story) => [
      `partial match${keyText(story.key)}`,
      ...turnsToTell(story.turns).map((turn) => `  ${turnText(turn, id, look)}`),
      ...(story.before === undefined ? [] : [`  the last one before: ${turnText(story.before, id, look)}`]),
    ]);
  const more = stories.length - mostStories;
  return more > 0 ? [...shown, `… and ${plural(more, "more partial match", "more partial matches")}`] : shown;
}

const mostStories = 20;
const mostTurns = 30;

/** The last step is told by its completion. */
function turnsToTell(turns: readonly StoryTurn[]): readonly StoryTurn[] {
  const told = turns.filter((turn, at) => turn.kind !== "advanced" || turns[at + 1]?.kind !== "completed");
  return told.length > mostTurns ? [...told.slice(0, 5), ...told.slice(5 - mostTurns)] : told;
}

function keyText(key: PartialStory["key"]): string {
  const values = key.map((value) => (value === null ? "null" : printShortened(value, 80)));
  return values.length === 0 ? "" : escapeForTerminal(` by ${values.join(", ")}`);
}

function turnText(turn: StoryTurn, id: string, { maxspanMs }: ExplainLook): string {
  const { kind, event, step, afterMs } = turn;
  const who = event === undefined ? "" : nameOf(event, id);
  const after = afterMs === undefined ? "" : `${durationText(afterMs)} after the first event`;
  const maxspan = maxspanMs === undefined ? "" : `maxspan ${durationText(maxspanMs)}`;
  switch (kind) {
    case "started":
      return `started by ${who}`;
    case "advanced":
      return `advanced to step ${step} by ${who}, ${after}`;
    case "completed":
      return `completed with ${who}, ${after}`;
    case "overwritten":
      return `overwritten by ${who} (newest wins)`;
    case "expired":
      return event === undefined
        ? `expired: nothing met step ${step} within ${maxspan}`
        : `expired: ${after}, ${maxspan}; ${who} came too late`;
    case "cancelled":
      return `cancelled by until event ${who}`;
    case "evicted":
      return "given up: too many key tuples were pending";
    case "spoiled":
      return `missing event ${who} was there`;
    case "rejected":
      return event === undefined ? "rejected" : `rejected: missing event ${who} was there`;
    case "ignored":
      return `event ignored at step ${step}: no partial match waits for it under this key`;
    case "waiting":
      return `waits for step ${step} at the end of the input`;
    case "seen":
      return `missing event ${who} was there`;
  }
}

function nameOf(event: NormalizedEvent, id: string): string {
  if (event.id === id) return "this event";
  return `${escapeForTerminal(fit(event.id, 36))} (${utcTime(event.atMs)})`;
}

/** The samples that the event is in. */
export function sampleLines(samples: readonly SampleMatch[], id: string): string[] {
  if (samples.length === 0) return ["is in no sample"];
  return samples
    .slice(0, mostStories)
    .flatMap(({ key, events }) => [
      `is in the sample${keyText(key.values)}`,
      ...events.map((event, at) => `  item ${at + 1}: ${nameOf(event, id)}`),
    ]);
}
