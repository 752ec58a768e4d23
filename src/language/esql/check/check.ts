import type { Diagnostic } from "../../../text/diagnostic.ts";
import type { Source } from "../../../text/source.ts";
import type { Assignment, Command, EsqlQuery, FromCommand, LimitCommand, RowCommand, SortCommand } from "../ast.ts";
import type { CheckedCommand, CheckedEsql, Column, MetadataName, RowSource, TypedExpression } from "../checked.ts";
import type { EsqlType } from "../value.ts";
import { CheckContext, type CheckOptions, meant, shown } from "./checkContext.ts";
import { checkCondition, checkExpression, resolveColumn } from "./checkExpression.ts";
import { checkDissect, checkGrok } from "./checkExtraction.ts";
import { checkEnrich, checkLookupJoin } from "./checkLookup.ts";
import { checkDrop, checkKeep, checkRename } from "./checkProjection.ts";
import { checkStats } from "./checkStats.ts";
import type { ExpressionScope } from "./expressionScope.ts";
import { LiveColumns } from "./liveColumns.ts";
import type { QueryState, Step } from "./queryState.ts";
import { whyUnsupported } from "./unsupported.ts";

export interface CheckResult {
  /** Null when a diagnostic is an error. */
  readonly query: CheckedEsql | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves the names of a query and checks its types, as Elasticsearch's Analyzer and Verifier do.
 *
 * Every mapped field is a column of FROM, whatever the index patterns are. Nothing throws; a command that is wrong is
 * reported and, unless it decides what columns there are, the checking goes on behind it. Codes are ESQL101 and up, those
 * in `unsupportedCodes` mean that Elasticsearch may run what is not run here.
 */
export function check(query: EsqlQuery, source: Source, options: CheckOptions): CheckResult {
  const context = new CheckContext(source, options);
  const checked = checkCommands(context, query);
  const { diagnostics } = context;
  return { query: diagnostics.length === 0 ? checked : null, diagnostics };
}

function checkCommands(context: CheckContext, query: EsqlQuery): CheckedEsql | null {
  const [first, ...rest] = query.commands;
  const start = first === undefined ? undefined : checkSource(context, first);
  if (start === undefined) return null;
  let state = start.state;
  const commands: CheckedCommand[] = [];
  for (const command of rest) {
    const step = checkCommand(context, state, command);
    if (step === undefined) {
      if (definesColumns(command)) return null;
      continue;
    }
    state = step.state;
    commands.push(...step.commands);
  }
  return {
    source: start.row ?? sourceOf(context, first as FromCommand),
    commands,
    output: state.columns.listed(),
    width: context.width,
    isAggregating: commands.some((command) => command.kind === "stats" && !command.inline),
    readsClock: context.readsClock,
    isOpen: state.columns.isOpen,
  };
}

/** Whether what stands behind a command cannot be judged when the command is wrong. */
function definesColumns({ kind }: Command): boolean {
  return kind !== "where" && kind !== "sort" && kind !== "limit" && kind !== "keep" && kind !== "drop";
}

function checkSource(context: CheckContext, command: Command): { state: QueryState; row?: RowSource } | undefined {
  if (command.kind === "from") {
    const metadata = command.metadata.map((name) => metadataColumn(context, name));
    if (metadata.includes(undefined)) return undefined;
    return { state: { columns: LiveColumns.ofSource(context, metadata as Column[]) } };
  }
  if (command.kind === "row") return checkRow(context, command);
  return command.kind === "unsupported" ? refuse(context, command) : undefined;
}

function sourceOf(context: CheckContext, { indices }: FromCommand): CheckedEsql["source"] {
  const fields = [...context.sourceColumns.values()].filter(({ column }) => column.type !== "unsupported");
  return { kind: "from", indices: indices.map(({ name }) => name), fields, metadata: context.metadata };
}

/** The columns of METADATA (esql-metadata-fields.md); `_source` is the document's JSON text here. */
const metadataTypes: Readonly<Record<MetadataName, EsqlType>> = {
  _id: "keyword",
  _index: "keyword",
  _version: "long",
  _source: "keyword",
  _score: "double",
  _ignored: "keyword",
  _index_mode: "keyword",
  _tier: "keyword",
};

function metadataColumn(context: CheckContext, { name, span }: FromCommand["metadata"][number]): Column | undefined {
  if (Object.hasOwn(metadataTypes, name)) {
    const known = name as MetadataName;
    const existing = context.metadata.find((entry) => entry.name === known);
    if (existing !== undefined) return existing.column;
    const column = context.newColumn(name, metadataTypes[known]);
    context.metadata.push({ column, name: known });
    return column;
  }
  return context.report({
    code: "ESQL117",
    span,
    message: `unresolved metadata field [${shown(name)}]`,
    label: "not a metadata field",
    help:
      meant(context.nearNames(name, Object.keys(metadataTypes))) ??
      "write one of `_id`, `_index`, `_version`, `_source`",
  });
}

function checkRow(context: CheckContext, command: RowCommand): { state: QueryState; row: RowSource } | undefined {
  const none = LiveColumns.of(context, []);
  const scope = { find: none.find.bind(none), names: () => [], place: "ROW", noDocument: "after ROW" };
  const columns = assigned(context, command.fields, "ROW", () => scope);
  if (columns === undefined) return undefined;
  const live = LiveColumns.of(
    context,
    columns.map(({ column }) => column),
  );
  return { state: { columns: live, noDocument: "after ROW" }, row: { kind: "row", columns } };
}

function checkCommand(context: CheckContext, state: QueryState, command: Command): Step | undefined {
  switch (command.kind) {
    case "from":
    case "row":
      // The parser lets a source stand first only.
      return undefined;
    case "where": {
      const condition = checkCondition(context, scopeOf(state, "WHERE"), command.condition);
      return condition && { state, commands: [{ kind: "where", condition }] };
    }
    case "eval":
      return checkEval(context, state, command.fields);
    case "keep":
      return checkKeep(context, state, command);
    case "drop":
      return checkDrop(context, state, command);
    case "rename":
      return checkRename(context, state, command);
    case "sort":
      return checkSort(context, state, command);
    case "limit":
      return checkLimit(state, command);
    case "stats":
      return checkStats(context, state, command);
    case "dissect":
      return checkDissect(context, state, command);
    case "grok":
      return checkGrok(context, state, command);
    case "mvExpand":
      return checkMvExpand(context, state, command);
    case "lookupJoin":
      return checkLookupJoin(context, state, command);
    case "enrich":
      return checkEnrich(context, state, command);
    case "unsupported":
      return refuse(context, command);
  }
}

function scopeOf({ columns, noDocument }: QueryState, place: string): ExpressionScope {
  return {
    find: (name) => columns.find(name),
    names: () => columns.names(),
    place,
    ...(noDocument === undefined ? {} : { noDocument }),
  };
}

function checkEval(context: CheckContext, state: QueryState, fields: readonly Assignment[]): Step | undefined {
  let live = state.columns;
  const columns = assigned(context, fields, "EVAL", (column) => {
    if (column !== undefined) live = live.with([column]);
    return scopeOf({ ...state, columns: live }, "EVAL");
  });
  if (columns === undefined) return undefined;
  const last = columns.at(-1)?.column;
  return {
    state: { ...state, columns: last === undefined ? live : live.with([last]) },
    commands: [{ kind: "eval", columns }],
  };
}

/** Columns of EVAL or ROW; `scope` is told of each column before the next expression is read. */
function assigned(
  context: CheckContext,
  fields: readonly Assignment[],
  command: string,
  scope: (previous: Column | undefined) => ExpressionScope,
): { column: Column; expression: TypedExpression }[] | undefined {
  const columns: { column: Column; expression: TypedExpression }[] = [];
  for (const field of fields) {
    const expression = checkExpression(context, scope(columns.at(-1)?.column), field.expression);
    if (expression === undefined || !isStorable(context, expression.type, field, command)) return undefined;
    const name = field.name?.name ?? context.textAt(field.span);
    const type = expression.type === "text" && expression.kind !== "column" ? "keyword" : expression.type;
    columns.push({ column: context.newColumn(name, type), expression });
  }
  return columns;
}

/** Time spans are values of expressions, not of columns (Verifier: `type [time_duration] not supported in EVAL`). */
function isStorable(context: CheckContext, type: EsqlType, field: Assignment, command: string): boolean {
  if (type !== "date_period" && type !== "time_duration") return true;
  context.report({
    code: "ESQL112",
    span: field.span,
    message: `${command} does not support type [${type}] as the value of a column`,
    label: "a time span",
    help: "write the time span where it is added to a date",
  });
  return false;
}

function checkSort(context: CheckContext, state: QueryState, command: SortCommand): Step | undefined {
  const scope = scopeOf(state, "SORT");
  const orders = command.orders.map((order) => {
    const expression = checkExpression(context, scope, order.expression);
    if (expression === undefined) return undefined;
    if (expression.type === "geo_point") {
      return context.report({
        code: "ESQL119",
        span: order.span,
        message: `cannot sort on [${expression.type}]`,
        label: "points have no order",
      });
    }
    const { direction } = order;
    const nulls = order.nulls ?? (direction === "asc" ? "last" : "first");
    return { expression, direction, nulls } as const;
  });
  if (orders.some((order) => order === undefined)) return undefined;
  return {
    state,
    commands: [{ kind: "sort", orders: orders.flatMap((order) => (order === undefined ? [] : [order])) }],
  };
}

function checkLimit(state: QueryState, { count }: LimitCommand): Step | undefined {
  // The parser has refused all but a whole number.
  if (count.kind !== "number") return undefined;
  return {
    state: { ...state, noDocument: "after LIMIT" },
    commands: [{ kind: "limit", count: Number(count.value) }],
  };
}

function checkMvExpand(
  context: CheckContext,
  state: QueryState,
  { column: node }: Extract<Command, { kind: "mvExpand" }>,
): Step | undefined {
  const old = resolveColumn(context, state.columns, node);
  if (old === undefined) return undefined;
  const column = context.newColumn(old.name, old.type);
  return {
    state: { columns: state.columns.replaced(old, column), noDocument: "after MV_EXPAND" },
    commands: [{ kind: "mvExpand", from: old.slot, column }],
  };
}

function refuse(context: CheckContext, { name, span }: Extract<Command, { kind: "unsupported" }>): undefined {
  return context.report({
    code: "ESQL140",
    span: { start: span.start, end: span.start + name.length },
    message: `command [${name}] is not supported here`,
    label: whyUnsupported(name),
  });
}
