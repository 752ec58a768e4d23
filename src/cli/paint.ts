import { Ansis } from "ansis";
import type { RuleSeverity } from "../rule/rule.ts";

/** Colours for people; with colour off every function gives its text back unchanged. */
export interface Paint {
  readonly isColored: boolean;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly level: (level: RuleSeverity, text: string) => string;
}

/** `auto` colours a terminal, unless `NO_COLOR` says otherwise. */
export function paintFor(
  mode: "auto" | "always" | "never",
  stream: { readonly isTTY?: boolean },
  environment: NodeJS.ProcessEnv,
): Paint {
  const isAsked = mode === "always" || (mode === "auto" && stream.isTTY === true && !environment["NO_COLOR"]);
  const ansis = new Ansis(isAsked ? 1 : 0);
  const byLevel: Record<RuleSeverity, (text: string) => string> = {
    critical: ansis.magenta.bold,
    high: ansis.red,
    medium: ansis.yellow,
    low: ansis.cyan,
  };
  return {
    isColored: isAsked,
    bold: ansis.bold,
    dim: ansis.dim,
    red: ansis.red,
    level: (level, text) => byLevel[level](text),
  };
}
