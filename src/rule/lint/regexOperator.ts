import type { ComparedText } from "./comparedTexts.ts";
import type { Finding, LintCheck } from "./lintCheck.ts";

/**
 * Finds characters that mean something else in Lucene's regular expressions than elsewhere: `^` and `$` are no anchors
 * but characters, `#` matches nothing at all, `@` any text (eql facts §6; Lucene, class RegExp).
 */
export const regexOperator: LintCheck = {
  code: "LINT013",
  name: "a character that means something else in Lucene's regular expressions",
  run: ({ filters }) => filters.flatMap((filter) => filter.texts.flatMap(findings)),
};

function findings({ comparison, text, span }: ComparedText): Finding[] {
  if (comparison !== "regex") return [];
  const found = surprises.find(({ isIn }) => isIn(bareCharacters(text)));
  return found === undefined ? [] : [{ span, ...found.finding }];
}

/** The characters that are not escaped, not quoted and not in a class, with their places. */
function bareCharacters(pattern: string): string {
  let bare = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "\\") at++;
    else if (character === "[" || character === '"') at = skip(pattern, at, character === "[" ? "]" : '"');
    else bare += character;
    if (character === "\\" || character === "[" || character === '"') bare += " ";
  }
  return bare;
}

function skip(pattern: string, from: number, closer: string): number {
  for (let at = from + 1; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === closer) return at;
  }
  return pattern.length;
}

const anchored = "a pattern always has to match the whole value";

const surprises: readonly {
  readonly isIn: (bare: string) => boolean;
  readonly finding: Omit<Finding, "span">;
}[] = [
  {
    isIn: (bare) => bare.startsWith("^"),
    finding: {
      message: "`^` is no anchor in Lucene's regular expressions",
      label: "only values that start with a `^` are found",
      help: `remove it: ${anchored}; write \`\\^\` for the character`,
    },
  },
  {
    isIn: (bare) => bare.endsWith("$"),
    finding: {
      message: "`$` is no anchor in Lucene's regular expressions",
      label: "only values that end with a `$` are found",
      help: `remove it: ${anchored}; write \`\\$\` for the character`,
    },
  },
  {
    isIn: (bare) => bare.includes("#"),
    finding: {
      message: "`#` matches nothing in Lucene's regular expressions",
      label: "so no value is found by way of it",
      help: "write `\\#` for the character",
    },
  },
  {
    isIn: (bare) => bare.includes("@"),
    finding: {
      message: "`@` matches any text in Lucene's regular expressions",
      label: "so more is found than values with an `@`",
      help: "write `\\@` for the character, `.*` for any text",
    },
  },
];
