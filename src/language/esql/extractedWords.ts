import type { Field } from "../../ecs/field.ts";
import { fieldsOf } from "../../predicate/fields.ts";
import type { CheckedCommand, CheckedEsql, TypedExpression } from "./checked.ts";
import { expressionsOf } from "./execute/expressionsOf.ts";

/**
 * The source fields that a query which aggregates reads with one GROK and nothing else, and the words of which a value
 * must hold one to come to anything there.
 *
 * A value without such a word is as good as none: GROK makes null of either (esql/commands/grok.md). Words are ASCII letters
 * alone.
 */
export function extractedWords(query: CheckedEsql): ReadonlyMap<Field, readonly string[]> {
  const { source, commands } = query;
  const words = new Map<Field, readonly string[]>();
  if (source.kind !== "from" || !query.isAggregating) return words;
  const reads = commands.flatMap((command) => slotsReadBy(command).map((slot) => ({ slot, command })));
  const elsewhere = new Set(documentFields(commands).map(({ name }) => name));
  for (const { column, field } of source.fields) {
    const [only, other] = reads.filter(({ slot }) => slot === column.slot);
    if (only === undefined || other !== undefined || elsewhere.has(field.name)) continue;
    const found = wordsOf(only.command);
    if (found !== undefined) words.set(field, found);
  }
  return words;
}

function slotsReadBy(command: CheckedCommand): number[] {
  if (command.kind === "mvExpand") return [command.from];
  if (command.kind === "lookup") return command.on.map(({ slot }) => slot);
  return expressionsOf(command).flatMap(slotsOf);
}

function slotsOf(expression: TypedExpression): number[] {
  if (expression.kind === "column") return [expression.slot];
  return expression.kind === "call" ? expression.args.flatMap(slotsOf) : [];
}

function documentFields(commands: readonly CheckedCommand[]): readonly Field[] {
  const fields = (expression: TypedExpression): readonly Field[] => {
    if (expression.kind === "document") return fieldsOf(expression.predicate);
    return expression.kind === "call" ? expression.args.flatMap(fields) : [];
  };
  return commands.flatMap((command) => expressionsOf(command).flatMap(fields));
}

/** Of each pattern of a GROK of a column one word; undefined when one of them has none. */
function wordsOf(command: CheckedCommand): readonly string[] | undefined {
  if (command.kind !== "grok" || command.input.kind !== "column") return undefined;
  const words = command.patterns.map(necessaryWord);
  return words.every((word) => word !== undefined) ? words : undefined;
}

const shortestWord = 4;

/** The longest word that whatever a GROK pattern matches holds, as far as it is plain to see: what stands in no group. */
export function necessaryWord(pattern: string): string | undefined {
  // Flags change what letters mean.
  if (/\(\?[imx-]+[:)]/.test(pattern)) return undefined;
  const outside = outsideOfGroups(pattern);
  if (outside === undefined) return undefined;
  const words = outside.match(/[A-Za-z]+/g) ?? [];
  const longest = words.reduce((longer, word) => (word.length > longer.length ? word : longer), "");
  return longest.length >= shortestWord ? longest : undefined;
}

/** What must be matched as it stands, all else replaced by blanks; undefined where there are alternatives. */
function outsideOfGroups(pattern: string): string | undefined {
  let text = "";
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "[") {
      const end = endOfClass(pattern, at);
      if (end < 0) return undefined;
      at = end;
      text += " ";
    } else if (character === "%" && pattern[at + 1] === "{") {
      const end = pattern.indexOf("}", at);
      if (end < 0) return undefined;
      at = end;
      text += " ";
    } else if (character === "(" || character === ")") {
      depth += character === "(" ? 1 : -1;
      text += " ";
    } else if (depth > 0) {
      // An escaped parenthesis opens nothing.
      if (character === "\\") at++;
    } else if (character === "\\") {
      at++;
      text += " ";
    } else if (character === "|") {
      return undefined;
    } else if (/[*?{]/.test(character)) {
      // What stands before it may be absent.
      text = `${text.slice(0, -1)} `;
      if (character === "{") while (at + 1 < pattern.length && pattern[at] !== "}") at++;
    } else {
      text += character;
    }
  }
  return depth === 0 ? text : undefined;
}

/** The place of the bracket that closes a class; negative when it holds what may hold brackets of its own. */
function endOfClass(pattern: string, start: number): number {
  const found = /^\[\^?[^[\]\\&]+\]/.exec(pattern.slice(start, start + 300));
  return found === null ? -1 : start + found[0].length - 1;
}
