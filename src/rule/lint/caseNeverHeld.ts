import type { ComparedText } from "./comparedTexts.ts";
import { streamNames } from "./fieldNeverSet.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import type { LintedFilter } from "./lintContext.ts";
import { type StreamFacts, streamFactsOf } from "./streamFacts.ts";

/** Finds texts compared case-sensitively with a field whose values are written in another case. */
export const caseNeverHeld: LintCheck = {
  code: "LINT002",
  name: "a text in a case that the data does not have",
  run: ({ filters }) => filters.flatMap(findings),
};

function findings(filter: LintedFilter): Finding[] {
  if (!filter.isClosed) return [];
  return filter.texts.flatMap((compared) => {
    if (compared.ignoresCase || compared.comparison === "regex") return [];
    const reasons = filter.streams.map(({ dataset }) => wrongCase(compared, streamFactsOf(dataset)));
    const [first] = reasons;
    return first === undefined || reasons.includes(undefined) ? [] : [finding(filter, compared, first)];
  });
}

interface WrongCase {
  /** About the field's values. */
  readonly reason: string;
  readonly instead?: string;
  /** Some values may be written so after all. */
  readonly isUsual?: boolean;
}

/** Why no value of the field is written so; undefined when some may be. */
function wrongCase({ field, text, comparison }: ComparedText, facts: StreamFacts): WrongCase | undefined {
  const known = facts.closedValues.get(field.name) ?? facts.spellings.get(field.name);
  if (known !== undefined && comparison === "equals") {
    const instead = known.find((value) => value.toLowerCase() === text.toLowerCase());
    if (instead !== undefined && !known.includes(text))
      return { reason: `its values are spelled \`${instead}\``, instead };
  }
  if (facts.lowerCase.has(field.name) && text !== text.toLowerCase()) {
    return { reason: "its values are lower case", instead: text.toLowerCase() };
  }
  if (facts.capitalized.has(field.name) && startsTheValue(comparison) && /^[a-z]/.test(text)) {
    return { reason: "its values start with a capital letter" };
  }
  if (facts.mostlyUpperCase.has(field.name) && text !== text.toUpperCase()) {
    return { reason: "most exports write its values in capitals", isUsual: true };
  }
  return undefined;
}

function startsTheValue(comparison: ComparedText["comparison"]): boolean {
  return comparison === "equals" || comparison === "startsWith" || comparison === "wildcard";
}

const insensitive: Readonly<Partial<Record<ComparedText["comparison"], string>>> = {
  equals: ":",
  wildcard: ":",
  startsWith: "startsWith~",
  endsWith: "endsWith~",
  stringContains: "stringContains~",
};

function finding(
  filter: LintedFilter,
  compared: ComparedText,
  { reason, instead, isUsual = false }: WrongCase,
): Finding {
  const { field, span, leaf, comparison } = compared;
  const outcome = `${leaf.isNegated ? "excludes" : "finds"} ${isUsual ? "few of them" : "nothing"}`;
  const operator = `\`${insensitive[comparison]}\`, which ignores case`;
  return {
    span,
    message: `\`${field.name}\` of ${streamNames(filter)} is ${isUsual ? "seldom" : "not"} written so`,
    label: `${reason}, so this ${outcome}`,
    help: instead === undefined ? `compare with ${operator}` : `write \`"${instead}"\`, or compare with ${operator}`,
  };
}
