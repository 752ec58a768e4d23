import { parseLuceneRegex } from "../../predicate/parseLuceneRegex.ts";
import { buildAutomaton } from "../../predicate/regexAutomaton.ts";
import { mostWorkOfPattern, type RegexBudget } from "../../predicate/regexBudget.ts";
import type { ComparedText } from "./comparedTexts.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";

/**
 * Finds regular expressions that need more than 10,000 states as an automaton.
 *
 * eqlite may still run them, on RE2; Elasticsearch determinises every pattern and fails the whole search at that size
 * (`max_determinized_states`).
 */
export const regexTooLarge: LintCheck = {
  code: "LINT015",
  name: "a regular expression that Elasticsearch may refuse",
  run: ({ filters }) => {
    const budget = { left: mostWork };
    return filters.flatMap(({ texts }) => texts.flatMap((text) => findings(text, budget)));
  },
};

/** Of all patterns of a query; those that come after it is spent are not looked at. */
const mostWork = 3 * mostWorkOfPattern;

function findings({ comparison, text, span, ignoresCase }: ComparedText, budget: RegexBudget): Finding[] {
  // With less left than a pattern may take alone, a large one could not be told from one that came late.
  if (comparison !== "regex" || budget.left < mostWorkOfPattern) return [];
  const parsed = parseLuceneRegex(text, ignoresCase);
  if (!parsed.ok || buildAutomaton(parsed.node, budget) !== undefined) return [];
  return [
    {
      span,
      message: "Elasticsearch may refuse this regular expression",
      label: "as an automaton it has more than 10,000 states",
      help: "replace counted repetitions such as `.{1,50}` by `.*`, or split the pattern",
    },
  ];
}
