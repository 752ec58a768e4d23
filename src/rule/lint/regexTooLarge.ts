import { parseLuceneRegex } from "../../predicate/parseLuceneRegex.ts";
import { buildAutomaton } from "../../predicate/regexAutomaton.ts";
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
  run: ({ filters }) => filters.flatMap((filter) => filter.texts.flatMap(findings)),
};

function findings({ comparison, text, span, ignoresCase }: ComparedText): Finding[] {
  if (comparison !== "regex") return [];
  const parsed = parseLuceneRegex(text, ignoresCase);
  if (!parsed.ok || buildAutomaton(parsed.node) !== undefined) return [];
  return [
    {
      span,
      message: "Elasticsearch may refuse this regular expression",
      label: "as an automaton it has more than 10,000 states",
      help: "replace counted repetitions such as `.{1,50}` by `.*`, or split the pattern",
    },
  ];
}
