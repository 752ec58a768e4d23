import type { Source } from "../../text/source.ts";
import type { Command, Expression } from "./ast.ts";
import {
  levelOf,
  levels,
  printAggregate,
  printAssignment,
  printAt,
  printCommand,
  printExpression,
  printIndex,
  printName,
  printOrder,
  printPattern,
  printRenaming,
} from "./print.ts";
import { quoteString } from "./quoteString.ts";

/** Lines are kept to this many UTF-16 units where the grammar has a place to break them. */
const width = 100;
const step = 4;

/** A command's lines, from its name; the pipe is the caller's. Expressions without a name are kept as they were written. */
export function formatCommand(command: Command, source: Source): string[] {
  const flat = printCommand(command, source);
  if (fits(flat, 2)) return [flat];
  switch (command.kind) {
    case "where":
      return headed("WHERE", conditionLines(command.condition, step));
    case "eval":
    case "row":
      return [command.kind.toUpperCase(), ...elements(command.fields.map((field) => assignmentLines(field, source)))];
    case "stats":
      return statsLines(command, source);
    case "keep":
    case "drop":
      return headed(command.kind.toUpperCase(), filled(command.columns.map(printPattern)));
    case "rename":
      return ["RENAME", ...elements(command.renamings.map((renaming) => [printRenaming(renaming)]))];
    case "sort":
      return ["SORT", ...elements(command.orders.map((order) => [printOrder(order)]))];
    case "from":
      return fromLines(command);
    case "grok":
      return [
        `GROK ${printAt(command.input, levels.primary)}`,
        ...elements(command.patterns.map(({ value }) => [quoteString(value)])),
      ];
    default:
      return [flat];
  }
}

function fits(text: string, indent: number): boolean {
  return text.length + indent <= width && !text.includes("\n");
}

/** The first line behind the command's name. */
function headed(name: string, [first, ...rest]: readonly string[]): string[] {
  return [`${name} ${first}`, ...rest.map((line) => indented(line, step))];
}

function indented(line: string, by: number): string {
  return `${" ".repeat(by)}${line}`;
}

/** One element a line, with commas. */
function elements(parts: readonly (readonly string[])[]): string[] {
  return withCommas(parts).map((line) => indented(line, step));
}

function withCommas(parts: readonly (readonly string[])[]): string[] {
  return parts.flatMap((lines, at) => {
    if (at === parts.length - 1) return lines;
    return lines.map((line, index) => (index === lines.length - 1 ? `${line},` : line));
  });
}

/** As many on a line as fit. */
function filled(parts: readonly string[]): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [at, part] of parts.entries()) {
    const next = at === parts.length - 1 ? part : `${part},`;
    const joined = line === "" ? next : `${line} ${next}`;
    if (line !== "" && joined.length + 2 * step > width) {
      lines.push(line);
      line = next;
    } else line = joined;
  }
  return [...lines, line];
}

function fromLines({ indices, metadata }: Extract<Command, { kind: "from" }>): string[] {
  const lines = headed("FROM", filled(indices.map(({ name }) => printIndex(name))));
  if (metadata.length > 0) lines.push(indented(`METADATA ${metadata.map(({ name }) => name).join(", ")}`, step));
  return lines;
}

function statsLines(command: Extract<Command, { kind: "stats" }>, source: Source): string[] {
  const { inline, aggregates, by } = command;
  const lines = [
    inline ? "INLINE STATS" : "STATS",
    ...elements(aggregates.map((node) => aggregateLines(node, source))),
  ];
  if (by.length === 0) return lines;
  const [first, ...rest] = filled(by.map((field) => printAssignment(field, source)));
  return [...lines, indented(`BY ${first}`, step), ...rest.map((line) => indented(line, 2 * step))];
}

function aggregateLines(node: Parameters<typeof printAggregate>[0], source: Source): string[] {
  const flat = printAggregate(node, source);
  if (fits(flat, step + 1) || node.name === null || node.filter === null) return [flat];
  const call = `${printName(node.name.name)} = ${printExpression(node.expression)}`;
  const [first, ...rest] = conditionLines(node.filter, 2 * step);
  return [call, indented(`WHERE ${first}`, step), ...rest.map((line) => indented(line, 2 * step))];
}

function assignmentLines(field: Parameters<typeof printAssignment>[0], source: Source): string[] {
  const flat = printAssignment(field, source);
  if (fits(flat, step + 1) || field.name === null) return [flat];
  const [first, ...rest] = conditionLines(field.expression, step);
  return [`${printName(field.name.name)} = ${first}`, ...rest];
}

/** An expression broken at AND and OR, at the arguments of a call and the values of IN, outermost first. */
function conditionLines(expression: Expression, indent: number, wanted = 0): string[] {
  const flat = printAt(expression, wanted);
  if (fits(flat, indent)) return [flat];
  if (levelOf(expression) < wanted)
    return ["(", ...conditionLines(expression, indent + 2).map((line) => indented(line, 2)), ")"];
  switch (expression.kind) {
    case "and":
    case "or":
      return logicalLines(expression, indent);
    case "not":
      return prefixed("NOT ", conditionLines(expression.operand, indent + 4, levels.not));
    case "call":
      return callLines(expression, indent);
    case "in":
      return inLines(expression);
    default:
      return [flat];
  }
}

function prefixed(prefix: string, [first, ...rest]: readonly string[]): string[] {
  return [`${prefix}${first}`, ...rest];
}

function logicalLines(
  expression: Extract<Expression, { kind: "and" | "or"; left: Expression }>,
  indent: number,
): string[] {
  const { kind } = expression;
  const parts: Expression[] = [];
  let rest: Expression = expression;
  while (rest.kind === kind) {
    parts.push(rest.right);
    rest = rest.left;
  }
  const first = conditionLines(rest, indent, levels[kind]);
  const others = parts.reverse().map((part) => conditionLines(part, indent + 4, levels[kind] + 1));
  return [...first, ...others.flatMap((lines) => prefixed(`${kind.toUpperCase()} `, lines))];
}

function callLines(call: Extract<Expression, { kind: "call" }>, indent: number): string[] {
  const { args, options } = call;
  if (args.length === 0 || options.length > 0) return [printExpression(call)];
  const open = printExpression({ ...call, args: [] }).slice(0, -1);
  const parts = args.map((argument) => conditionLines(argument, indent + 2));
  return [open, ...withCommas(parts).map((line) => indented(line, 2)), ")"];
}

function inLines(expression: Extract<Expression, { kind: "in" }>): string[] {
  const { operand, negated, values } = expression;
  const open = `${printAt(operand, levels.comparison)} ${negated ? "NOT " : ""}IN (`;
  return [
    open,
    ...filled(values.map((value) => printAt(value, levels.comparison))).map((line) => indented(line, 2)),
    ")",
  ];
}

/** Comments between commands, by the command they stand before; those behind the last one at the end. */
export interface CommentedCommand {
  readonly command: Command;
  /** On lines of their own before it. */
  readonly before: readonly string[];
  /** Behind it, on its last line. */
  readonly behind: string | null;
  /** As written, when comments stand within it. */
  readonly verbatim: string | null;
}

/** The query with one command a line, or several lines for a long one; comments between commands stay where they are. */
export function format(commands: readonly CommentedCommand[], after: readonly string[], source: Source): string {
  const lines: string[] = [];
  for (const [at, { command, before, behind, verbatim }] of commands.entries()) {
    lines.push(...before);
    const own = verbatim === null ? formatCommand(command, source) : [verbatim];
    const shown = at === 0 ? own : prefixed("| ", own);
    lines.push(...shown.slice(0, -1), `${shown[shown.length - 1]}${behind === null ? "" : ` ${behind}`}`);
  }
  return [...lines, ...after].join("\n");
}
