import { didYouMean } from "../../text/didYouMean.ts";
import { shorten } from "../../text/reports.ts";
import type { EqlExpression, PipeNode } from "./ast.ts";
import type { ExpressionParser } from "./expressionParser.ts";
import type { Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

/** Pipes that Elasticsearch knows by name and refuses, each with what to write instead (eql facts §10). */
const legacyPipes: ReadonlyMap<string, string> = new Map([
  ["count", "remove it, or use a threshold rule"],
  ["filter", "put the condition behind `where`"],
  ["sort", "remove it: results are in order of time"],
  ["unique", "remove it; a sequence `by` the field tells its values apart"],
  ["unique_count", "remove it, or use a threshold rule with cardinality"],
]);

/** The pipes behind a query, up to its end; one that is refused is left out. */
export function parsePipes(cursor: TokenCursor, expressions: ExpressionParser): PipeNode[] {
  const pipes: PipeNode[] = [];
  while (cursor.isOperator("|") || cursor.isOperator("||")) {
    cursor.next();
    const pipe = parsePipe(cursor, expressions);
    if (pipe !== null) pipes.push(pipe);
    while (!endsHere(cursor)) cursor.next();
  }
  return pipes;
}

function endsHere(cursor: TokenCursor): boolean {
  return cursor.atEnd || cursor.isOperator("|");
}

function parsePipe(cursor: TokenCursor, expressions: ExpressionParser): PipeNode | null {
  const name = cursor.peek();
  if (name.kind !== "word") {
    cursor.expected("a pipe's name after `|`", "remove the `|`; write `or` for alternatives");
    return null;
  }
  cursor.next();
  if (name.text !== "head" && name.text !== "tail") {
    refuse(cursor, name);
    return null;
  }
  const [count, ...more] = parseArguments(cursor, expressions);
  const span = cursor.spanFrom(name.start);
  if (count !== undefined && more.length === 0) return { kind: name.text, span, count };
  const found = count === undefined ? 0 : more.length + 1;
  cursor.reports.add({
    code: "EQL063",
    message: `pipe \`${name.text}\` takes exactly one argument, found ${found}`,
    span,
    help: `write how many results to keep: \`${name.text} 10\``,
  });
  return null;
}

function parseArguments(cursor: TokenCursor, expressions: ExpressionParser): EqlExpression[] {
  if (endsHere(cursor)) return [];
  const found: EqlExpression[] = [];
  const before = cursor.position;
  do found.push(expressions.argument());
  while (cursor.takeOperator(","));
  // What is no argument at all was reported as such.
  if (!endsHere(cursor) && cursor.position > before)
    cursor.expected("`|` or the end of the query", "a pipe takes one number, and nothing more");
  return found;
}

function refuse(cursor: TokenCursor, name: Token): void {
  const shown = shorten(name.text);
  const instead = legacyPipes.get(name.text);
  if (instead !== undefined) {
    const message = `pipe \`${shown}\` is refused by Elasticsearch`;
    cursor.reports.add({ code: "EQL033", message, span: name, help: instead });
    return;
  }
  const [nearest] = didYouMean(name.text, ["head", "tail"]);
  const help =
    nearest === undefined
      ? "EQL has the pipes `head` and `tail` only; alternatives are written with `or`"
      : `did you mean \`${nearest}\`?`;
  cursor.reports.add({ code: "EQL034", message: `unknown pipe \`${shown}\``, span: name, help });
}
