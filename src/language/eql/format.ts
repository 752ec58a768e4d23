import type {
  CallNode,
  EqlExpression,
  EqlQuery,
  EventFilter,
  LogicalNode,
  NotNode,
  PredicateNode,
  SequenceItem,
} from "./ast.ts";
import type { Comment } from "./comments.ts";
import { level, levelOf, printAt, printCategory, printExpression, printItemTail, printJoinHead } from "./print.ts";

/** Lines are kept to this many UTF-16 units where the grammar has a place to break them. */
const width = 100;
const step = 2;

/**
 * The query laid out for people: on one line if it fits in 100 columns, else one condition a line, lists wrapped, the
 * items of a sequence one after another.
 *
 * Reading the result again gives the same tree but for spans. Of the comments those are kept that stand before or behind a
 * condition, an item or the query itself; the caller has to compare whether all were (`formatQuery` in this folder does).
 */
export function format(query: EqlQuery, comments: readonly Comment[] = []): string {
  return new Layout(comments).query(query);
}

/** Writes the tree from left to right, and the comments between its parts as they come up. */
class Layout {
  readonly #comments: readonly Comment[];
  /** How many comments are written. */
  #written = 0;

  constructor(comments: readonly Comment[]) {
    this.#comments = comments;
  }

  query(query: EqlQuery): string {
    const lines = this.#leading(query.span.start, 0);
    const pipes = query.pipes.map(({ kind, count }) => `| ${kind} ${printExpression(count)}`);
    if (query.kind === "event") lines.push(this.#event(query.event, 0, 0));
    else {
      lines.push(printJoinHead(query));
      const until = query.kind === "sequence" ? query.until : null;
      query.items.forEach((item, at) => {
        const next = query.items[at + 1] ?? until;
        lines.push(...this.#item(item, step, "", next?.span.start));
      });
      if (until !== null) lines.push(...this.#item(until, 0, "until "));
    }
    const flat = [...lines, ...pipes].join(" ");
    const isFlat = query.kind === "event" && !flat.includes("\n") && lines.length === 1 && flat.length <= width;
    const text = isFlat ? flat : [...lines, ...pipes].join("\n");
    return [`${text}${this.#trailing(Number.POSITIVE_INFINITY)}`, ...this.#leading(Number.POSITIVE_INFINITY, 0)].join(
      "\n",
    );
  }

  #item(item: SequenceItem, indent: number, lead: string, next = Number.POSITIVE_INFINITY): string[] {
    const comments = this.#leading(item.span.start, indent);
    const opening = `${pad(indent)}${lead}${item.missing ? "!" : ""}[`;
    const tail = `]${printItemTail(item)}`;
    const event = this.#event(item.event, indent, opening.length, tail.length);
    const closing = event.includes("\n") ? `\n${pad(indent)}${tail}` : tail;
    return [...comments, `${opening}${event}${closing}${this.#trailing(next)}`];
  }

  /** `column` is where it starts, `after` how much must follow on its last line. */
  #event(event: EventFilter, indent: number, column: number, after = 0): string {
    const { condition } = event;
    const head = `${printCategory(event)} where`;
    const flat = `${head} ${flatText(condition, level.or)}`;
    const end = Math.max(event.span.end, condition.span.end);
    if (this.#fits(flat, column, after) && !this.#hasComments(end)) return flat;
    const inner = indent + step;
    const text = this.#expression(condition, level.or, inner, inner);
    const rest = this.#leading(event.span.end, inner).map((line) => `\n${line}`);
    return `${head}\n${text.lead}${pad(inner)}${text.body}${this.#trailing(event.span.end)}${rest.join("")}`;
  }

  /** An expression that starts at a column, with the comments that must stand on lines of their own before it. */
  #expression(
    expression: EqlExpression,
    least: number,
    indent: number,
    column: number,
    after = 0,
  ): { readonly lead: string; readonly body: string } {
    const inParentheses = levelOf(expression) < least;
    const lead = this.#leading(startOf(expression), indent, inParentheses)
      .map((line) => `${line}\n`)
      .join("");
    return { lead, body: this.#body(expression, least, indent, column, after) };
  }

  #body(expression: EqlExpression, least: number, indent: number, column: number, after: number): string {
    const flat = flatText(expression, least);
    if (this.#fits(flat, column, after) && !this.#hasComments(expression.span.end)) return flat;
    if (levelOf(expression) < least) return `(${this.#broken(expression, indent)})`;
    switch (expression.kind) {
      case "and":
      case "or":
        return this.#chain(expression, indent, after);
      case "not":
        return this.#negation(expression, indent, column, after);
      case "predicate":
        return expression.list ? this.#list(expression, indent) : flat;
      case "call":
        return expression.args.length > 0 ? this.#call(expression, indent) : flat;
      default:
        return flat;
    }
  }

  /** On lines of its own, one step further in, the next line starting at the indentation. */
  #broken(expression: EqlExpression, indent: number): string {
    const inner = indent + step;
    const { lead, body } = this.#expression(expression, level.or, inner, inner);
    return `\n${lead}${pad(inner)}${body}${this.#closing(inner)}\n${pad(indent)}`;
  }

  #negation({ operand }: NotNode, indent: number, column: number, after: number): string {
    return `not ${this.#body(operand, level.not, indent, column + "not ".length, after)}`;
  }

  /** One operand a line. */
  #chain(expression: LogicalNode, indent: number, after: number): string {
    const operands = operandsOf(expression);
    let text = "";
    operands.forEach((operand, at) => {
      const next = operands[at + 1];
      const word = next === undefined ? "" : ` ${expression.kind}`;
      const least = leastIn(expression.kind);
      const { lead, body } = this.#expression(operand, least, indent, indent, word === "" ? after : word.length);
      text += at === 0 ? body : `\n${lead}${pad(indent)}${body}`;
      text += `${word}${next === undefined ? "" : this.#trailing(startOf(next))}`;
    });
    return text;
  }

  #list(expression: PredicateNode, indent: number): string {
    const operator = `${expression.negated ? "not " : ""}${expression.operator}`;
    const hasComments = this.#hasComments(expression.span.end);
    const values = hasComments
      ? this.#commentedValues(expression, indent + step)
      : filled(expression.values, indent + step);
    return `${printAt(expression.operand, level.primary)} ${operator} (\n${values.join("\n")}\n${pad(indent)})`;
  }

  /** A value a line, so that comments stay with theirs. */
  #commentedValues({ values, span }: PredicateNode, indent: number): string[] {
    const lines = values.flatMap((value, at) => {
      const next = values[at + 1];
      const lead = this.#leading(value.span.start, indent);
      const line = `${pad(indent)}${printExpression(value)}${next === undefined ? "" : ","}`;
      return [...lead, `${line}${this.#trailing(next?.span.start ?? span.end)}`];
    });
    return [...lines, ...this.#leading(span.end, indent)];
  }

  #call({ name, ignoreCase, args }: CallNode, indent: number): string {
    const inner = indent + step;
    const lines = args.map((arg) => `${pad(inner)}${this.#body(arg, level.or, inner, inner, 1)}`);
    return `${name}${ignoreCase ? "~" : ""}(\n${lines.join(",\n")}\n${pad(indent)})`;
  }

  #fits(text: string, column: number, after: number): boolean {
    return column + text.length + after <= width;
  }

  /** Whether a comment that is not written yet starts before the offset. */
  #hasComments(end: number): boolean {
    return this.#next(end) !== undefined;
  }

  /** The comments before the offset, each on a line of its own; those behind an opening parenthesis may be left. */
  #leading(offset: number, indent: number, stopsAtParenthesis = false): string[] {
    const lines: string[] = [];
    for (let next = this.#next(offset); next !== undefined; next = this.#next(offset)) {
      if (stopsAtParenthesis && next.isAfterOpening) break;
      lines.push(`${pad(indent)}${next.text}`);
      this.#written++;
    }
    return lines;
  }

  /** The comment that ends the line just written, if there is one before the offset. */
  #trailing(offset: number): string {
    const next = this.#next(offset);
    if (next === undefined || !next.isTrailing || next.isAfterOpening) return "";
    this.#written++;
    return ` ${next.text}`;
  }

  /** The comments that stand before a closing parenthesis. */
  #closing(indent: number): string {
    let text = "";
    for (let next = this.#next(); next?.isBeforeClosing === true; next = this.#next()) {
      text += next.isTrailing && text === "" ? ` ${next.text}` : `\n${pad(indent)}${next.text}`;
      this.#written++;
    }
    return text;
  }

  /** The next comment, if it starts before the offset. */
  #next(offset = Number.POSITIVE_INFINITY): Comment | undefined {
    const next = this.#comments[this.#written];
    return next !== undefined && next.start < offset ? next : undefined;
  }
}

/** On one line; with parentheses around `and` inside `or`, which readers need though the grammar does not. */
function flatText(expression: EqlExpression, least: number): string {
  const text = flatBody(expression);
  return levelOf(expression) < least ? `(${text})` : text;
}

function flatBody(expression: EqlExpression): string {
  if (expression.kind === "not") return `not ${flatText(expression.operand, level.not)}`;
  if (expression.kind !== "and" && expression.kind !== "or") return printExpression(expression);
  const operands = operandsOf(expression).map((operand) => flatText(operand, leastIn(expression.kind)));
  return operands.join(` ${expression.kind} `);
}

/** An operand of the same kind stands in parentheses: without them the tree would be another. */
function leastIn(kind: LogicalNode["kind"]): number {
  return kind === "and" ? level.and + 1 : level.not;
}

/** Values that fill the lines. */
function filled(values: readonly EqlExpression[], indent: number): string[] {
  const lines: string[] = [];
  let line = "";
  values.forEach((value, at) => {
    const text = `${printExpression(value)}${at === values.length - 1 ? "" : ","}`;
    const longer = line === "" ? `${pad(indent)}${text}` : `${line} ${text}`;
    const breaks = line !== "" && longer.length > width;
    if (breaks) lines.push(line);
    line = breaks ? `${pad(indent)}${text}` : longer;
  });
  return [...lines, line];
}

/** The operands of a chain as it was read: from the left. */
function operandsOf({ kind, left, right }: LogicalNode): EqlExpression[] {
  const operands = [right];
  let rest = left;
  while (rest.kind === kind) {
    operands.push(rest.right);
    rest = rest.left;
  }
  return [...operands, rest].reverse();
}

function startOf(expression: EqlExpression): number {
  return expression.kind === "and" || expression.kind === "or"
    ? startOf(operandsOf(expression)[0]!)
    : expression.span.start;
}

function pad(indent: number): string {
  return " ".repeat(indent);
}
