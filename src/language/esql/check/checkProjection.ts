import type { DropCommand, KeepCommand, NamePattern, RenameCommand } from "../ast.ts";
import type { Column } from "../checked.ts";
import { type CheckContext, shown } from "./checkContext.ts";
import { findColumn } from "./checkExpression.ts";
import type { LiveColumns } from "./liveColumns.ts";
import type { QueryState, Step } from "./queryState.ts";

/** A name counts more than a pattern, a pattern more than `*` (esql/_snippets/commands/layout/keep.md). */
const precedence = { name: 2, pattern: 1, star: 0 } as const;

interface Choice {
  readonly column: Column;
  readonly weight: number;
  readonly at: number;
}

/**
 * KEEP: columns in the order of what names them; of several that name one column the most exact counts, of equally exact
 * ones the last. `*` keeps the rest where it stands.
 */
export function checkKeep(context: CheckContext, state: QueryState, command: KeepCommand): Step | undefined {
  const { columns } = state;
  const choices = new Map<string, Choice>();
  let star = -1;
  for (const [at, node] of command.columns.entries()) {
    if (isStar(node) && columns.isOpen) star = at;
    const named = namedColumns(context, columns, node, isStar(node) && columns.isOpen);
    if (named === undefined) return undefined;
    const weight = isStar(node) ? precedence.star : node.isPattern ? precedence.pattern : precedence.name;
    for (const column of named) {
      const known = choices.get(column.name);
      if (known !== undefined && known.weight > weight) continue;
      choices.delete(column.name);
      choices.set(column.name, { column, weight, at });
    }
  }
  const ordered = [...choices.values()].sort((a, b) => a.at - b.at);
  const beforeStar = ordered.filter(({ at }) => star < 0 || at < star).map(({ column }) => column);
  const behind = ordered.filter(({ at }) => star >= 0 && at >= star).map(({ column }) => column);
  // A closed list is what stands behind a rest that is not there.
  const kept = star < 0 ? columns.kept([], false, beforeStar) : columns.kept(beforeStar, true, behind);
  return project(state, kept);
}

function isStar({ name, isPattern }: NamePattern): boolean {
  return isPattern && /^\*+$/.test(name);
}

function namedColumns(
  context: CheckContext,
  columns: LiveColumns,
  node: NamePattern,
  keepsRest: boolean,
): readonly Column[] | undefined {
  if (keepsRest) return [...columns.parts.first, ...columns.parts.last];
  if (!node.isPattern) {
    const column = findColumn(context, columns, node);
    return column && [column];
  }
  const matching = columns.matching(node.name);
  if (matching.length > 0) return matching;
  return context.report({
    code: "ESQL118",
    span: node.span,
    message: `no matches found for pattern [${shown(node.name)}]`,
    label: "no column has such a name",
    help: "a pattern must match some column that is there at this place",
  });
}

/** DROP: the columns named go; all others stay in order. */
export function checkDrop(context: CheckContext, state: QueryState, command: DropCommand): Step | undefined {
  const dropped = command.columns.map((node) => namedColumns(context, state.columns, node, false));
  if (dropped.includes(undefined)) return undefined;
  const names = dropped.flatMap((columns) => columns!.map(({ name }) => name));
  return project(state, state.columns.without(names));
}

/** RENAME: each column keeps its place and gets its new name, one renaming after the other. */
export function checkRename(context: CheckContext, state: QueryState, command: RenameCommand): Step | undefined {
  let { columns } = state;
  for (const { from, to } of command.renamings) {
    const old = findColumn(context, columns, from);
    if (old === undefined) return undefined;
    if (old.name !== to.name) columns = columns.replaced(old, { ...old, name: to.name });
  }
  return project(state, columns);
}

function project(state: QueryState, columns: LiveColumns): Step {
  return { state: { ...state, columns }, commands: [{ kind: "project", columns: columns.listed() }] };
}
