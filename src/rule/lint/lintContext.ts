import type { Catalogue } from "../../ecs/field.ts";
import type { EqlExpression, EqlQuery, EventFilter, FieldNode, SequenceItem } from "../../language/eql/ast.ts";
import type { CheckedExpression, CheckedFilter, CheckedItem, CheckedQuery } from "../../language/eql/checked.ts";
import { lower } from "../../language/eql/lower.ts";
import { constant } from "../../predicate/build.ts";
import type { Predicate } from "../../predicate/predicate.ts";
import type { JoinKey } from "../../predicate/query.ts";
import type { Source, Span } from "../../text/source.ts";
import type { UnderstoodQuery } from "../understandQuery.ts";
import { type ComparedText, comparedTexts } from "./comparedTexts.ts";
import { type DataStream, reachOf } from "./dataStreams.ts";

/** What every check sees of one query. */
export interface LintContext {
  /** The query's text, tied to its place in the rule file. */
  readonly source: Source;
  readonly written: EqlQuery;
  readonly checked: CheckedQuery;
  readonly catalogue: Catalogue;
  /** The filters in the order they stand, `until` last. */
  readonly filters: readonly LintedFilter[];
  /** How far back a run of the rule looks, in milliseconds; absent for a bare query, or when its times are no plain ones. */
  readonly lookBackMs?: number;
}

/** One `category where condition`, and what is known of the events it can meet. */
export interface LintedFilter {
  readonly written: EventFilter;
  readonly checked: CheckedFilter;
  /** Category and condition. */
  readonly predicate: Predicate;
  /** The text constants that are compared with plain fields, in the order they stand. */
  readonly texts: readonly ComparedText[];
  /** Empty outside sequences and samples. */
  readonly keys: readonly LintedKey[];
  /** `until`, or `![ … ]`: an event that must not be there. */
  readonly isAbsent: boolean;
  /** The data streams of ours that the filter can match. */
  readonly streams: readonly DataStream[];
  /** Whether nothing but these streams can satisfy the filter, so that what they never carry is never there. */
  readonly isClosed: boolean;
}

export interface LintedKey extends JoinKey {
  readonly span: Span;
}

/** A query and what its rule adds to it. */
export interface LintInput {
  readonly query: UnderstoodQuery;
  readonly catalogue: Catalogue;
  readonly index?: readonly string[];
  readonly lookBackMs?: number;
}

/** Prepares what the checks share. */
export function lintContext({ query, catalogue, index = [], lookBackMs }: LintInput): LintContext {
  const filters = partsOf(query).map((part) => lintedFilter(part, index));
  const { source, written, checked } = query;
  return { source, written, checked, catalogue, filters, ...(lookBackMs === undefined ? {} : { lookBackMs }) };
}

interface Part {
  readonly written: EventFilter;
  readonly checked: CheckedFilter;
  readonly keys: readonly LintedKey[];
  readonly isAbsent: boolean;
}

function partsOf({ written, checked }: UnderstoodQuery): Part[] {
  if (written.kind === "event" || checked.kind === "event") {
    if (written.kind !== "event" || checked.kind !== "event") return [];
    return [{ written: written.event, checked: checked.event, keys: [], isAbsent: false }];
  }
  const items = written.items.map((item, at) => itemPart(written.by, item, checked.items[at]!, item.missing));
  const until = written.kind === "sequence" && checked.kind === "sequence" ? written.until : null;
  if (until === null || checked.kind !== "sequence") return items;
  return [...items, itemPart(written.by, until, checked.until!, true)];
}

function itemPart(shared: readonly FieldNode[], item: SequenceItem, checked: CheckedItem, isAbsent: boolean): Part {
  const nodes = [...shared, ...item.by];
  const keys = checked.keys.map((key, at) => ({ ...key, span: nodes[at]!.span }));
  return { written: item.event, checked: checked.event, keys, isAbsent };
}

function lintedFilter(part: Part, index: readonly string[]): LintedFilter {
  const predicate = predicateOf(part.checked);
  const texts = comparedTexts(part.checked.condition, writtenNodes(part.written.condition));
  return { ...part, predicate, texts, ...reachOf(predicate, index) };
}

function predicateOf(filter: CheckedFilter): Predicate {
  const query = lower({ kind: "event", event: filter });
  return query.kind === "event" ? query.predicate : constant(true);
}

/** A condition, or a part of one, as a predicate. */
export function predicateOfCondition(condition: CheckedExpression): Predicate {
  return predicateOf({ category: null, condition });
}

/** The nodes of a condition as it was written, outer before inner, left before right; linear in their number. */
export function writtenNodes(root: EqlExpression): EqlExpression[] {
  const nodes: EqlExpression[] = [];
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    pending.push(...[...writtenChildren(node)].reverse());
  }
  return nodes;
}

function writtenChildren(node: EqlExpression): readonly EqlExpression[] {
  switch (node.kind) {
    case "literal":
    case "field":
      return [];
    case "call":
      return node.args;
    case "unary":
    case "not":
      return [node.operand];
    case "arithmetic":
    case "comparison":
    case "and":
    case "or":
      return [node.left, node.right];
    case "predicate":
      return [node.operand, ...node.values];
  }
}
