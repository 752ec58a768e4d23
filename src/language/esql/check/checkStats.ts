import type { AggregateNode, Assignment, Expression, StatsCommand } from "../ast.ts";
import type { CheckedAggregate, Column, TypedExpression } from "../checked.ts";
import { aggregateFunctions } from "../functions/aggregates/index.ts";
import type { CheckContext } from "./checkContext.ts";
import { checkCondition, checkExpression } from "./checkExpression.ts";
import type { CallNode, ExpressionScope } from "./expressionScope.ts";
import type { LiveColumns } from "./liveColumns.ts";
import { LiveColumns as Columns } from "./liveColumns.ts";
import type { QueryState, Step } from "./queryState.ts";
import { checkArguments } from "./typedCall.ts";

type Computed = { readonly column: Column; readonly expression: TypedExpression };

/**
 * STATS and INLINE STATS: aggregates, then what is computed of them and of the group, then the groups.
 *
 * The aggregates read the columns before, and those of BY by their names; outside of an aggregate only what BY names can
 * be read (Analyzer.resolveAggregate, Verifier.checkAggregate). Of columns of one name the last counts, a group's before
 * all (esql/_snippets/commands/layout/stats-by.md). INLINE STATS appends them all to the columns before.
 */
export function checkStats(context: CheckContext, state: QueryState, command: StatsCommand): Step | undefined {
  const by = checkGroups(context, state, command.by);
  if (by === undefined) return undefined;
  const stats = new StatsCheck(context, state, command, by);
  const computed = command.aggregates.map((node) => stats.check(node));
  if (computed.includes(undefined)) return undefined;
  const columns = [...(computed as Column[]), ...by.map(({ column }) => column)];
  const live = command.inline ? state.columns.with(columns) : Columns.of(context, columns);
  const { aggregates, after } = stats;
  return {
    state: { columns: live, noDocument: `after ${command.inline ? "INLINE STATS" : "STATS"}` },
    commands: [{ kind: "stats", inline: command.inline, aggregates, by, after }],
  };
}

function checkGroups(context: CheckContext, state: QueryState, nodes: readonly Assignment[]): Computed[] | undefined {
  let live = state.columns;
  const groups: Computed[] = [];
  for (const node of nodes) {
    const scope = { ...rowScope(state, live, "BY"), isGrouping: true };
    const expression = checkExpression(context, scope, node.expression);
    if (expression === undefined || !isGroupable(context, expression, node)) return undefined;
    const type = expression.type === "text" ? "keyword" : expression.type;
    const column = context.newColumn(node.name?.name ?? nameOf(context, node), type);
    groups.push({ column, expression });
    if (node.name !== null) live = live.with([column]);
  }
  return groups;
}

function nameOf(context: CheckContext, node: Assignment): string {
  return node.expression.kind === "column" ? node.expression.name : context.textAt(node.span);
}

function isGroupable(context: CheckContext, { type }: TypedExpression, node: Assignment): boolean {
  if (type !== "date_period" && type !== "time_duration") return true;
  context.report({
    code: "ESQL112",
    span: node.span,
    message: `cannot group by on [${type}] type`,
    label: "a time span",
  });
  return false;
}

function rowScope({ noDocument }: QueryState, columns: LiveColumns, place: string): ExpressionScope {
  return {
    find: (name) => columns.find(name),
    names: () => columns.names(),
    place,
    ...(noDocument === undefined ? {} : { noDocument }),
  };
}

class StatsCheck {
  readonly aggregates: CheckedAggregate[] = [];
  readonly after: Computed[] = [];
  readonly #context: CheckContext;
  readonly #rows: ExpressionScope;
  readonly #groups: ReadonlyMap<string, Column>;
  readonly #groupTexts = new Map<string, Column>();
  readonly #name: string;

  constructor(context: CheckContext, state: QueryState, { inline, by: nodes }: StatsCommand, by: readonly Computed[]) {
    this.#context = context;
    this.#name = inline ? "INLINE STATS" : "STATS";
    const columns = state.columns.with(by.map(({ column }) => column));
    this.#rows = { ...rowScope(state, columns, this.#name), isInAggregate: true };
    this.#groups = new Map(by.map(({ column }) => [column.name, column]));
    for (const [at, { column }] of by.entries()) {
      const { expression } = nodes[at]!;
      if (expression.kind === "column") this.#groupTexts.set(expression.name, column);
      else this.#groupTexts.set(compact(context.textAt(expression.span)), column);
    }
  }

  /** The column of one aggregate expression. */
  check(node: AggregateNode): Column | undefined {
    const filter = node.filter === null ? undefined : checkCondition(this.#context, this.#rows, node.filter);
    if (node.filter !== null && filter === undefined) return undefined;
    const before = this.aggregates.length;
    const expression = checkExpression(this.#context, this.#scope(filter), node.expression);
    if (expression === undefined) return undefined;
    if (this.aggregates.length === before && expression.kind !== "column") return this.#noAggregate(node);
    const name = node.name?.name ?? this.#context.textAt(node.span);
    const last = this.aggregates.at(-1);
    if (last !== undefined && expression.kind === "column" && expression.slot === last.column.slot) {
      const column = { ...last.column, name };
      this.aggregates[this.aggregates.length - 1] = { ...last, column };
      return column;
    }
    const column = this.#context.newColumn(name, expression.type);
    this.after.push({ column, expression });
    return column;
  }

  /** Outside of aggregates: groups by their names or their texts, and calls of aggregates. */
  #scope(filter: TypedExpression | undefined): ExpressionScope {
    return {
      find: (name) => this.#groups.get(name) ?? this.#rows.find(name),
      names: this.#rows.names,
      place: this.#name,
      noDocument: "in STATS",
      aggregate: (node) => this.#aggregate(node, filter),
      grouped: (node) => this.#grouped(node),
      refuse: (column, node) => this.#refuseRowColumn(column, node),
    };
  }

  #grouped(node: Expression): TypedExpression | undefined {
    if (node.kind === "string" || node.kind === "number" || this.#groupTexts.size === 0) return undefined;
    const text = node.kind === "column" ? node.name : compact(this.#context.textAt(node.span));
    const column = this.#groupTexts.get(text) ?? (node.kind === "column" ? this.#groups.get(text) : undefined);
    return column && { kind: "column", type: column.type, slot: column.slot, name: column.name };
  }

  #refuseRowColumn(column: Column, node: Expression): boolean {
    if (this.#groups.get(column.name) === column) return false;
    this.#context.report({
      code: "ESQL115",
      span: node.span,
      message: `column [${column.name}] must appear in the STATS BY clause or be used in an aggregate function`,
      label: "a group has many values of it",
      help: `add it to BY, or aggregate it, such as with \`VALUES(${column.name})\``,
    });
    return true;
  }

  #aggregate(node: CallNode, filter: TypedExpression | undefined): TypedExpression | undefined {
    const definition = aggregateFunctions.get(node.name)!;
    const nodes = node.args.filter((arg) => arg.kind !== "star");
    if (nodes.length < node.args.length && (definition.name !== "count" || node.args.length > 1)) {
      return this.#context.report({
        code: "ESQL107",
        span: node.span,
        message: "a star stands only in COUNT(*)",
        help: "name a column",
      });
    }
    const args = nodes.map((arg) => checkExpression(this.#context, this.#rows, arg));
    if (args.includes(undefined)) return undefined;
    const call = { name: node.name, args: args as TypedExpression[], nodes, span: node.span, nameSpan: node.nameSpan };
    const fitted = checkArguments(this.#context, definition, call);
    if (fitted === undefined) return undefined;
    const type = definition.resultType(fitted.map((arg) => arg.type));
    if (typeof type !== "string") {
      return this.#context.report({
        code: "ESQL105",
        span: node.span,
        message: `[${node.name}] has arguments of the wrong types: ${type.problem}`,
      });
    }
    const column = this.#context.newColumn(this.#context.textAt(node.span), type);
    this.aggregates.push({ column, name: definition.name, args: fitted, ...(filter === undefined ? {} : { filter }) });
    return { kind: "column", type, slot: column.slot, name: column.name };
  }

  #noAggregate(node: AggregateNode): undefined {
    return this.#context.report({
      code: "ESQL121",
      span: node.expression.span,
      message: `expected an aggregate function but found [${this.#context.textOf(node.expression.span)}]`,
      label: "no aggregate in it",
      help: "write an aggregate such as `COUNT(*)`, or compute the column with EVAL behind STATS",
    });
  }
}

/** The text of an expression without spaces and case, as equal expressions of BY and of an aggregate are found. */
function compact(text: string): string {
  return text.includes('"') ? text.trim() : text.replace(/\s+/g, "").toLowerCase();
}
