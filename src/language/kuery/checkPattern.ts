import { type Field, familyOf } from "../../ecs/field.ts";
import type { PatternPart } from "../../predicate/patternParts.ts";
import { type LiteralNode, textOf } from "./ast.ts";
import type { CheckContext } from "./checkContext.ts";
import { type CheckedCondition, never } from "./checked.ts";
import { phraseRegex, wordPatternRegex, wordsOf } from "./words.ts";

const whitespace = /\s+/;
/** Lucene's regular expressions may not be longer, and a wildcard that holds a literal `*` or `?` becomes one. */
const longestPattern = 450;

/**
 * `field: a*b` for one field. Only fields that hold plain strings can be asked so; any other type fails the search
 * (Elasticsearch, MappedFieldType.wildcardQuery).
 *
 * Trap: Kibana makes a wildcard query on `keyword` alone. On `wildcard`, `constant_keyword` and `version` fields it makes
 * a query_string, which takes spaces apart: any of the parts is enough, each for the whole value (kbn-es-query `functions/is.ts`).
 * On an analysed text each part is held against single words.
 */
export function checkPattern(context: CheckContext, field: Field, value: LiteralNode): CheckedCondition {
  const family = familyOf(field.type);
  const isText = field.type === "text" || field.type === "match_only_text";
  if (family !== "string" && family !== "version") return notText(context, field, value);
  if (isText) return wordPatterns(context, field, value);
  if (isTooLong(value)) return tooLong(context, value);
  const patterns =
    field.type === "keyword" || field.type === "flattened" ? [value.pieces] : parts(context, field, value);
  const operands = patterns.map((pieces) => ({
    kind: "leaf" as const,
    field,
    test: { kind: "pattern" as const, parts: partsOf(pieces) },
  }));
  return operands.length === 1 ? operands[0]! : { kind: "or", operands };
}

/** What a query_string makes of a value: its wildcards one by one, and the words between them together. */
function parts(context: CheckContext, field: Field, value: LiteralNode): (readonly string[])[] {
  // A star is kept apart from what is written in the text by a character that no space is.
  const marked = value.pieces.map((piece) => piece.replaceAll("\0", "")).join("\0");
  const words = marked.split(whitespace).filter((word) => word !== "");
  if (words.length < 2) return [value.pieces];
  context.report({
    code: "KQL120",
    severity: "warning",
    span: value.span,
    message: "a wildcard with spaces is taken apart",
    label: `on field [${field.name}] of type [${field.type}] any of its parts is enough, each for the whole value`,
    help: "put `*` instead of each space",
  });
  const patterns: string[][] = [];
  let plain: string[] = [];
  const endPlain = () => {
    if (plain.length > 0) patterns.push([plain.join(" ")]);
    plain = [];
  };
  for (const word of words) {
    if (!word.includes("\0")) plain.push(word);
    else {
      endPlain();
      patterns.push(word.split("\0"));
    }
  }
  endPlain();
  return patterns;
}

function partsOf(pieces: readonly string[]): PatternPart[] {
  return pieces.flatMap((text, at): PatternPart[] => {
    const own: PatternPart[] = text === "" ? [] : [{ kind: "text", text }];
    return at === 0 ? own : [{ kind: "run" }, ...own];
  });
}

function isTooLong(value: LiteralNode): boolean {
  const text = value.pieces.join("");
  return text.length > longestPattern && /[*?]/.test(text);
}

function tooLong(context: CheckContext, { span }: LiteralNode): typeof never {
  context.report({
    code: "KQL121",
    span,
    message: `a wildcard of more than ${longestPattern} characters`,
    label: "with a literal `*` or `?` in it, it cannot be longer here",
    help: "put `*` instead of a part of it",
  });
  return never;
}

function notText(context: CheckContext, field: Field, value: LiteralNode): typeof never {
  const { name, type } = field;
  context.report({
    code: "KQL108",
    span: value.span,
    message: `wildcard [${textOf(value).slice(0, 60)}] on field [${name}] of type [${type}]`,
    label: "Elasticsearch fails the search",
    help: familyOf(type) === "ip" ? "write a block, such as `10.0.0.0/8`" : "write the whole value, or a range",
  });
  return never;
}

function wordPatterns(context: CheckContext, field: Field, value: LiteralNode): CheckedCondition {
  const operands: CheckedCondition[] = [];
  for (const pieces of parts(context, field, value)) {
    const regexes = pieces.length > 1 ? wordPatternRegex(pieces) : phrasesOf(pieces[0]!);
    if (regexes === undefined) return analysed(context, field, value);
    if (regexes === "never") neverAWord(context, field, value);
    else for (const regex of regexes) operands.push({ kind: "leaf", field, test: { kind: "words", regex } });
  }
  return { kind: "or", operands };
}

/** Any of the words. */
function phrasesOf(text: string): string[] | undefined {
  return wordsOf(text)?.map((one) => phraseRegex([one]));
}

function neverAWord(context: CheckContext, field: Field, value: LiteralNode): void {
  context.report({
    code: "KQL122",
    severity: "warning",
    span: value.span,
    message: `field [${field.name}] has no words such as [${textOf(value).slice(0, 60)}]`,
    label: "it holds analysed text, which is cut at marks and spaces, so the condition is false",
    help: field.keyword === undefined ? "look for words of letters and digits" : `ask \`${field.keyword}\``,
  });
}

export function analysed(context: CheckContext, field: Field, { span }: LiteralNode): typeof never {
  context.report({
    code: "KQL116",
    span,
    message: `field [${field.name}] holds analysed text`,
    label: "how Elasticsearch cuts this into words is not supported here",
    help: field.keyword === undefined ? "look for ASCII words" : `ask \`${field.keyword}\`, which holds the whole text`,
  });
  return never;
}
