import type { Field } from "../../ecs/field.ts";
import { fieldsOf } from "../../predicate/fields.ts";
import type { CheckedCommand, CheckedEsql } from "./checked.ts";
import { documentsOf, expressionsOf } from "./execute/expressionsOf.ts";
import { slotsOf } from "./execute/foldable.ts";

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
  const elsewhere = new Set(
    documentsOf(commands).flatMap(({ predicate }) => fieldsOf(predicate).map(({ name }) => name)),
  );
  for (const { column, field } of source.fields) {
    const [only, other] = reads.filter(({ slot }) => slot === column.slot);
    if (only === undefined || other !== undefined || elsewhere.has(field.name)) continue;
    const found = wordsOf(only.command);
    if (found !== undefined) words.set(field, found);
  }
  return words;
}

function slotsReadBy(command: CheckedCommand): readonly number[] {
  if (command.kind === "mvExpand") return [command.from];
  if (command.kind === "lookup") return command.on.map(({ slot }) => slot);
  return expressionsOf(command).flatMap(slotsOf);
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

/** A named pattern, an escape, a class without more in it, a quantifier, or one character. */
const pieces = /%\{[^}]*\}|\\[\s\S]|\[\^?[^[\]\\&]+\]|[*?]|\{[^}]*\}|[\s\S]/g;

/** What must be matched as it stands, all else replaced by blanks; undefined where there are alternatives, or what is not read here. */
function outsideOfGroups(pattern: string): string | undefined {
  let text = "";
  let depth = 0;
  for (const piece of pattern.match(pieces) ?? []) {
    if (piece === "[" || (piece === "|" && depth === 0)) return undefined;
    if (piece === "(") depth++;
    // What stands before a quantifier may be absent.
    if (/^[*?{]/.test(piece)) text = text.slice(0, -1);
    text += depth > 0 || piece.length > 1 || /[()*?]/.test(piece) ? " " : piece;
    if (piece === ")") depth--;
  }
  return depth === 0 ? text : undefined;
}
