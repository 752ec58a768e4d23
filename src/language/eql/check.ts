import type { Catalogue, Field } from "../../ecs/field.ts";
import type { JoinKey, Pipe } from "../../predicate/query.ts";
import { type Diagnostic, hasErrors, sortDiagnostics } from "../../text/diagnostic.ts";
import { durationMs } from "../../text/duration.ts";
import type { Source } from "../../text/source.ts";
import type {
  EqlExpression,
  EqlQuery,
  EventFilter,
  EventNode,
  FieldNode,
  PipeNode,
  SampleNode,
  SequenceItem,
  SequenceNode,
} from "./ast.ts";
import { CheckContext } from "./checkContext.ts";
import { checkExpression, conditionHelp } from "./checkExpression.ts";
import type {
  CheckedEventQuery,
  CheckedExpression,
  CheckedFilter,
  CheckedItem,
  CheckedQuery,
  CheckedSampleQuery,
  CheckedSequenceQuery,
} from "./checked.ts";
import { areCompatible, typeOfField } from "./expressionType.ts";
import { resolveField, unknownColumn } from "./resolveField.ts";

export interface CheckOptions {
  readonly catalogue: Catalogue;
  /** The field that a category is looked up in; `event.category` unless told. */
  readonly eventCategoryField?: string;
}

export interface CheckResult {
  /** Null if any of the diagnostics is an error. */
  readonly query: CheckedQuery | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a parsed query against the mapping: names, types, functions, join keys (eql facts §3).
 *
 * Reports every mistake it finds, ordered by place, as `EQL1xx`; `source` is the text the query was parsed from. Never
 * throws. Warnings leave the query usable.
 */
export function check(query: EqlQuery, source: Source, options: CheckOptions): CheckResult {
  const context = new CheckContext(source, options.catalogue);
  const categoryField = options.eventCategoryField ?? "event.category";
  const checked = checkUnpiped(context, query, categoryField);
  const pipes = query.pipes.map((pipe) => checkPipe(context, pipe));
  const diagnostics = sortDiagnostics(context.diagnostics);
  if (checked === undefined || !isComplete(pipes) || hasErrors(diagnostics)) return { query: null, diagnostics };
  return { query: pipes.length === 0 ? checked : { ...checked, pipes }, diagnostics };
}

type Unpiped = CheckedEventQuery | CheckedSequenceQuery | CheckedSampleQuery;

function checkUnpiped(context: CheckContext, query: EqlQuery, categoryField: string): Unpiped | undefined {
  switch (query.kind) {
    case "event":
      return checkEvent(context, query, categoryField);
    case "sequence":
      return checkSequence(context, query, categoryField);
    case "sample":
      return checkSample(context, query, categoryField);
  }
}

function isComplete<T>(parts: readonly (T | undefined)[]): parts is readonly T[] {
  return parts.every((part) => part !== undefined);
}

/** Elasticsearch folds the argument and takes an int (eql facts §10; LogicalPlanBuilder, `pipeIntArgument`). */
function checkPipe(context: CheckContext, { kind, count: node }: PipeNode): Pipe | undefined {
  const count = checkExpression(context, node);
  if (count === undefined) return undefined;
  if (count.kind === "literal" && count.type.name === "integer" && isCount(count.value)) {
    return { kind, count: count.value };
  }
  return context.report({
    code: "EQL126",
    span: node.span,
    message: `pipe [${kind}] expects a positive integer but found [${context.textOf(node.span)}]`,
    help: `write a whole number from 0 to ${largestCount}`,
  });
}

const largestCount = 2 ** 31 - 1;

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= largestCount;
}

function checkEvent(context: CheckContext, node: EventNode, categoryField: string): CheckedEventQuery | undefined {
  const event = checkFilter(context, node.event, categoryField);
  return event && { kind: "event", event };
}

function checkFilter(context: CheckContext, filter: EventFilter, categoryField: string): CheckedFilter | undefined {
  const category = checkCategory(context, filter, categoryField);
  const condition = checkCondition(context, filter.condition);
  return category === undefined || condition === undefined ? undefined : { category, condition };
}

function checkCategory(
  context: CheckContext,
  filter: EventFilter,
  name: string,
): CheckedFilter["category"] | undefined {
  if (filter.category === null) return null;
  const { span, value } = filter.category;
  const field = context.catalogue.field(name);
  if (field === undefined) return unknownColumn(context, { name, span });
  const usable = resolveField(context, { kind: "field", span, name, optional: false });
  return usable?.kind === "field" ? { field: usable.field, value } : undefined;
}

function checkCondition(context: CheckContext, node: EqlExpression): CheckedExpression | undefined {
  const condition = checkExpression(context, node);
  const family = condition?.type.family;
  if (condition === undefined || family === "boolean" || family === "null") return condition;
  return context.report({
    code: "EQL103",
    span: node.span,
    message: `condition expression needs to be boolean, found [${condition.type.name.toUpperCase()}]`,
    help: conditionHelp(context, condition),
  });
}

function checkSequence(
  context: CheckContext,
  node: SequenceNode,
  categoryField: string,
): CheckedSequenceQuery | undefined {
  const shared = checkKeysOf(context, node.by);
  const check = (item: SequenceItem) => checkItem(context, shared, item, categoryField);
  const items = node.items.map(check);
  const until = node.until === null ? null : check(node.until);
  const maxspanMs = node.maxspan === null ? null : durationMs(node.maxspan.amount, node.maxspan.unit);
  if (!isComplete(items) || until === undefined) return undefined;
  checkKeys(context, node, items, until);
  checkSize(context, node, items);
  return { kind: "sequence", items, until, maxspanMs };
}

function checkSample(context: CheckContext, node: SampleNode, categoryField: string): CheckedSampleQuery | undefined {
  const shared = checkKeysOf(context, node.by);
  const items = node.items.map((item) => checkItem(context, shared, item, categoryField));
  if (!isComplete(items)) return undefined;
  checkKeys(context, { ...node, until: null }, items, null);
  return { kind: "sample", items };
}

const mostSteps = 10_000;

/** A bound of ours, so that `with runs` on many items cannot take the memory; at least two steps are the parser's. */
function checkSize(context: CheckContext, node: SequenceNode, items: readonly CheckedItem[]): void {
  const steps = items.reduce((sum, item) => sum + item.runs, 0);
  if (steps <= mostSteps) return;
  context.report({
    code: "EQL122",
    span: node.span,
    message: `a sequence of ${steps} steps`,
    label: `more than ${mostSteps} once \`with runs\` is written out`,
  });
}

function checkItem(
  context: CheckContext,
  shared: readonly JoinKey[] | undefined,
  item: SequenceItem,
  categoryField: string,
): CheckedItem | undefined {
  const event = checkFilter(context, item.event, categoryField);
  const own = checkKeysOf(context, item.by);
  if (event === undefined || shared === undefined || own === undefined) return undefined;
  return { missing: item.missing, event, keys: [...shared, ...own], runs: item.runs?.count ?? 1 };
}

function checkKeysOf(context: CheckContext, nodes: readonly FieldNode[]): JoinKey[] | undefined {
  const keys = nodes.map((node) => checkKey(context, node));
  return isComplete(keys) ? [...keys] : undefined;
}

/** A join key, a plain field; an optional one that is not mapped has no value in any event, whatever the event holds. */
function checkKey(context: CheckContext, node: FieldNode): JoinKey | undefined {
  const key = resolveField(context, node);
  if (key === undefined) return undefined;
  const field: Field = key.kind === "field" ? key.field : { name: node.name, type: "object" };
  return { field, optional: node.optional };
}

/** What keys are compared across: a sample has no `until`. */
type Joined = Pick<SequenceNode, "by" | "items" | "until"> & { readonly kind: "sequence" | "sample" };

function checkKeys(
  context: CheckContext,
  node: Joined,
  items: readonly CheckedItem[],
  until: CheckedItem | null,
): void {
  const [first] = items;
  if (first === undefined) return;
  const others = [...items.slice(1), ...(until === null ? [] : [until])];
  const nodes = [...node.items.slice(1), ...(node.until === null ? [] : [node.until])];
  for (const [index, item] of others.entries()) {
    const written = nodes[index]!;
    if (item.keys.length === first.keys.length) checkKeyTypes(context, node, first, item, written);
    else wrongNumberOfKeys(context, first, item, written);
  }
}

function wrongNumberOfKeys(context: CheckContext, first: CheckedItem, item: CheckedItem, written: SequenceItem): void {
  context.report({
    code: "EQL121",
    span: written.by[0]?.span ?? written.span,
    message: `inconsistent number of join keys specified; expected [${first.keys.length}] but found [${item.keys.length}]`,
    help: "every item, and `until`, needs the same number of keys after `by`",
  });
}

function checkKeyTypes(
  context: CheckContext,
  node: Joined,
  first: CheckedItem,
  item: CheckedItem,
  written: SequenceItem,
): void {
  for (const [index, key] of item.keys.entries()) {
    const wanted = first.keys[index]!;
    if (isUnmapped(key) || isUnmapped(wanted)) continue;
    const type = typeOfField(key.field);
    const wantedType = typeOfField(wanted.field);
    if (areCompatible(type, wantedType)) continue;
    context.report({
      code: "EQL125",
      span: written.by[index - node.by.length]?.span ?? written.span,
      message: `${node.kind} key [${key.field.name}] type [${type.name}] is incompatible with key [${wanted.field.name}] type [${wantedType.name}]`,
      label: "values of these types are never equal",
    });
  }
}

function isUnmapped(key: JoinKey): boolean {
  return key.field.type === "object";
}
