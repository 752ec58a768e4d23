import type { Reports } from "../../text/reports.ts";
import type { Span } from "../../text/source.ts";
import type { FieldNode, MaxspanNode, PipeNode, SequenceItem, SequenceNode } from "./ast.ts";

/** What stands in a `sequence` or `sample`, read alike before it is judged. */
export interface JoinParts {
  readonly by: readonly FieldNode[];
  readonly maxspan: MaxspanNode | null;
  readonly items: readonly SequenceItem[];
  readonly until: SequenceItem | null;
}

const mostSampleItems = 5;

/** Reports a sequence that cannot match: too few steps once `with runs` is written out, or missing events alone. */
export function reportSequenceFaults(reports: Reports, node: SequenceNode): void {
  if (reports.diagnostics.length > 0) return;
  const steps = node.items.reduce((sum, item) => sum + (item.runs?.count ?? 1), 0);
  const missing = node.items.find((item) => item.missing);
  if (missing !== undefined && node.items.every((item) => item.missing)) reportNoPositive(reports, missing);
  else if (steps < 2) reportTooFew(reports, node, steps);
  else if (missing !== undefined && node.maxspan === null) reportNoMaxspan(reports, missing);
}

function reportTooFew(reports: Reports, node: SequenceNode, steps: number): void {
  const [only] = node.items;
  reports.add({
    code: "EQL050",
    message: steps === 1 ? "a sequence of one step" : "a sequence without steps",
    span: only?.span ?? node.span,
    label: "a sequence needs at least two",
    help:
      steps === 1
        ? "add a second item, or drop `sequence` and the brackets"
        : "write each step in brackets: `sequence [process where true] [network where true]`",
  });
}

function reportNoPositive(reports: Reports, first: SequenceItem): void {
  reports.add({
    code: "EQL062",
    message: "a sequence of missing events alone",
    span: first.span,
    label: "at least one event must be there",
    help: "add an item without `!`",
  });
}

function reportNoMaxspan(reports: Reports, item: SequenceItem): void {
  reports.add({
    code: "EQL061",
    message: "missing events need a maxspan",
    span: openingOf(item),
    label: "within which time must it be missing",
    help: "write `with maxspan=…` at the top: `sequence … with maxspan=5m`",
  });
}

/** Reports what a sample may not have, and whether it lacks keys or has too few or too many items (eql facts §9). */
export function reportSampleFaults(reports: Reports, parts: JoinParts, span: Span): void {
  for (const [what, at] of foreignToSamples(parts)) refuseInSample(reports, what, at);
  if (reports.diagnostics.length > 0) return;
  const { by, items } = parts;
  if (items.length < 2 || items.length > mostSampleItems) {
    reports.add({
      code: "EQL065",
      message: `a sample of ${items.length} ${items.length === 1 ? "item" : "items"}`,
      span: items[mostSampleItems]?.span ?? items[0]?.span ?? span,
      label: `a sample has 2 to ${mostSampleItems}`,
      help: "write each in brackets: `sample by host.id [process where true] [network where true]`",
    });
    return;
  }
  if (by.length > 0 || items.some((item) => item.by.length > 0)) return;
  reports.add({
    code: "EQL064",
    message: "a sample without a join key",
    span: { start: span.start, end: span.start + "sample".length },
    label: "its events must have something in common",
    help: "write `sample by` and a field, or `by` behind each item",
  });
}

/** Reports pipes behind a sample. */
export function reportPipesOfSample(reports: Reports, pipes: readonly PipeNode[]): void {
  const [first] = pipes;
  if (first !== undefined) refuseInSample(reports, "pipes", first.span);
}

function* foreignToSamples({ maxspan, items, until }: JoinParts): Generator<[string, Span]> {
  if (maxspan !== null) yield ["`with maxspan`", maxspan.span];
  for (const item of items) {
    if (item.missing) yield ["missing events", openingOf(item)];
    if (item.runs !== null) yield ["`with runs`", item.runs.span];
  }
  if (until !== null) yield ["`until`", until.span];
}

function refuseInSample(reports: Reports, what: string, span: Span): void {
  reports.add({
    code: "EQL066",
    message: `a sample takes no ${what}`,
    span,
    label: "a sample knows no order of time",
    help: "remove it, or write a `sequence`",
  });
}

/** `![` of an item. */
function openingOf({ span }: SequenceItem): Span {
  return { start: span.start, end: span.start + "![".length };
}
