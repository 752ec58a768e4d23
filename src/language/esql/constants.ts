import { quoteText } from "../../text/reports.ts";
import type { Expression, StringNode } from "./ast.ts";
import { foreignWords } from "./foreign.ts";
import { beginsCommand, keywords, type Token } from "./token.ts";
import type { TokenCursor } from "./tokenCursor.ts";

const longestList = 16_384;
const integerMax = 2n ** 31n - 1n;
const longMax = 2n ** 63n - 1n;
const unsignedMax = 2n ** 64n - 1n;
const longestInteger = 40;

/** Units of time spans: of a duration, then of a calendar period (`EsqlDataTypeConverter.INTERVALS`). */
const timeUnits: ReadonlySet<string> = new Set(
  (
    "millisecond milliseconds ms second seconds sec s minute minutes min m hour hours h " +
    "day days d week weeks w month months mo quarter quarters q year years yr y"
  ).split(" "),
);

type NumberNode = Extract<Expression, { kind: "number" }>;

/**
 * A literal: a number with its sign, a time span, a string, `true`, `false`, `null` or a list of such; undefined, with
 * nothing taken, when something else stands here.
 */
export function readConstant(cursor: TokenCursor): Expression | undefined {
  const token = cursor.peek();
  switch (token.kind) {
    case "string":
      cursor.next();
      return { kind: "string", value: token.text, span: spanOf(token) };
    case "integer":
    case "decimal":
      return readNumber(cursor, token.start, "");
    case "operator":
      return readSigned(cursor, token) ?? (token.text === "[" ? readList(cursor) : undefined);
    case "word":
      return readWord(cursor, token);
    case "parameter":
      refuseParameter(cursor, token);
      return { kind: "null", span: spanOf(token) };
    default:
      return undefined;
  }
}

function readWord(cursor: TokenCursor, token: Token): Expression | undefined {
  const span = spanOf(token);
  if (cursor.takeWord("null")) return { kind: "null", span };
  if (cursor.takeWord("true")) return { kind: "boolean", value: true, span };
  if (cursor.takeWord("false")) return { kind: "boolean", value: false, span };
  return undefined;
}

function readSigned(cursor: TokenCursor, token: Token): Expression | undefined {
  const { kind } = cursor.peek(1);
  if ((token.text !== "-" && token.text !== "+") || (kind !== "integer" && kind !== "decimal")) return undefined;
  cursor.next();
  return readNumber(cursor, token.start, token.text === "-" ? "-" : "");
}

function readNumber(cursor: TokenCursor, start: number, sign: "-" | ""): Expression {
  const token = cursor.next();
  const number = numberOf(`${sign}${token.text}`, token.kind === "integer");
  if (number === undefined) return tooLarge(cursor, token);
  const unit = cursor.peek();
  if (token.kind === "integer" && unit.kind === "word" && !keywords.has(unit.folded)) {
    const span = timeSpan(cursor, start, number, unit);
    if (span !== undefined) return span;
  }
  return { ...number, span: cursor.spanFrom(start) };
}

/** An integer is an integer, else a long, an unsigned long or a double (`ExpressionBuilder.visitIntegerLiteral`). */
function numberOf(text: string, isInteger: boolean): Omit<NumberNode, "span"> | undefined {
  if (isInteger && text.length <= longestInteger) {
    const exact = BigInt(text);
    const value =
      exact >= -BigInt(Number.MAX_SAFE_INTEGER) && exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
    if (exact >= -integerMax - 1n && exact <= integerMax) return { kind: "number", value, type: "integer" };
    if (exact >= -longMax - 1n && exact <= longMax) return { kind: "number", value, type: "long" };
    if (exact >= 0n && exact <= unsignedMax) return { kind: "number", value, type: "unsigned_long" };
  }
  const value = Number(text);
  return Number.isFinite(value) ? { kind: "number", value, type: "double" } : undefined;
}

function tooLarge(cursor: TokenCursor, token: Token): Expression {
  cursor.report({
    code: "ESQL009",
    message: `number ${quoteText(token.text)} is too large`,
    span: token,
    label: "more than a double can hold",
    help: "the largest double is about 1.8e308",
  });
  return { kind: "number", value: 0, type: "double", span: spanOf(token) };
}

function timeSpan(
  cursor: TokenCursor,
  start: number,
  { value, type }: Omit<NumberNode, "span">,
  unit: Token,
): Expression | undefined {
  // What follows a number without AND, a comma or a pipe reads like its unit.
  if (!timeUnits.has(unit.folded) && beginsOther(cursor)) return undefined;
  cursor.next();
  const span = cursor.spanFrom(start);
  if (!timeUnits.has(unit.folded)) reportUnit(cursor, unit);
  else if (type !== "integer") {
    cursor.report({
      code: "ESQL012",
      message: "a time span of too many units",
      span,
      label: "an integer is wanted here, up to 2147483647",
      help: "write it in a larger unit",
    });
  }
  return { kind: "timeSpan", amount: Number(value), unit: unit.folded, span };
}

function beginsOther(cursor: TokenCursor): boolean {
  const token = cursor.peek(1);
  const { folded } = cursor.peek();
  if (foreignWords.has(folded) || beginsCommand(folded)) return true;
  if (token.kind === "word")
    return keywords.has(token.folded) && token.folded !== "by" && token.folded !== "and" && token.folded !== "or";
  return token.kind === "operator" && ["==", "!=", "<", "<=", ">", ">=", "=", ":", "::", "(", "."].includes(token.text);
}

function reportUnit(cursor: TokenCursor, unit: Token): void {
  cursor.report({
    code: "ESQL013",
    message: `unknown unit of time ${quoteText(unit.text)}`,
    span: unit,
    label: "a word behind a number is a unit of time",
    help: "write one of `ms`, `seconds`, `minutes`, `hours`, `days`, `weeks`, `months`, `quarters`, `years`",
  });
}

/** `[1, 2]`: numbers, texts or booleans, all of one kind (`parser/Expression.g4`, numericArrayLiteral and others). */
function readList(cursor: TokenCursor): Expression {
  const open = cursor.next();
  const items: Expression[] = [];
  do {
    const item = listItem(cursor, items[0]);
    if (item === undefined) return { kind: "list", items, span: cursor.spanFrom(open.start) };
    items.push(item);
    if (items.length > longestList) {
      refuseLongList(cursor, open);
      break;
    }
  } while (cursor.takeOperator(","));
  close(cursor, "]", open);
  return { kind: "list", items, span: cursor.spanFrom(open.start) };
}

function listItem(cursor: TokenCursor, first: Expression | undefined): Expression | undefined {
  const token = cursor.peek();
  const item = cursor.isOperator("[") ? undefined : readConstant(cursor);
  const isFit = item?.kind === "string" || item?.kind === "number" || item?.kind === "boolean";
  if (isFit && (first === undefined || first.kind === item.kind)) return item;
  if (cursor.isOperator("]") && first === undefined) {
    cursor.giveUp({
      code: "ESQL026",
      message: "empty list",
      span: { start: token.start, end: token.end },
      help: "write `null` for no value",
    });
  } else if (item !== undefined || !cursor.atCommandEnd) {
    cursor.giveUp({
      code: "ESQL040",
      message:
        first === undefined || isFit === false ? "a list holds literals only" : "a list of different kinds of values",
      span: item?.span ?? token,
      label:
        first !== undefined && isFit
          ? `not a ${first.kind} as the first value is`
          : "not a number, a text or a boolean",
      help: "values of columns are joined with `MV_APPEND(a, b)`; `IN` takes its list in parentheses",
    });
  } else cursor.expected("a value");
  return undefined;
}

/** Reports a list that no one can have meant. */
export function refuseLongList(cursor: TokenCursor, open: Token): void {
  cursor.giveUp({
    code: "ESQL014",
    message: `a list of more than ${longestList} values`,
    span: open,
    label: "opened here",
    help: "compare with a table by LOOKUP JOIN",
  });
}

export function isTooLong(values: readonly unknown[]): boolean {
  return values.length > longestList;
}

/** A string literal where only one can stand; null, reported and the rest of the command given up, when none is here. */
export function readString(cursor: TokenCursor, what: string, help?: string): StringNode | null {
  const token = cursor.peek();
  if (token.kind === "string") {
    cursor.next();
    return { value: token.text, span: spanOf(token) };
  }
  if (token.kind === "parameter") refuseParameter(cursor, token);
  else cursor.expected(what, help);
  return null;
}

/** `?name` stands for what the one who asks sends beside the query; a rule sends nothing. */
export function refuseParameter(cursor: TokenCursor, token: Token): void {
  cursor.giveUp({
    code: "ESQL011",
    message: `parameter ${quoteText(token.text)}`,
    span: token,
    label: "there is nobody to give its value",
    help: "write the value or the name itself",
  });
}

/** Takes a closing bracket, or reports which one was not closed. */
export function close(cursor: TokenCursor, closer: ")" | "]" | "}", open: Token): boolean {
  if (cursor.takeOperator(closer)) return true;
  if (cursor.isLost) return false;
  if (cursor.atCommandEnd) {
    const end = cursor.previousEnd;
    cursor.giveUp({
      code: "ESQL023",
      message: closer === ")" ? "unclosed parenthesis" : "unclosed bracket",
      span: open,
      label: "opened here",
      help: `close it with \`${closer}\``,
      also: { span: { start: end, end }, message: `\`${closer}\` is missing here at the latest` },
    });
  } else cursor.expected(`\`,\` or \`${closer}\``);
  return false;
}

export function spanOf({ start, end }: Token): { start: number; end: number } {
  return { start, end };
}
