import type { DissectCommand, Expression, GrokCommand, StringNode } from "../ast.ts";
import type { Column, TypedExpression } from "../checked.ts";
import { compileDissect } from "../functions/dissect.ts";
import { compileGrok } from "../functions/grok.ts";
import type { EsqlType } from "../value.ts";
import { type CheckContext, shown } from "./checkContext.ts";
import { checkExpression } from "./checkExpression.ts";
import type { QueryState, Step } from "./queryState.ts";

/** DISSECT: a keyword column for each key of the pattern, appended, in place of columns of their names. */
export function checkDissect(context: CheckContext, state: QueryState, command: DissectCommand): Step | undefined {
  const input = checkInput(context, state, command.input, "DISSECT");
  const appendSeparator = command.appendSeparator?.value ?? "";
  const compiled = compileDissect(command.pattern.value, appendSeparator);
  if ("problem" in compiled) return badPattern(context, command.pattern, compiled.problem, "DISSECT");
  if (input === undefined) return undefined;
  const columns = compiled.keys.map((key) => ({ key, column: context.newColumn(key, "keyword") }));
  const pattern = command.pattern.value;
  return extracted(state, columns, { kind: "dissect", input, pattern, appendSeparator, columns });
}

/** GROK: a column for each name of the patterns, of the type that the pattern gives it. */
export function checkGrok(context: CheckContext, state: QueryState, command: GrokCommand): Step | undefined {
  const input = checkInput(context, state, command.input, "GROK");
  const types = new Map<string, EsqlType>();
  for (const pattern of command.patterns) {
    const compiled = compileGrok(pattern.value);
    if ("problem" in compiled) return badPattern(context, pattern, compiled.problem, "GROK");
    for (const { name, type } of compiled.keys) {
      const known = types.get(name);
      if (known !== undefined && known !== type)
        return badPattern(context, pattern, conflict(name, known, type), "GROK");
      types.set(name, type);
    }
  }
  if (input === undefined) return undefined;
  const columns = [...types].map(([key, type]) => ({ key, column: context.newColumn(key, type) }));
  return extracted(state, columns, {
    kind: "grok",
    input,
    patterns: command.patterns.map(({ value }) => value),
    columns,
  });
}

function conflict(name: string, known: EsqlType, type: EsqlType): string {
  return `the attribute [${name}] is defined multiple times with different types, ${known} and ${type}`;
}

function extracted(
  state: QueryState,
  columns: readonly { readonly key: string; readonly column: Column }[],
  command: Step["commands"][number],
): Step {
  return { state: { ...state, columns: state.columns.with(columns.map(({ column }) => column)) }, commands: [command] };
}

function checkInput(
  context: CheckContext,
  state: QueryState,
  node: Expression,
  name: string,
): TypedExpression | undefined {
  const { columns, noDocument } = state;
  const input = checkExpression(
    context,
    {
      find: (column) => columns.find(column),
      names: () => columns.names(),
      place: name,
      ...(noDocument === undefined ? {} : { noDocument }),
    },
    node,
  );
  if (input === undefined || input.type === "keyword" || input.type === "text" || input.type === "null") return input;
  return context.report({
    code: "ESQL105",
    span: node.span,
    message: `${name} only supports KEYWORD or TEXT values, found expression [${context.textOf(node.span)}] type [${input.type}]`,
    help: "convert it with `TO_STRING(…)`",
  });
}

function badPattern(context: CheckContext, { value, span }: StringNode, problem: string, name: string): undefined {
  return context.report({
    code: "ESQL114",
    span,
    message: `invalid pattern for ${name}: [${shown(value)}]`,
    label: problem,
  });
}
