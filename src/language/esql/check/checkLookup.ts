import { wildcardMatcher } from "../../../text/wildcard.ts";
import type { EnrichCommand, LookupJoinCommand, NameNode } from "../ast.ts";
import type { Column, LocalTable } from "../checked.ts";
import { withoutText } from "../functions/types.ts";
import type { EsqlType } from "../value.ts";
import { type CheckContext, meant, shown } from "./checkContext.ts";
import { resolveColumn } from "./checkExpression.ts";
import type { QueryState, Step } from "./queryState.ts";

type TableColumn = { readonly tableColumn: string; readonly column: Column };

/** LOOKUP JOIN: all columns of a table but the keys, appended, in place of columns of their names. */
export function checkLookupJoin(
  context: CheckContext,
  state: QueryState,
  command: LookupJoinCommand,
): Step | undefined {
  const table = findTable(context, command.table, "LOOKUP JOIN");
  if (table === undefined) return undefined;
  const on = command.on.map((node) => joinKey(context, state, table, node, node.name));
  if (on.includes(undefined)) return undefined;
  const keys = new Set(command.on.map(({ name }) => name));
  const columns = table.columns.filter(({ name }) => !keys.has(name)).map((column) => tableColumn(context, column));
  return lookedUp(state, "join", table, on as Keys, columns);
}

/**
 * ENRICH: columns of a table whose first column is what is matched, by default with a column of its name
 * (esql/_snippets/commands/layout/enrich.md); without WITH all of them.
 */
export function checkEnrich(context: CheckContext, state: QueryState, command: EnrichCommand): Step | undefined {
  const table = findTable(context, command.policy, "ENRICH");
  const key = table?.columns[0];
  if (table === undefined || key === undefined) return undefined;
  const node = command.on ?? { name: key.name, span: command.policy.span };
  const on = joinKey(context, state, table, node, key.name);
  if (on === undefined) return undefined;
  if (command.with.length === 0) {
    const columns = table.columns.slice(1).map((column) => tableColumn(context, column));
    return lookedUp(state, "enrich", table, [on], columns);
  }
  const columns: TableColumn[] = [];
  for (const { name, field } of command.with) {
    const matches = field.isPattern
      ? wildcardMatcher(field.name, { ignoreCase: false })
      : (each: string) => each === field.name;
    const found = table.columns.filter((column) => matches(column.name));
    if (found.length === 0) return noTableColumn(context, table, field);
    columns.push(...found.map((column) => tableColumn(context, column, name?.name)));
  }
  return lookedUp(state, "enrich", table, [on], columns);
}

type Keys = readonly { readonly slot: number; readonly tableColumn: string }[];

function lookedUp(
  state: QueryState,
  mode: "join" | "enrich",
  table: LocalTable,
  on: Keys,
  columns: readonly TableColumn[],
): Step {
  return {
    state: {
      columns: state.columns.with(columns.map(({ column }) => column)),
      ...(mode === "join"
        ? { noDocument: "after LOOKUP JOIN" }
        : state.noDocument === undefined
          ? {}
          : { noDocument: state.noDocument }),
    },
    commands: [{ kind: "lookup", mode, table, on, columns }],
  };
}

function tableColumn(
  context: CheckContext,
  { name, type }: LocalTable["columns"][number],
  as: string | undefined = name,
): TableColumn {
  return { tableColumn: name, column: context.newColumn(as ?? name, type) };
}

function findTable(context: CheckContext, { name, span }: NameNode, command: string): LocalTable | undefined {
  const table = context.options.tables?.(name);
  if (table !== undefined) return table;
  return context.report({
    code: "ESQL143",
    span,
    message: `no table [${shown(name)}] for ${command}`,
    label: "not among the tables beside the rules",
    help: "Elasticsearch would look it up in an index; give it as a table of that name",
  });
}

function joinKey(
  context: CheckContext,
  state: QueryState,
  table: LocalTable,
  node: NameNode,
  tableKey: string,
): Keys[number] | undefined {
  const left = resolveColumn(context, state.columns, node);
  if (left === undefined) return undefined;
  const right = table.columns.find(({ name }) => name === tableKey);
  if (right === undefined) return noTableColumn(context, table, node);
  if (joins(left.type, right.type)) return { slot: left.slot, tableColumn: right.name };
  return context.report({
    code: "ESQL122",
    span: node.span,
    message: `JOIN left field [${shown(node.name)}] of type [${left.type}] is incompatible with right field [${right.name}] of type [${right.type}]`,
    help: "convert one of them before",
  });
}

const numbers: readonly EsqlType[] = ["integer", "long", "double"];

function joins(left: EsqlType, right: EsqlType): boolean {
  return withoutText(left) === withoutText(right) || (numbers.includes(left) && numbers.includes(right));
}

function noTableColumn(context: CheckContext, table: LocalTable, { name, span }: NameNode): undefined {
  return context.report({
    code: "ESQL122",
    span,
    message: `unknown column [${shown(name)}] in table [${shown(table.name)}]`,
    label: "the table has no such column",
    help: meant(
      context.nearNames(
        name,
        table.columns.map((column) => column.name),
      ),
    ),
  });
}
