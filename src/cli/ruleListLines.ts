import { compareText } from "../text/diagnostic.ts";
import { escapeForTerminal } from "../text/terminal.ts";
import { count, fit } from "./layout.ts";
import type { NotEvaluable } from "./notEvaluable.ts";
import type { Paint } from "./paint.ts";

export interface RuleList {
  readonly title: string;
  readonly rules: readonly NotEvaluable[];
  readonly paint: Paint;
  readonly width: number;
  /** All names; else the first few of each reason. */
  readonly isVerbose: boolean;
}

const shownNames = 5;

/** Rules grouped by reason, the most frequent first, each by name; nothing for an empty list. */
export function ruleListLines({ title, rules, paint, width, isVerbose }: RuleList): string[] {
  if (rules.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { name, reason } of rules) {
    const names = byReason.get(reason);
    if (names === undefined) byReason.set(reason, [name]);
    else names.push(name);
  }
  const reasons = [...byReason].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]));
  const digits = count(reasons[0]?.[1].length ?? 0).length;
  const room = Math.max(width, 120);
  const lines = reasons.flatMap(([reason, names]) => {
    const head = `  ${count(names.length).padStart(digits)}  ${escapeForTerminal(reason)}`;
    const sorted = [...names].sort(compareText).map(escapeForTerminal);
    if (sorted.length === 1) return [fit(`${head}: ${sorted[0]}`, room)];
    const shown = isVerbose ? sorted : sorted.slice(0, shownNames);
    const more = sorted.length - shown.length;
    const listed = more > 0 ? [...shown, `and ${count(more)} more (-v names them)`] : shown;
    return [fit(head, room), ...listed.map((name) => fit(`     ${" ".repeat(digits)}${name}`, room))];
  });
  return [paint.bold(`${title}: ${count(rules.length)}`), ...lines];
}
