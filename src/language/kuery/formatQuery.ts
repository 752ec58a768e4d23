import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { ConditionNode, KueryExpression, Tree } from "./ast.ts";
import { parse } from "./parser.ts";
import { print, printCondition, printOperand } from "./print.ts";

/** What became of a query that was to be laid out. */
export type FormatResult =
  | { readonly kind: "formatted"; readonly text: string }
  /** It does not parse. */
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] };

const longestLine = 120;

/**
 * Lays a query out: on one line if it is short enough, else each operand of the outermost `and` or `or` on a line of its
 * own, the keyword at the line's end. KQL has no comments, so nothing is lost. Never throws.
 */
export function formatQuery(source: Source): FormatResult {
  const { query, diagnostics } = parse(source);
  if (query === null) return { kind: "invalid", diagnostics };
  const line = print(query);
  const isShort = query.expression === null || line.length <= longestLine;
  return { kind: "formatted", text: isShort ? line : lines(query.expression, line) };
}

function lines(expression: KueryExpression, line: string): string {
  if (expression.kind !== "and" && expression.kind !== "or") return line;
  const print = (operand: Tree<ConditionNode>) => printOperand(operand, printCondition, expression.kind);
  return expression.operands.map(print).join(` ${expression.kind}\n`);
}
