/** One step: a member's name or an element's index. */
export type JsonStep = string | number;

/**
 * The steps of a path of JSON_EXTRACT, or why it is none: a subset of JSONPath.
 *
 * `a.b`, `a[0]`, `['a.b']`, an optional `$` in front; no step at all is the whole text. Quoted names know `\'`, `\"` and
 * `\\` (json_extract.md; scalar/string/JsonPath.java).
 */
export function readJsonPath(path: string): readonly JsonStep[] | { readonly problem: string } {
  const start = rootLength(path);
  if (start === undefined) return { problem: "expected [.] or [[] after [$]" };
  const steps: JsonStep[] = [];
  for (let at = start; at < path.length; ) {
    const character = path[at]!;
    const isSeparated = character === "." && steps.length > 0;
    if (character === "[") {
      const bracket = readBracket(path, at);
      if ("problem" in bracket) return bracket;
      steps.push(bracket.step);
      at = bracket.end;
    } else {
      if (!isSeparated && (steps.length > 0 || character === ".")) return { problem: `unexpected [${character}]` };
      const name = /^[^.[\]]+/.exec(path.slice(isSeparated ? at + 1 : at))?.[0];
      if (name === undefined) return { problem: "empty key name" };
      steps.push(name);
      at += name.length + (isSeparated ? 1 : 0);
    }
  }
  return steps;
}

function rootLength(path: string): number | undefined {
  if (!path.startsWith("$")) return 0;
  if (path === "$" || path[1] === "[") return 1;
  return path[1] === "." ? 2 : undefined;
}

function readBracket(
  path: string,
  at: number,
): { readonly step: JsonStep; readonly end: number } | { problem: string } {
  const rest = path.slice(at);
  const index = /^\[\s*(\d{1,9})\s*\]/.exec(rest);
  if (index !== null) return { step: Number(index[1]), end: at + index[0].length };
  const quoted = /^\[\s*(?:'((?:[^'\\]|\\['"\\])*)'|"((?:[^"\\]|\\['"\\])*)")\s*\]/.exec(rest);
  if (quoted === null) return { problem: "expected an index or a quoted name within brackets" };
  return { step: (quoted[1] ?? quoted[2]!).replace(/\\(.)/g, "$1"), end: at + quoted[0].length };
}
