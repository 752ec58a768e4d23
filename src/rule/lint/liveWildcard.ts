import type { ComparedText } from "./comparedTexts.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";

/**
 * Finds `*` and `?` in the text of `stringContains` and `endsWith` on a plain field, where Elasticsearch makes a wildcard
 * query of the call and does not escape them (elastic-rules facts §4, Trap).
 */
export const liveWildcard: LintCheck = {
  code: "LINT006",
  name: "a `*` or `?` that is a wildcard inside a text function",
  run: ({ filters }) => filters.flatMap((filter) => filter.texts.flatMap(findings)),
};

function findings(compared: ComparedText): Finding[] {
  const { comparison, text } = compared;
  if (comparison !== "stringContains" && comparison !== "endsWith") return [];
  const live = liveWildcardOf(text);
  return live === undefined ? [] : [finding(compared, live)];
}

/** The first `*` or `?` that no backslash stands before. */
function liveWildcardOf(text: string): "*" | "?" | undefined {
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === "*" || character === "?") return character;
  }
  return undefined;
}

function finding({ span, comparison }: ComparedText, live: "*" | "?"): Finding {
  return {
    span,
    message: `\`${live}\` is a wildcard here, not a character`,
    label: `\`${comparison}\` on a field is a wildcard query, so ${live === "*" ? "any text" : "any character"} will do in its place`,
    help: `write \`"""\\${live}"""\` for the character itself, or \`like\` to say that a wildcard is meant`,
  };
}
