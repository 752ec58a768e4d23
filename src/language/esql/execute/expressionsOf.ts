import type { CheckedCommand, TypedExpression } from "../checked.ts";

/** The expressions of a command, in order. */
export function expressionsOf(command: CheckedCommand): readonly TypedExpression[] {
  switch (command.kind) {
    case "where":
      return [command.condition];
    case "eval":
      return command.columns.map(({ expression }) => expression);
    case "sort":
      return command.orders.map(({ expression }) => expression);
    case "stats":
      return [
        ...command.aggregates.flatMap(({ args, filter }) => (filter === undefined ? args : [...args, filter])),
        ...[...command.by, ...command.after].map(({ expression }) => expression),
      ];
    case "dissect":
    case "grok":
      return [command.input];
    default:
      return [];
  }
}

type DocumentExpression = Extract<TypedExpression, { kind: "document" }>;

/** What KQL() and MATCH() ask of documents, anywhere in some commands. */
export function documentsOf(commands: readonly CheckedCommand[]): readonly DocumentExpression[] {
  const documents = (expression: TypedExpression): readonly DocumentExpression[] =>
    expression.kind === "document"
      ? [expression]
      : expression.kind === "call"
        ? expression.args.flatMap(documents)
        : [];
  return commands.flatMap((command) => expressionsOf(command).flatMap(documents));
}
