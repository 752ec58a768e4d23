import type { PatternPart } from "../../predicate/patternParts.ts";

/**
 * The parts of a pattern as Lucene's WildcardQuery reads it: `*` and `?` are wildcards, and a backslash makes the
 * character after it literal, whatever that is; at the end it stands for itself.
 */
export function luceneWildcardParts(pattern: string): PatternPart[] {
  const parts: PatternPart[] = [];
  let text = "";
  const endText = () => {
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "*" || character === "?") {
      endText();
      if (character === "?" || parts.at(-1)?.kind !== "run") parts.push({ kind: character === "*" ? "run" : "one" });
    } else if (character === "\\" && at + 1 < pattern.length) text += pattern[++at];
    else text += character;
  }
  endText();
  return parts;
}
