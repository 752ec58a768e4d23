import { wildcardMatcher } from "../../text/wildcard.ts";
import type { ComparedText } from "./comparedTexts.ts";
import { streamNames } from "./fieldNeverSet.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";
import type { LintedFilter } from "./lintContext.ts";
import { streamFactsOf } from "./streamFacts.ts";

/** Finds texts that are none of the values that a field can have, whatever the case. */
export const valueNeverHeld: LintCheck = {
  code: "LINT003",
  name: "a value that the field never has",
  run: ({ filters }) => filters.flatMap(findings),
};

function findings(filter: LintedFilter): Finding[] {
  if (!filter.isClosed) return [];
  return filter.texts.flatMap((compared) => {
    const values = valuesOf(filter, compared.field.name);
    if (values === undefined || values.length === 0 || values.some((value) => meets(compared, value))) return [];
    return [finding(filter, compared, values)];
  });
}

/** All that the field can hold; undefined when that is not known of every data stream. */
export function valuesOf({ streams }: LintedFilter, name: string): string[] | undefined {
  const lists = streams.map(({ dataset }) => streamFactsOf(dataset).closedValues.get(name));
  return lists.includes(undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
}

/** Case aside: that is another check's. */
function meets({ text, comparison }: ComparedText, value: string): boolean {
  const [wanted, held] = [text.toLowerCase(), value.toLowerCase()];
  switch (comparison) {
    case "equals":
      return wanted === held;
    case "wildcard":
      return wildcardMatcher(wanted, { ignoreCase: true })(held);
    case "startsWith":
      return held.startsWith(wanted);
    case "endsWith":
      return held.endsWith(wanted);
    case "stringContains":
      return held.includes(wanted);
    case "regex":
      return true;
  }
}

function finding(filter: LintedFilter, { field, span, leaf }: ComparedText, values: readonly string[]): Finding {
  return {
    span,
    message: `\`${field.name}\` of ${streamNames(filter)} never has this value`,
    label: leaf.isNegated ? "so this excludes nothing" : "so this finds nothing",
    help: `its values are ${values.map((value) => `\`${value}\``).join(", ")}`,
  };
}
